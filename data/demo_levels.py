"""The levels invented firms give themselves: alike within a firm, different between priorities, better every year."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.demo_words import SECTORS
from models.assessment import Level
from models.catalogue import Catalogue, Priority
from models.enterprise import Enterprise, Size
from models.scoring import Levels

# Where a middling firm stands in the last period, as an unrounded level.
_PRIORITIES = {
    Priority.QUALITY_SYSTEM: 2.72,
    Priority.QUALITY_METHODS: 2.52,
    Priority.QUALITY_GRADING: 0.92,
    Priority.BRAND_CULTIVATION: 1.78,
    Priority.QUALITY_INFRASTRUCTURE: 2.38,
    Priority.TALENT_DEVELOPMENT: 2.70,
}
_SIZES = {Size.LARGE: 0.40, Size.MEDIUM: 0.10, Size.SMALL: -0.18, Size.MICRO: -0.55}
_CORE, _YEARLY = 0.25, 0.09
# Spread between firms, within a firm between priorities and items, from year to year, and between items themselves.
_FIRM, _FIRM_PRIORITY, _FIRM_ITEM, _YEAR, _ITEM = 0.45, 0.24, 0.50, 0.16, 0.30
# Some have only just begun.
_BEGINNERS, _BEHIND = 0.02, 1.5
_GATED, _PROVISIONAL, _MOST_BLANKS = 0.04, 0.035, 4
# What the forms of a large demo said before they were finished.
_LOWER, _SLIPS = 0.1, (1, 1, 2, 3)

Numbers = NDArray[np.float64]


def demo_levels(enterprises: Sequence[Enterprise], catalogue: Catalogue, *, periods: int, seed: int) -> Levels:
    """Invent the finished forms: periods x enterprises x items, one byte each; 不适用 exactly where an item does not apply.

    A few forms have blanks (provisional), and a few firms fall short on one core item (gated).
    """
    random = np.random.default_rng([seed, 1])
    standing = _standing(random, enterprises, catalogue)
    levels = np.empty((periods, *standing.shape), dtype=np.uint8)
    # A period at a time: 12 of 100,000 firms would take gigabytes as fractions.
    for place, years in enumerate(range(1 - periods, 1)):
        drift = random.normal(0, _YEAR, standing.shape) + _YEARLY * years
        levels[place] = np.clip(np.floor(standing + drift + 0.5), Level.NOT_STARTED, Level.LEADING)
    _fall_short(random, levels, catalogue)
    levels[:, ~_applies(enterprises, catalogue)] = Level.NOT_APPLICABLE
    _leave_blank(random, levels)
    return levels


def earlier_levels(random: np.random.Generator, levels: Levels) -> Levels:
    """Give what finished forms (a row each) said in an earlier version: a tenth of the levels were one lower."""
    lower = (random.random(levels.shape) < _LOWER) & (levels > Level.NOT_STARTED) & (levels <= Level.LEADING)
    return levels - lower.astype(np.uint8)


def careless_levels(random: np.random.Generator, levels: Levels) -> Levels:
    """Give what finished forms (a row each) said when typed carelessly: one to three levels cannot be read."""
    chance = np.where(levels <= Level.LEADING, random.random(levels.shape), 2.0)
    slips = random.choice(_SLIPS, (len(levels), 1))
    unread = (chance.argsort(axis=1).argsort(axis=1) < slips) & (levels <= Level.LEADING)
    return np.where(unread, np.uint8(Level.FAULTY), levels)


def _standing(random: np.random.Generator, enterprises: Sequence[Enterprise], catalogue: Catalogue) -> Numbers:
    """Draw where each firm stands on each item in the last period, unrounded."""
    count, items = len(enterprises), len(catalogue.items)
    place = np.array([list(Priority).index(item.priority) for item in catalogue.items])
    known = np.array([_SIZES.get(firm.size or Size.SMALL, 0.0) + SECTORS[firm.sector].strength for firm in enterprises])
    firm = known + random.normal(0, _FIRM, count)
    firm[random.permutation(count)[: round(_BEGINNERS * count)]] -= _BEHIND
    by_priority = random.normal(0, _FIRM_PRIORITY, (count, len(Priority)))
    by_item = random.normal(0, _FIRM_ITEM, (count, items))
    return firm[:, None] + by_priority[:, place] + by_item + _difficulty(random, catalogue)[None, :]


def _difficulty(random: np.random.Generator, catalogue: Catalogue) -> Numbers:
    """Say how far along a middling firm is on each item; the mean of a priority, by weight, is the one wanted."""
    weights = np.array([item.weight for item in catalogue.items], dtype=float)
    core = np.array([item.core for item in catalogue.items])
    offsets = random.normal(0, _ITEM, len(weights)) + _CORE * core
    result = np.zeros(len(weights))
    for priority, wanted in _PRIORITIES.items():
        of = np.array([item.priority is priority for item in catalogue.items])
        result[of] = wanted + offsets[of] - np.average(offsets[of], weights=weights[of])
    return result


def _applies(enterprises: Sequence[Enterprise], catalogue: Catalogue) -> NDArray[np.bool_]:
    kinds = {(firm.size, firm.traits) for firm in enterprises}
    rows = {(size, traits): [item.applies(size, traits) for item in catalogue.items] for size, traits in kinds}
    return np.array([rows[firm.size, firm.traits] for firm in enterprises], dtype=bool).reshape(len(enterprises), len(catalogue.items))


def _fall_short(random: np.random.Generator, levels: Levels, catalogue: Catalogue) -> None:
    """Let some of the better firms neglect one core item in all periods."""
    core = np.flatnonzero([item.core for item in catalogue.items])
    last = levels[-1].mean(axis=1)
    better = np.flatnonzero(last > np.median(last))
    chosen = random.permutation(better)[: round(_GATED * len(last))]
    levels[:, chosen, random.choice(core, len(chosen))] = random.integers(Level.NOT_STARTED, Level.IMPLEMENTED, len(chosen))


def _leave_blank(random: np.random.Generator, levels: Levels) -> None:
    for period, firm in np.argwhere(random.random(levels.shape[:2]) < _PROVISIONAL):
        open_items = np.flatnonzero(levels[period, firm] <= Level.LEADING)
        levels[period, firm, random.permutation(open_items)[: random.integers(1, _MOST_BLANKS + 1)]] = Level.BLANK
