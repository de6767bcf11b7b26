#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""look_for.py PID|FOLDER WORD...: looks for the words in the memory of the kiosk PID and of
its courier, or in the files below FOLDER. A word is looked for as UTF-8 (composed and
not), as wide characters, and as our own code folds it, in small letters and without
marks. Ends with 1, and says where, if one is there."""
import re
import sys
import unicodedata
from pathlib import Path

MOST = 256 << 20  # a sanitizer reserves far larger pieces for itself


def shapes(word):
    """Everything that the word may have become."""
    apart = unicodedata.normalize("NFD", word)
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    bare = bare.replace("Đ", "D").replace("đ", "d")
    texts = {word, apart, bare, bare.lower(), word.lower()}
    return {text.encode() for text in texts} | {word.encode("utf-32-le")}


def pieces(pid):
    """The writable memory: libraries are full of words, but of none that was typed."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            first, last, mode, name = re.match(
                r"(\w+)-(\w+) (\S+) \S+ \S+ \S+ *(.*)", line).groups()
            size = int(last, 16) - int(first, 16)
            if not mode.startswith("rw") or size > MOST:
                continue
            memory.seek(int(first, 16))
            try:
                yield name or "anonymous", memory.read(size)
            except OSError:  # a guard page, a device
                continue


def processes(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for process in [pid, *children]:
        program = Path(f"/proc/{process}/comm").read_text().strip()
        if program != "motcua-printer":
            for name, data in pieces(process):
                yield f"{program}, {name}", data


def files(folder):
    count = 0
    for path in Path(folder).rglob("*"):
        if path.is_file() and not path.is_symlink():
            count += 1
            yield str(path), path.read_bytes()
            yield f"the name of {path}", bytes(path)
    if count == 0:
        sys.exit(f"{folder} is empty: nothing was looked at")


def main():
    where, words = sys.argv[1], sys.argv[2:]
    found = 0
    for name, data in processes(where) if where.isdigit() else files(where):
        for word in words:
            for shape in shapes(word):
                count = data.count(shape)
                found += count
                if count:
                    print(f"{name}: {word} {count} times as {shape}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
