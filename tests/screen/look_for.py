#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""look_for.py PID WORD...: looks for the words in the memory of the kiosk PID and of its
courier, as UTF-8 and as wide characters. Ends with 1, and says where, if one is there."""
import re
import sys
from pathlib import Path

MOST = 256 << 20  # a sanitizer reserves far larger pieces for itself


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


def main():
    pid, words = sys.argv[1], sys.argv[2:]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = 0
    for process in [pid, *children]:
        program = Path(f"/proc/{process}/comm").read_text().strip()
        if program == "motcua-printer":
            continue
        for name, data in pieces(process):
            for word in words:
                for form in (word.encode(), word.encode("utf-32-le")):
                    count = data.count(form)
                    found += count
                    if count:
                        print(f"{program}: {word} {count} times in {name}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
