#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""All C is laid out as clang-format lays it out: the one of Debian 12, for others differ
in small things."""
import re
import subprocess
import sys
import tree

VERSION = "14"


def main():
    top = tree.root()
    tree.need("clang-format")
    told = subprocess.run(["clang-format", "--version"], capture_output=True, text=True,
                          check=True).stdout
    found = re.search(r"version (\d+)", told)
    if not found or found.group(1) != VERSION:
        print("skipped: this needs clang-format %s, here is: %s" % (VERSION, told.strip()))
        sys.exit(77)
    names = tree.files(top, ".c", ".h")
    done = subprocess.run(["clang-format", "--dry-run", "-Werror"] + names, cwd=top,
                          capture_output=True, text=True, check=False)
    tree.finish([done.stderr] if done.returncode else [], len(names))


main()
