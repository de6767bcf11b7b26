#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""locales/POTFILES.in lists every source with text to translate, and nothing else."""
import re
import tree

MARKED = re.compile(r"(?<!\w)(?:_|N_|gettext|ngettext)\s*\(")
DEFINED = re.compile(r"^\s*#\s*define.*$", re.MULTILINE)


def main():
    top = tree.root()
    listed = [line.strip() for line in tree.read(top, "locales/POTFILES.in").split("\n")
              if line.strip() and not line.startswith("#")]
    names = [n for n in tree.files(top, ".c", ".h") if not n.startswith("tests/")]
    marked = [n for n in names
              if MARKED.search(DEFINED.sub("", tree.code(tree.read(top, n))))]
    problems = ["%s: has text to translate, and is missing in POTFILES.in" % name
                for name in marked if name not in listed]
    problems += ["POTFILES.in: %s has no text to translate" % name
                 for name in listed if name not in marked]
    tree.finish(problems, len(names))


main()
