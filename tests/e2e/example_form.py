#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is docs/form-format.md true? What it quotes of docs/example-form stands there, and what
it shows of a shell is what a shell shows."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

if not shutil.which("jq"):
    print("SKIP: jq is missing: apt-get install jq")
    sys.exit(77)

TOP = os.environ["TOP_SRCDIR"]
BUILD = os.environ["TOP_BUILDDIR"]
EXAMPLE = os.path.join(TOP, "docs", "example-form")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def blocks():
    """(language, file or "", text) of what stands between fences."""
    return BLOCK.findall(read(TOP, "docs", "form-format.md"))


def commands(text):
    """Each command with what it prints; "> " goes on with one."""
    found = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:], ""])
        elif line.startswith("> "):
            found[-1][0] += line[2:]
        else:
            found[-1][1] += line
    return found


class Page(unittest.TestCase):
    def test_quotes(self):
        quotes = [(name, text) for _, name, text in blocks() if name]
        self.assertGreater(len(quotes), 8)
        for name, text in quotes:
            self.assertIn(text, read(EXAMPLE, name), name)

    def test_commands(self):
        with tempfile.TemporaryDirectory(prefix="motcua-example-") as home:
            folder = os.path.join(home, "my-form")
            shutil.copytree(EXAMPLE, folder)
            shutil.copytree(os.path.join(TOP, "forms", "lists"), os.path.join(folder, "lists"))
            with open(os.path.join(home, "en.ini"), "w", encoding="utf-8") as file:
                file.write("[kiosk]\nlanguage = en\n")
            with open(os.path.join(home, "motcuactl"), "w", encoding="utf-8") as file:
                file.write('#!/bin/sh\nexec "$PROGRAM" --config "$SETTINGS" "$@"\n')
            os.chmod(file.name, 0o755)
            env = {**os.environ, "PATH": home + os.pathsep + os.environ["PATH"],
                   "PROGRAM": os.path.join(BUILD, "motcuactl"),
                   "SETTINGS": os.path.join(home, "en.ini")}
            shown = [found for language, _, text in blocks() if language == "console"
                     for found in commands(text)]
            self.assertGreater(len(shown), 5)
            for command, output in shown:
                done = subprocess.run(["bash", "-c", command], cwd=folder, env=env, text=True,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                      timeout=120, check=False)
                self.assertEqual(done.stdout, output, command)


if __name__ == "__main__":
    unittest.main()
