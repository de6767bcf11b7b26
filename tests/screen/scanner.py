#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A serial scanner for golden screens, played through a pseudo terminal: scanner.py WORK
makes WORK/scanner, the device, and obeys what is written to WORK/scanner.do, a line each:
scan TEXT, slow TEXT (a byte at a time), torn TEXT (in two, with a pause between), bytes
HEX, unplug, half TEXT (and then unplugged), plug, end. Each is answered by a line in
WORK/scanner.done."""

import os
import pty
import sys
import time
import tty


class Scanner:
    def __init__(self, work):
        self.device = os.path.join(work, "scanner")
        self.far = None
        self.plug()

    def plug(self, _=""):
        self.far, near = pty.openpty()
        tty.setraw(near)
        os.symlink(os.ttyname(near), self.device)
        os.close(near)

    def unplug(self, _=""):
        os.unlink(self.device)
        os.close(self.far)
        self.far = None

    def write(self, data):
        while data:
            data = data[os.write(self.far, data):]

    def scan(self, text):
        self.write(text.encode() + b"\r")

    def slow(self, text):
        for byte in text.encode() + b"\r\n":
            self.write(bytes([byte]))
            time.sleep(0.002)

    def torn(self, text):
        data = text.encode() + b"\r"
        self.write(data[:len(data) // 2])
        time.sleep(0.1)
        self.write(data[len(data) // 2:])

    def half(self, text):
        self.write(text.encode()[:len(text) // 2])
        time.sleep(0.1)
        self.unplug()

    def bytes(self, text):
        self.write(bytes.fromhex(text))


def main(work):
    scanner = Scanner(work)
    os.mkfifo(os.path.join(work, "scanner.do"))
    open(os.path.join(work, "scanner.done"), "w").close()
    while True:
        with open(os.path.join(work, "scanner.do"), encoding="utf-8") as orders:
            for order in orders:
                word, _, text = order.rstrip("\n").partition(" ")
                if word != "end":
                    getattr(scanner, word)(text)
                with open(os.path.join(work, "scanner.done"), "a") as done:
                    print(word, file=done)
                if word == "end":
                    return


if __name__ == "__main__":
    main(sys.argv[1])
