# SPDX-License-Identifier: MIT
"""Electronic papers for tests: whole ones, of any size, and ways in which they are not."""

import random
import struct
import zlib


def noise(size, seed=1):
    return random.Random(seed).randbytes(size)


def pdf(pages=1, size=0, trailer=b""):
    """`size`: at least so many bytes. `trailer` goes into the trailer's dictionary."""
    kids = b" ".join(b"%d 0 R" % (4 + i) for i in range(pages))
    filling = noise(size) if size else b"%"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
               b"<< /Length %d >>\nstream\n" % len(filling) + filling + b"\nendstream"]
    objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages
    out, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer\n<< /Size %d /Root 1 0 R " % (len(objects) + 1) + trailer
    return bytes(out + b">>\nstartxref\n%d\n%%%%EOF\n" % start)


def encrypted_pdf():
    """As PDF 1.4 has it; the password is of no concern, that there is one is."""
    secret = (b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 +
              b"> /U <" + b"42" * 32 + b"> >> /ID [<" + b"00" * 16 + b"><" + b"00" * 16 +
              b">] ")
    return pdf(trailer=secret)


def chunk(kind, content=b""):
    return (struct.pack(">I", len(content)) + kind + content +
            struct.pack(">I", zlib.crc32(kind + content)))


def png(width=8, height=8):
    rows = b"".join(b"\0" + noise(3 * width, seed) for seed in range(height))
    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND"))


def segment(marker, content):
    return bytes([0xff, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg(width=8, height=8):
    """The segments of a picture; what is coded in it is of no concern."""
    thumbnail = segment(0xe1, b"Exif\0\0\xff\xd8\xff\xd9")
    return (b"\xff\xd8" + segment(0xe0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + thumbnail +
            segment(0xdb, bytes(65)) +
            segment(0xc0, struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0") +
            segment(0xc4, bytes(17)) + segment(0xda, b"\1\1\0\0\x3f\0") +
            b"\x12\xff\x00\x34\xff\xd0\x56" + b"\xff\xd9")
