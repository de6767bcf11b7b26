#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No path of somebody's own machine stands in the tree."""
import re
import tree

MACHINE = re.compile(r"(?<![\w.])/(?:home/\w+|work|root|Users/\w+|tmp/build[\w-]*)(?=[/\s\"'`]|$)")


def main():
    top = tree.root()
    problems = []
    names = tree.files(top)
    for name in names:
        text = tree.read(top, name)
        if "\0" in text:  # a picture, a program
            continue
        for number, line in enumerate(text.split("\n"), 1):
            match = MACHINE.search(line)
            if match:
                problems.append("%s:%d: %s is a path of one machine"
                                % (name, number, match.group()))
    tree.finish(problems, len(names))


main()
