#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The calls of banned.txt are not made."""
import fnmatch
import re
import tree


def among(name, patterns):
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns.split(","))


def main():
    top = tree.root()
    bans = {words[0]: (words[1], words[2], " ".join(words[3:]))
            for _, words in tree.table(top, "banned.txt")}
    call = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(bans))
    problems = []
    names = tree.files(top, ".c", ".h")
    for name in names:
        for number, line in enumerate(tree.code(tree.read(top, name)).split("\n"), 1):
            for match in call.finditer(line):
                where, but, instead = bans[match.group(1)]
                if among(name, where) and not among(name, but):
                    problems.append("%s:%d: %s is banned: %s"
                                    % (name, number, match.group(1), instead))
    tree.finish(problems, len(names))


main()
