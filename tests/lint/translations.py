#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""locales/vi.po has every text of the sources: none missing, empty, fuzzy or left over,
and the directives (%s) agree. The texts are taken from the sources anew."""
import os
import subprocess
import sys
import tempfile

import tree

KEYWORDS = ["--keyword=_", "--keyword=N_", "--keyword=ngettext:1,2"]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit("%s failed:\n%s%s" % (command[0], done.stdout, done.stderr))
    return done.stdout


def left(merged, which, told):
    """The texts that msgattrib picks, as problems."""
    # Without the header, which is an entry of its own.
    picked = run("msgattrib", "--no-wrap", "--force-po", which, merged)
    lines = [line for line in picked.split("\n")
             if line.lstrip("#~ ").startswith('msgid "')
             and line.lstrip("#~ ") != 'msgid ""']
    return ["vi.po: %s: %s" % (told, line) for line in lines]


def main():
    top = tree.root()
    tree.need("xgettext")
    vietnamese = os.path.join(top, "locales", "vi.po")
    if not os.path.exists(vietnamese):
        sys.exit("locales/vi.po is missing")
    with tempfile.TemporaryDirectory() as work:
        fresh = os.path.join(work, "fresh.pot")
        merged = os.path.join(work, "merged.po")
        run("xgettext", "--directory=" + top, "--from-code=UTF-8", "--no-wrap",
            "--force-po", "--files-from=" + os.path.join(top, "locales", "POTFILES.in"),
            "--output=" + fresh, *KEYWORDS)
        run("msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap",
            "--output-file=" + merged, vietnamese, fresh)
        problems = left(merged, "--untranslated", "is not translated")
        problems += left(merged, "--only-fuzzy", "is fuzzy")
        problems += left(merged, "--only-obsolete", "is in no source any more")
        run("msgfmt", "--check", "--output-file=" + os.devnull, merged)
        texts = sum(line.startswith("msgid ") for line in tree.read(work, "fresh.pot")
                    .split("\n")) - 1
    tree.finish(problems, texts)


main()
