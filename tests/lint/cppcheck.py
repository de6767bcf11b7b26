#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cppcheck finds nothing. cppcheck.cfg tells it of the libraries' macros, cppcheck.txt
what it is not asked about. Its notes are kept in the build folder, so that only changed
files are looked at again."""
import os
import subprocess
import tree


def main():
    top = tree.root()
    tree.need("cppcheck")
    command = ["cppcheck", "--quiet", "--error-exitcode=1", "--std=c11", "--language=c",
               "--enable=warning,performance,portability", "--inline-suppr",
               "--suppressions-list=tests/lint/cppcheck.txt",
               "--library=posix", "--library=tests/lint/cppcheck.cfg", "-D_GNU_SOURCE", "-I.",
               "-j%d" % os.cpu_count(), "--template={file}:{line}: {id}: {message}"]
    notes = os.environ.get("TOP_BUILDDIR")
    if notes and top == os.path.realpath(os.environ.get("TOP_SRCDIR", "")):
        notes = os.path.join(notes, "tests", "lint", "cppcheck.notes")
        os.makedirs(notes, exist_ok=True)
        command.append("--cppcheck-build-dir=" + notes)
    names = tree.files(top, ".c")
    done = subprocess.run(command + names, cwd=top, capture_output=True, text=True,
                          check=False)
    tree.finish([done.stdout + done.stderr] if done.returncode else [], len(names))


main()
