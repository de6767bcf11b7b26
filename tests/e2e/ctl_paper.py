#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The slip of motcuactl on paper: its QR code is the tracking URL."""

import os
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ctl  # noqa: E402


class Paper(ctl.Case):
    def test_pdf_and_its_code(self):
        reference = self.out("submit", "1.001193", ctl.example()).strip()
        path = os.path.join(self.folder, "slip.pdf")
        self.ctl("receipt", reference, "--format", "pdf", "-o", path)
        with open(path, "rb") as file:
            piped = self.ctl("receipt", reference, "--format", "pdf", text=False).stdout
            self.assertEqual(file.read(), piped)
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-f", "1", "-l", "1",
                        "-singlefile", path, path], check=True)
        read = subprocess.run(["zbarimg", "-q", "--raw", "-Sbinary", path + ".png"],
                              capture_output=True, check=True).stdout
        self.assertEqual(read.decode().strip(), f"http://127.0.0.1:9/t/{reference}")


if __name__ == "__main__":
    for tool in ("pdftoppm", "zbarimg"):
        if not shutil.which(tool):
            print(f"{tool} is missing")
            sys.exit(77)
    unittest.main()
