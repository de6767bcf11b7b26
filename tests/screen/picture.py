#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""picture.py CELLS PICTURE [FONT]: paints a screen (PLAY_CELLS of motcua-play) in black
and white, as PBM. In FONT, a console font in the format PSF2, it looks as the Linux console
would show it; without one, letters are spots and blocks are blocks."""
import struct
import sys

WIDTH, HEIGHT = 8, 16
BLOCKS = {0x2580: (0, 8), 0x2584: (8, 16), 0x2588: (0, 16)}


def read_font(path):
    """The dots of each character, a byte a row; None for what stands for the missing."""
    with open(path, "rb") as file:
        data = file.read()
    magic, _, header, flags, count, size, height, width = struct.unpack("<8I", data[:32])
    if magic != 0x864AB572 or not flags & 1 or (height, width) != (HEIGHT, WIDTH):
        sys.exit("%s: not in PSF2 with a table of characters" % path)
    dots = [data[header + i * size:header + (i + 1) * size] for i in range(count)]
    table = data[header + count * size:].split(b"\xff")[:count]
    font = {}
    for slot, characters in enumerate(table):
        for character in characters.split(b"\xfe")[0].decode():
            font.setdefault(ord(character), dots[slot])
    font[None] = font.get(0xFFFD, dots[0])
    return font


def rough(character):
    if character in BLOCKS:
        first, last = BLOCKS[character]
        return bytes(0xFF if first <= y < last else 0 for y in range(HEIGHT))
    blank = character in (0, 0x20, 0xA0)
    return bytes(0x3C if 5 <= y < 13 and not blank else 0 for y in range(HEIGHT))


def is_dark(colour):
    return sum(int(colour[i:i + 2], 16) * w for i, w in ((0, 3), (2, 6), (4, 1))) < 1280


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        columns, rows = map(int, file.readline().split())
        cells = [line.split() for line in file]
    font = read_font(sys.argv[3]) if len(sys.argv) > 3 else None
    lines = [bytearray(columns) for _ in range(rows * HEIGHT)]
    for i, (character, fore, back) in enumerate(cells):
        character = int(character, 16) or 0x20
        if is_dark(fore) == is_dark(back):
            fore, back = ("000000", back) if not is_dark(back) else ("ffffff", back)
        dots = font.get(character, font[None]) if font else rough(character)
        row, column = divmod(i, columns)
        for y in range(HEIGHT):
            fore_dots = dots[y] if is_dark(fore) else 0
            back_dots = dots[y] ^ 0xFF if is_dark(back) else 0
            lines[row * HEIGHT + y][column] = fore_dots | back_dots
    with open(sys.argv[2], "wb") as file:
        file.write(b"P4\n%d %d\n" % (columns * WIDTH, rows * HEIGHT))
        file.write(b"".join(lines))


main()
