"""Puts a zip together from pieces that are compressed already: what is the same in every form is compressed once."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DEFLATED, _VERSION, _UTF8 = 8, 20, 0x0800
# 1980-01-01: the same form is the same bytes whenever it is built.
_TIME, _DATE = 0, 33
_LONGEST_STORED = 0xFFFF
_LAST_BLOCK = b"\x03\x00"


class Piece(NamedTuple):
    """Some bytes of a file, and the same as whole deflate blocks."""

    content: bytes
    packed: bytes


class Entry(NamedTuple):
    """One file of the zip, in pieces."""

    name: str
    pieces: Sequence[Piece]


def compressed(content: bytes) -> Piece:
    """Compress a piece; the full flush makes it independent of what comes before."""
    press = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(content, press.compress(content) + press.flush(zlib.Z_FULL_FLUSH))


def stored(content: bytes) -> Piece:
    """Take a short piece as it is: quicker than compressing it."""
    starts = range(0, len(content), _LONGEST_STORED)
    return Piece(content, b"".join(_block(content[start : start + _LONGEST_STORED]) for start in starts))


def zipped(entries: Iterable[Entry]) -> bytes:
    """Write the zip; every entry is deflated, its sizes and CRC (ISO/IEC 21320-1) stand before it."""
    out, directory, count = bytearray(), bytearray(), 0
    for entry in entries:
        name, packed = entry.name.encode(), b"".join(piece.packed for piece in entry.pieces) + _LAST_BLOCK
        crc = size = 0
        for piece in entry.pieces:
            crc, size = zlib.crc32(piece.content, crc), size + len(piece.content)
        facts = (_UTF8, _DEFLATED, _TIME, _DATE, crc, len(packed), size, len(name), 0)
        directory += _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *facts, 0, 0, 0, 0, len(out)) + name
        out += _LOCAL.pack(b"PK\x03\x04", _VERSION, *facts) + name + packed
        count += 1
    return bytes(out + directory + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0))


def _block(content: bytes) -> bytes:
    return struct.pack("<BHH", 0, len(content), len(content) ^ 0xFFFF) + content
