#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""All C is laid out as clang-format lays it out."""
import subprocess
import tree


def main():
    top = tree.root()
    tree.need("clang-format")
    names = tree.files(top, ".c", ".h")
    done = subprocess.run(["clang-format", "--dry-run", "-Werror"] + names, cwd=top,
                          capture_output=True, text=True, check=False)
    tree.finish([done.stderr] if done.returncode else [], len(names))


main()
