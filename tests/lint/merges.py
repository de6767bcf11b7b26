#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No marks of a merge that was not finished, in whatever file."""
import re

import tree

MARK = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
MAY_UNDERLINE = (".md", ".rst", ".txt")  # seven = under a heading


def main():
    top = tree.root()
    problems, looked_at = [], 0
    for name in tree.files(top):
        text = tree.read(top, name)
        looked_at += 1
        for match in MARK.finditer(text):
            if match.group(1)[0] == "=" and name.endswith(MAY_UNDERLINE):
                continue
            line = text.count("\n", 0, match.start()) + 1
            problems.append("%s:%d: a mark of a merge: %s" % (name, line, match.group(1)))
    tree.finish(problems, looked_at)


main()
