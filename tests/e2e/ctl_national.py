#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""motcuactl imports the whole national catalogue, quickly, and finds what people ask for."""

import os
import sys
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ctl  # noqa: E402
import portal  # noqa: E402

NATIONAL = os.path.join(portal.TOP, "..", "shared", "data", "catalogue", "national.jsonl")
SECONDS = 5  # with sanitizers and a busy machine; well under one without


class National(ctl.Case):
    def test_import_and_search(self):
        start = time.monotonic()
        self.assertIn("5670 procedures", self.out("catalogue", "import", NATIONAL))
        self.assertLess(time.monotonic() - start, SECONDS)
        lines = self.out("search", "--limit", "100", "dang ky khai sinh").splitlines()
        self.assertEqual(lines[0], "1.001193\tBirth registration")
        self.assertTrue(any(line.startswith("1.000689\t") for line in lines), lines)


if __name__ == "__main__":
    if not os.path.exists(NATIONAL):
        print(f"{NATIONAL} is not here")
        sys.exit(77)
    unittest.main()
