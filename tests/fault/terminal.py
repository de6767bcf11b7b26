# SPDX-License-Identifier: MIT
"""A terminal of a few lines for the kiosk: keys go in, bytes come out. It understands no
screen; what must be seen is looked for in the bytes."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

KEYS = {"F3": b"\033OR", "F9": b"\033[20~", "F10": b"\033[21~", "PgDn": b"\033[6~",
        "End": b"\033[F", "Up": b"\033[A", "Down": b"\033[B", "Enter": b"\r",
        "Esc": b"\033", "Space": b" "}
ON, OFF = b"\033[?1049h", b"\033[?1049l"


class Terminal:
    def __init__(self, command, environment, errors):
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 25, 80, 0, 0))
        self.theirs = theirs
        self.before = termios.tcgetattr(theirs)
        self.bytes = b""
        self.code = None
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)
            os.dup2(theirs, 0)
            os.dup2(theirs, 1)
            os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
            os.closerange(3, 64)
            os.execve(command[0], command, dict(environment, TERM="xterm-256color"))
        os.set_blocking(self.ours, False)

    def is_alive(self):
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is None

    def read(self, seconds):
        """Takes what comes for so long, or until the program ends."""
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            ready = select.select([self.ours], [], [], max(0, min(left, 0.02)))[0]
            if ready:
                try:
                    self.bytes += os.read(self.ours, 65536)
                    continue
                except OSError:
                    pass
            if left <= 0 or not self.is_alive():
                return

    def wait(self, condition, seconds):
        """Until the condition holds (True), or the program or the time has ended."""
        until = time.monotonic() + seconds
        while not condition():
            if not self.is_alive() or time.monotonic() > until:
                return False
            self.read(0.02)
        return True

    def wait_for(self, words, seconds, since=0):
        return self.wait(lambda: re.search(words, self.bytes[since:]), seconds)

    def quiet(self, seconds=0.06, most=3):
        """Until nothing has come for a while."""
        until = time.monotonic() + most
        size = -1
        while size != len(self.bytes) and self.is_alive() and time.monotonic() < until:
            size = len(self.bytes)
            self.read(seconds)

    def press(self, *keys):
        for key in keys:
            try:
                os.write(self.ours, KEYS.get(key, key.encode()))
            except OSError:
                return

    def is_restored(self):
        """Line discipline as it was; the other screen was left if it was entered."""
        while select.select([self.ours], [], [], 0)[0]:  # what it wrote at last
            self.bytes += os.read(self.ours, 65536)
        now = termios.tcgetattr(self.theirs)
        return now == self.before and self.bytes.rfind(OFF) >= self.bytes.rfind(ON)

    def end(self):
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.code = -signal.SIGKILL
        os.close(self.ours)
        os.close(self.theirs)
