#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""motcuactl id parse: a line in, a line of JSON out. All persons are invented."""

import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ctl  # noqa: E402
import portal  # noqa: E402

HOA = "001190000123|012345678|Nguyễn Thị Hòa|15031990|Nữ|Thôn Đoài, Tân Lập, Hà Nội|20052021"


class Cards(ctl.Case):
    def parse(self, data, code=0):
        data = data.encode() if isinstance(data, str) else data
        done = subprocess.run([os.path.join(portal.BUILD, "motcuactl"), "--config",
                               self.config, "id", "parse"], input=data, timeout=60,
                              capture_output=True)
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stderr, b"")
        return [json.loads(line) for line in done.stdout.decode().splitlines()]

    def test_fields(self):
        for end in ("", "\n", "\r\n"):
            self.assertEqual(self.parse(HOA + end), [{
                "identityNumber": "001190000123", "oldNumber": "012345678",
                "fullName": "Nguyễn Thị Hòa", "birthDate": "1990-03-15", "sex": "female",
                "address": "Thôn Đoài, Tân Lập, Hà Nội", "issueDate": "2021-05-20",
                "extras": []}])

    def test_one_object_for_each_line(self):
        lost = "048204000123||L? V?n ??c|29022004|Nam|?? N?ng|01072024||x"
        wrong = HOA.replace("Nữ", "Nam")
        told = self.parse("\n".join([HOA, "", lost, "a|b", wrong, HOA + "|" * 40, HOA]), 2)
        self.assertEqual(len(told), 7)
        self.assertNotIn("oldNumber", told[2])
        self.assertEqual(told[2]["extras"], ["", "x"])
        self.assertIn("name", told[2]["warning"])
        self.assertNotIn("warning", told[0])
        self.assertIn("fields", told[3]["error"])
        self.assertIn("contradicts", told[4]["error"])
        self.assertEqual(told[0], told[6])
        for line in (1, 3, 4, 5):
            self.assertEqual(set(told[line]), {"error"})
            self.assertNotIn("Hòa", told[line]["error"])

    def test_hostile_input(self):
        for data in (b"\x00", b"\xff|" * 500, b"x" * 300000, b"|" * 300000,
                     HOA.encode() + b" " * 5000 + b"x", b"\x1b[2J|" * 7):
            told = self.parse(data + b"\n" + HOA.encode(), 2)
            self.assertEqual([set(line) == {"error"} for line in told], [True, False])
        self.assertEqual(self.parse(b""), [])

    def test_a_scanner_at_the_other_end(self):
        """Each line is answered at once."""
        with subprocess.Popen([os.path.join(portal.BUILD, "motcuactl"), "--config",
                               self.config, "id", "parse"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, bufsize=0) as run:
            run.stdin.write(HOA.encode() + b"\r\n")
            self.assertIn("fullName", json.loads(run.stdout.readline()))
            run.stdin.close()
            self.assertEqual(run.wait(60), 0)

    def test_never_on_the_command_line(self):
        done = self.ctl("id", "parse", HOA, code=64)
        self.assertNotIn("Hòa", done.stderr)


if __name__ == "__main__":
    unittest.main()
