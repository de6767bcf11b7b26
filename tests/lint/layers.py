#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Includes go down the layers of layers.txt, never up or sideways, and each foreign
header is included from the one room that deals with it."""
import fnmatch
import re
import tree

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]', re.MULTILINE)


def read_table(top):
    rooms, foreign = {}, []
    for _, words in tree.table(top, "layers.txt"):
        if words[0].startswith("<"):
            foreign.append((words[0].strip("<>"), words[1:]))
        else:
            rooms[words[0].rstrip(":")] = words[1:]
    return rooms, foreign


def room_of(name, rooms):
    inside = [room for room in rooms if name.startswith(room + "/")]
    return max(inside, key=len, default=None)


def check_own(name, room, included, rooms):
    if included == "config.h":
        return None
    target = room_of(included, rooms)
    if target is None:
        return "\"%s\" is not written from the top of the tree" % included
    if target != room and target not in rooms[room] and "*" not in rooms[room]:
        return "%s may not include %s (%s)" % (room, target, included)
    return None


def check_foreign(room, included, foreign):
    for pattern, allowed in foreign:
        if fnmatch.fnmatch(included, pattern) and room not in allowed + ["tests"]:
            return "<%s> belongs to %s alone" % (included, ", ".join(allowed))
    return None


def main():
    top = tree.root()
    rooms, foreign = read_table(top)
    problems = []
    names = tree.files(top, ".c", ".h")
    for name in names:
        room = room_of(name, rooms)
        if room is None:
            problems.append("%s: stands in no room of layers.txt" % name)
            continue
        text = tree.read(top, name)
        for match in INCLUDE.finditer(text):
            if match.group(1) == '"':
                problem = check_own(name, room, match.group(2), rooms)
            else:
                problem = check_foreign(room, match.group(2), foreign)
            if problem:
                line = text.count("\n", 0, match.start(2)) + 1
                problems.append("%s:%d: %s" % (name, line, problem))
    tree.finish(problems, len(names))


main()
