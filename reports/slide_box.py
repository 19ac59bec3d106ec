"""A rectangle of a slide, cut into rows and columns."""

from dataclasses import dataclass
from itertools import accumulate

from pptx.util import Emu, Length


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def place(self) -> tuple[Length, Length, Length, Length]:
        """Give left, top, width and height as python-pptx takes them."""
        return Emu(self.left), Emu(self.top), Emu(self.width), Emu(self.height)

    def columns(self, *shares: float, gap: int = 0) -> "tuple[Box, ...]":
        """Cut it into columns of these shares of what the gaps leave."""
        return tuple(Box(self.left + start, self.top, size, self.height) for start, size in _cut(self.width, shares, gap))

    def rows(self, *shares: float, gap: int = 0) -> "tuple[Box, ...]":
        """Cut it into rows of these shares of what the gaps leave."""
        return tuple(Box(self.left, self.top + start, self.width, size) for start, size in _cut(self.height, shares, gap))

    def below(self, height: int) -> "tuple[Box, Box]":
        """Cut off a strip at the top; give the strip and what is below it."""
        return (
            Box(self.left, self.top, self.width, height),
            Box(self.left, self.top + height, self.width, self.height - height),
        )


def _cut(length: int, shares: tuple[float, ...], gap: int) -> list[tuple[int, int]]:
    free = length - gap * (len(shares) - 1)
    sizes = [int(free * share / sum(shares)) for share in shares]
    starts = [0, *accumulate(size + gap for size in sizes)]
    return list(zip(starts, sizes, strict=False))
