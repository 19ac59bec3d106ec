"""A strip: one score on 0-100 as a bar over its peers' middle half, as a small grey PNG that prints sharp in black and white."""

import struct
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# 400 dots an inch at the size it is shown: every edge falls on a dot. The scale's outermost figures stand over the insets.
WIDTH_MM, HEIGHT_MM = 65.0, 5.2
_DOTS_PER_MM = 400 / 25.4
_WIDTH, _HEIGHT, _INSET = 2 * round(WIDTH_MM * _DOTS_PER_MM / 2), round(HEIGHT_MM * _DOTS_PER_MM), 48
# Sixteen greys, two dots a byte.
_WHITE, _GRID, _PEERS, _EDGE, _INK = 15, 12, 12, 6, 0

Picture = NDArray[np.uint8]


@lru_cache(maxsize=4096)
def strip(own: int | None, lower: int | None, median: int | None, upper: int | None) -> bytes:
    """Draw whole tenths: a black bar to `own`, a grey box from quartile to quartile, a line at the median; None is left out."""
    picture = np.full((_HEIGHT, _WIDTH), _WHITE, dtype=np.uint8)
    for mark in (0, 250, 500, 750, 1000):
        _line(picture, mark, _GRID, 1, 0, _HEIGHT)
    if lower is not None and upper is not None:
        _box(picture, lower, upper)
    if own is not None:
        picture[round(_HEIGHT * 0.36) : round(_HEIGHT * 0.64), _INSET : max(_at(own), _INSET + 3)] = _INK
    if median is not None:
        _line(picture, median, _WHITE, 6, 0, _HEIGHT)
        _line(picture, median, _INK, 2, 0, _HEIGHT)
    return _png(picture)


def place_mm(tenths: int) -> float:
    """Give how far from its left edge a strip shows a score, for the scale over it."""
    return _at(tenths) / _DOTS_PER_MM


def _at(tenths: int) -> int:
    return _INSET + round(tenths * (_WIDTH - 2 * _INSET) / 1000)


def _line(picture: Picture, tenths: int, shade: int, half: int, top: int, bottom: int) -> None:
    picture[top:bottom, _at(tenths) - half : _at(tenths) + half] = shade


def _box(picture: Picture, lower: int, upper: int) -> None:
    """Fill the middle half and draw its edges: grey alone disappears on a poor copier."""
    left, right = _at(lower) - 2, _at(upper) + 2
    top, bottom = round(_HEIGHT * 0.1), round(_HEIGHT * 0.9)
    picture[top:bottom, left:right] = _EDGE
    picture[top + 3 : bottom - 3, left + 3 : right - 3] = _PEERS


def _png(picture: Picture) -> bytes:
    """Write a grey picture of four bits a dot (ISO/IEC 15948); each line stands as it is."""
    height, width = picture.shape
    pairs = picture[:, 0::2] << 4 | picture[:, 1::2]
    lines = np.hstack([np.zeros((height, 1), dtype=np.uint8), pairs])
    head = struct.pack(">2I5B", width, height, 4, 0, 0, 0, 0)
    density = struct.pack(">2IB", *[round(_DOTS_PER_MM * 1000)] * 2, 1)
    chunks = ((b"IHDR", head), (b"pHYs", density), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
