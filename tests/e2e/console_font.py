#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""motcua-console-font makes a font of the Linux console that has everything the kiosk can
draw in both languages. The font is read by code of this test alone."""
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
import unittest
from pathlib import Path

TOP = Path(os.environ["TOP_SRCDIR"])
PROGRAM = Path(os.environ["TOP_BUILDDIR"]) / "motcua-console-font"
STOCK = Path("/usr/share/consolefonts/Vietnamese-Fixed16.psf.gz")
HEIGHT, GLYPHS = 16, 512
STRING = re.compile(r'//[^\n]*|/\*.*?\*/|\'(?:\\.|[^\'\\\n])*\'|"((?:\\.|[^"\\\n])*)"',
                    re.DOTALL)


def make(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False,
                          env={**os.environ, "LANG": "C.UTF-8"})


class Font:
    def __init__(self, path):
        data = Path(path).read_bytes()
        header = struct.unpack("<8I", data[:32])
        assert header == (0x864AB572, 0, 32, 1, GLYPHS, HEIGHT, HEIGHT, 8), header
        body, table = data[32:32 + GLYPHS * HEIGHT], data[32 + GLYPHS * HEIGHT:]
        self.dots = [body[i * HEIGHT:(i + 1) * HEIGHT] for i in range(GLYPHS)]
        slots = table.split(b"\xff")
        assert len(slots) == GLYPHS + 1 and slots[-1] == b"", "the table's ends"
        self.slots = {}
        for slot, characters in enumerate(slots[:-1]):
            for character in characters.decode():
                assert character not in self.slots, "U+%04X twice" % ord(character)
                self.slots[character] = slot

    def picture(self, character):
        return self.dots[self.slots[character]]


def letters():
    """The 134 of Vietnamese that are not in ASCII, in NFC."""
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    small = [unicodedata.normalize("NFC", vowel + tone)
             for vowel in "aăâeêioôơuưy" for tone in tones] + ["đ"]
    return [c for c in small + [s.upper() for s in small] if ord(c) > 0x7E]


def of_sources():
    for path in sorted((TOP / "kiosk").rglob("*.c")):
        for match in STRING.finditer(path.read_text(encoding="utf-8")):
            yield from match.group(1) or ""


def of_json(value):
    if isinstance(value, str):
        yield from value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from key
            yield from of_json(item)
    elif isinstance(value, list):
        for item in value:
            yield from of_json(item)


def of_forms():
    for path in sorted((TOP / "forms").rglob("*.json")):
        yield from of_json(json.loads(path.read_text(encoding="utf-8")))


def of_catalogue():
    for line in (TOP / "locales/vi.po").read_text(encoding="utf-8").splitlines():
        if line[:1] in ("m", '"'):
            yield from line


class ConsoleFont(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = os.path.join(cls.folder.name, "motcua.psf")
        made = make(cls.path)
        assert made.returncode == 0, made.stderr
        cls.font = Font(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def check(self, characters, least):
        wanted = {c for c in characters if c >= " " and c != "\u007f"}
        self.assertGreaterEqual(len(wanted), least)
        missing = {"U+%04X %s" % (ord(c), c) for c in wanted if c not in self.font.slots}
        self.assertEqual(missing, set())
        for c in wanted:
            blank = self.font.picture(c) == bytes(HEIGHT)
            self.assertEqual(blank, c.isspace(), "U+%04X" % ord(c))

    def test_letters(self):
        self.assertEqual(len(set(letters())), 134)
        self.check(letters() + [chr(c) for c in range(0x20, 0x7F)], 134 + 95)

    def test_sources(self):
        self.check(of_sources(), 150)

    def test_catalogue(self):
        self.check(of_catalogue(), 150)

    def test_forms(self):
        self.check(of_forms(), 150)

    def test_lines_and_money(self):
        self.check("─│┌┐└┘├┤┬┴┼▀▄█₫‘’“”–—…•·×²", 20)
        self.check("ČčÑñŬŭĬĭŎŏƀɃ", 12)

    def test_marks_differ(self):
        """What means different things looks different."""
        marks = "●○•▪·▲▼▸▾↑↓→←✓›>!*=+▀▄█─"
        pictures = {self.font.picture(c) for c in marks}
        self.assertEqual(len(pictures), len(marks))

    def test_blocks(self):
        full, none = b"\xff" * 8, bytes(8)
        self.assertEqual(self.font.picture("▀"), full + none)
        self.assertEqual(self.font.picture("▄"), none + full)
        self.assertEqual(self.font.picture("█"), full + full)
        for c in "▀▄█─":  # where a VGA card joins them without a gap
            self.assertIn(self.font.slots[c], range(192, 224))

    def test_wiper(self):
        self.assertEqual(self.font.slots[" "], 32)
        self.assertEqual(self.font.dots[32], bytes(HEIGHT))

    def test_again_changes_nothing(self):
        before = os.stat(self.path)
        again = make(self.path)
        after = os.stat(self.path)
        self.assertEqual((again.returncode, before.st_ino, before.st_mtime_ns),
                         (0, after.st_ino, after.st_mtime_ns))

    def test_spoilt_is_mended(self):
        other = os.path.join(self.folder.name, "other.psf")
        Path(other).write_bytes(Path(self.path).read_bytes()[:-1])
        self.assertEqual(make(other).returncode, 0)
        self.assertEqual(Path(other).read_bytes(), Path(self.path).read_bytes())

    def refused(self, *words, code=1, says=()):
        out = os.path.join(self.folder.name, "refused.psf")
        done = make(*words, out)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertFalse(os.path.exists(out))
        for text in says:
            self.assertIn(text, done.stderr)

    def test_refused(self):
        def font(name, data):
            path = Path(self.folder.name) / name
            path.write_bytes(data)
            return str(path)
        packed = STOCK.read_bytes()
        self.refused("--from", "/nowhere/font", says=["apt-get install console-setup-linux"])
        self.refused("--from", font("empty", b""))
        self.refused("--from", font("cut.gz", packed[:-100]))
        self.refused("--from", font("psf2", Path(self.path).read_bytes()))
        self.refused("--from", self.folder.name)
        self.refused("too", "many", code=64)
        other = STOCK.with_name("Uni2-Fixed16.psf.gz")
        self.refused("--from", str(other), says=["ả"])
        self.assertEqual(make("/nowhere/motcua.psf").returncode, 1)


if __name__ == "__main__":
    if not STOCK.exists():
        print("SKIP: %s is not there: apt-get install console-setup-linux" % STOCK)
        sys.exit(77)
    unittest.main()
