#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""motcuactl telex: lines of keystrokes in, lines of text out."""

import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ctl  # noqa: E402


class Telex(ctl.Case):
    def typed(self, keys, *options):
        return self.out("telex", *options, given=keys)

    def test_lines(self):
        self.assertEqual(self.typed("Nguyeenx Vawn Hoaf\n\nddi hocj"),
                         "Nguyễn Văn Hòa\n\nđi học\n")
        self.assertEqual(self.typed(""), "")
        self.assertEqual(self.typed("my email@example.com, as\n"),
                         "my email@example.com, á\n")

    def test_method_and_tone(self):
        self.assertEqual(self.typed("Khasnh Hoaf\n", "--tone", "new"), "Khánh Hoà\n")
        self.assertEqual(self.typed("Kha1nh Hoa2\n", "--method", "vni"), "Khánh Hòa\n")
        self.assertEqual(self.typed("Hoa2\n", "--method", "vni", "--tone", "new"), "Hoà\n")
        self.assertEqual(self.typed("Hoaf\n", "--method", "telex", "--tone", "old"), "Hòa\n")

    def test_mistakes(self):
        done = self.ctl("telex", "--method", "viqr", code=64)
        self.assertIn("--method is telex or vni", done.stderr)
        self.ctl("telex", "--tone", "", code=64)
        self.ctl("telex", "words", code=64)

    def test_hostile_lines(self):
        self.assertEqual(self.typed("a\x1b[2Js\n"), "a\ufffd[2Js\n")
        self.assertEqual(self.typed("a" * 60000 + "\n").strip("a"), "\n")
        done = self.ctl("telex", code=1, given="hoaf\n" + "a" * 70000 + "\n")
        self.assertEqual(done.stdout, "hòa\n")
        self.assertIn("longer than", done.stderr)
        self.ctl("telex", code=1, given="a\0s\nas\n")


if __name__ == "__main__":
    unittest.main()
