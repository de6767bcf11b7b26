#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each header compiles alone, so that the order of includes never matters."""
import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

import tree

PACKAGES = ["ncursesw", "jansson", "libsodium", "sqlite3", "inih", "libpcre2-8", "libcurl",
            "libqrencode", "pangocairo", "libmicrohttpd", "cmocka", "vterm"]


def package_flags():
    flags = []
    for package in PACKAGES:
        answer = subprocess.run(["pkg-config", "--cflags", package], capture_output=True,
                                text=True, check=False)
        flags += shlex.split(answer.stdout)
    return flags


def main():
    top = tree.root()
    command = shlex.split(os.environ.get("CC", "cc")) + [
        "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
        "-I" + top, "-I" + os.environ.get("TOP_BUILDDIR", top)] + package_flags()
    names = tree.files(top, ".h")

    def compile_alone(name):
        # Through standard input: a header as the main file would warn of itself.
        done = subprocess.run(command + ["-x", "c", "-"], text=True, capture_output=True,
                              input='#include "%s"\ntypedef int not_empty;\n' % name,
                              check=False)
        return "%s does not compile alone:\n%s" % (name, done.stderr) \
            if done.returncode else None

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [p for p in pool.map(compile_alone, names) if p]
    tree.finish(problems, len(names))


main()
