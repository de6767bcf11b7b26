#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long files and functions are. Over 600 or 100 lines is an error, unless long.txt
says why it is right. A function starts at "{" and ends at "}" in the first column."""
import re
import tree

FILE_MOST, FUNCTION_MOST, FUNCTION_SOUGHT = 600, 100, 60


def functions(lines):
    """(name, length in lines) of each function."""
    start = None
    for number, line in enumerate(lines):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            head = " ".join(lines[max(0, start - 6):start])
            head = head[head.rfind(";") + 1:].split("}")[-1]
            names = re.findall(r"(\w+)\s*\(", head)
            if head.count("(") == head.count(")"):  # else it stands within a macro's call
                yield (names[0] if names else "?"), number - start + 1
            start = None


def main():
    top = tree.root()
    excused = {words[0]: " ".join(words[1:])
               for _, words in tree.table(top, "long.txt")}
    problems = ["long.txt: %s needs a reason" % key
                for key, reason in excused.items() if not reason]
    found, used = [], set()
    names = tree.files(top, ".c", ".h")
    for name in names:
        lines = tree.code(tree.read(top, name)).split("\n")
        long = [(len(lines) - 1, FILE_MOST, name)]
        for function, length in functions(lines):
            found.append((length, "%s:%s" % (name, function)))
            long.append((length, FUNCTION_MOST, "%s:%s" % (name, function)))
        for length, most, key in long:
            if length > most:
                used.add(key)
                if key not in excused:
                    problems.append("%s: %d lines, over %d" % (key, length, most))
    problems += ["long.txt: %s is not long any more" % key
                 for key in excused if key not in used]
    found.sort(reverse=True)
    print("%d functions, %d over %d lines; the longest:"
          % (len(found), sum(f[0] > FUNCTION_SOUGHT for f in found), FUNCTION_SOUGHT))
    for length, key in found[:5]:
        print("  %3d %s" % (length, key))
    tree.finish(problems, len(names))


main()
