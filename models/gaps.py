"""差距: the items in which one enterprise stays furthest below its targets, and what the next level asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from models.assessment import Level
from models.catalogue import Catalogue, Item

GAPS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An item below its target level: the points that are missing to the target, and the next level's descriptor."""

    item: Item
    level: Level
    points: Fraction

    @property
    def next_step(self) -> str:
        """Say what the next level asks for."""
        return self.item.levels[int(self.level) + 1]


def largest_gaps(levels: Sequence[int], catalogue: Catalogue, count: int = GAPS_SHOWN) -> tuple[Gap, ...]:
    """Pick the items with the largest weight x (target - level) / 4; ties go to the heavier item, then to the code.

    Only what was scored can have a gap: a blank is to be filled in, 不适用 is nothing to reach.
    """
    found = [
        Gap(item=item, level=Level(level), points=Fraction(item.weight * (item.target_level - level), 4))
        for item, level in zip(catalogue.items, levels, strict=True)
        if level < item.target_level
    ]
    return tuple(sorted(found, key=lambda gap: (-gap.points, -gap.item.weight, gap.item.code))[:count])
