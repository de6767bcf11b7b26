#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each source names its licence in one of its first two lines."""
import tree

SUFFIXES = (".c", ".h", ".py", ".sh")
LICENCE = "SPDX-License-Identifier: MIT"


def main():
    top = tree.root()
    problems, looked_at = [], 0
    for name in tree.files(top):
        text = tree.read(top, name)
        if not name.endswith(SUFFIXES) and not text.startswith("#!"):
            continue
        looked_at += 1
        if LICENCE not in "\n".join(text.split("\n")[:2]):
            problems.append("%s: no %s in the first two lines" % (name, LICENCE))
    tree.finish(problems, looked_at)


main()
