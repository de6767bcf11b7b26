# SPDX-License-Identifier: MIT
"""What the lints share: the files of the tree, C code without comments and strings."""
import os
import re
import subprocess
import sys

# Made by autotools and by builds inside the tree; a tarball has no git to ask.
NOT_OURS = {"build", "build-aux", "autom4te.cache", "__pycache__"}
NOT_OUR_FILES = {"configure", "aclocal.m4", "Makefile", "Makefile.in", "config.h",
                 "config.h.in", "config.status", "config.log"}
NOT_OUR_SUFFIXES = (".o", ".a", ".mo", ".log", ".trs")


def root():
    """The tree to look at: the argument, or $TOP_SRCDIR."""
    path = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("TOP_SRCDIR")
    if not path:
        sys.exit("usage: %s ROOT" % sys.argv[0])
    return os.path.realpath(path)


def tracked(top):
    git = subprocess.run(["git", "-C", top, "rev-parse", "--show-toplevel"],
                         capture_output=True, text=True, check=False) \
        if os.path.exists(os.path.join(top, ".git")) else None
    if git is None or git.returncode != 0:
        return None
    names = subprocess.run(["git", "-C", top, "ls-files", "-z"], capture_output=True,
                           text=True, check=True).stdout.split("\0")
    return [name for name in names if name and os.path.isfile(os.path.join(top, name))]


def walked(top):
    found = []
    for folder, folders, names in os.walk(top):
        folders[:] = [f for f in folders if f not in NOT_OURS and f[0] not in "._"]
        for name in names:
            if name not in NOT_OUR_FILES and not name.endswith(NOT_OUR_SUFFIXES):
                found.append(os.path.relpath(os.path.join(folder, name), top))
    return found


def files(top, *suffixes):
    """Paths from the root, sorted: those that git tracks, or all where there is no git."""
    names = tracked(top)
    if names is None:
        names = walked(top)
    return sorted(n for n in names if not suffixes or n.endswith(suffixes))


def read(top, name):
    if not os.path.exists(os.path.join(top, name)):
        sys.exit("%s is missing" % name)
    with open(os.path.join(top, name), encoding="utf-8", errors="replace") as file:
        return file.read()


TOKENS = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                    re.DOTALL)


def code(text):
    """C without comments and without what stands in quotes; lines stay where they are."""
    def blank(match):
        token = match.group()
        lines = "\n" * token.count("\n")
        return token[0] + token[0] if token[0] in "\"'" else " " + lines
    return TOKENS.sub(blank, text)


def table(top, name):
    """The lines of tests/lint/NAME, without comments: (line number, words)."""
    for number, line in enumerate(read(top, "tests/lint/" + name).splitlines(), 1):
        words = line.split("#")[0].split()
        if words:
            yield number, words


def need(tool):
    """Ends the test as skipped where the tool is not installed."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if os.access(os.path.join(folder, tool), os.X_OK):
            return
    print("skipped: %s is not installed" % tool)
    sys.exit(77)


def finish(problems, looked_at):
    """Ends the lint: its problems, or how much it has looked at. Nothing is a problem."""
    for problem in problems:
        print(problem)
    if not looked_at:
        sys.exit("there was nothing to look at")
    print("%d problems in %d looked at" % (len(problems), looked_at))
    sys.exit(1 if problems else 0)
