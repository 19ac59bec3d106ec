"""How high a row must be for wrapped text; no office program does this for a file it did not write."""

import math
import unicodedata
from collections.abc import Iterable

SIZE = 10
_EM = 13.1
"""Width of a wide character in pixels: 10 pt is 13.3, drawn as 13 on most screens."""
_LINE_POINTS = 14.5
_PADDING_PIXELS, _PADDING_POINTS = 6, 5
_MAX_POINTS = 400
_NEVER_FIRST = frozenset("，。；：、？！）”》〉】’)")


def height(cells: Iterable[tuple[str, int]], *, size: float = SIZE) -> float:
    """Give the row height in points for wrapped texts with their column widths in pixels."""
    most = max(sum(_lines(line, width * SIZE / size) for line in text.split("\n")) for text, width in cells)
    return min(most * _LINE_POINTS * size / SIZE + _PADDING_POINTS, _MAX_POINTS)


def _lines(text: str, pixels: float) -> int:
    """Count the lines a text takes when it may break between any two wide characters."""
    room = max(math.floor((pixels - _PADDING_PIXELS) / _EM * 2), 2)
    lines, used = 1, 0.0
    for letter in text:
        width = 2 if unicodedata.east_asian_width(letter) in "WFA" else 1.2
        if used + width > room:
            lines, used = lines + 1, 2 if letter in _NEVER_FIRST else 0
        used += width
    return lines
