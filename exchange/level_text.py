"""What is read as a level and what is never guessed (practice 3.6, rows 4-8)."""

import datetime as dt
import re
from typing import NamedTuple

from exchange.layout import NOT_APPLICABLE
from exchange.text import compact, plain, written
from models.assessment import Level
from models.catalogue import Catalogue

_NUMERALS = {"零": 0, "〇": 0, "一": 1, "二": 2, "三": 3, "四": 4}
_DIGIT = re.compile(r"L?([0-4])(?:\.0+)?级?(?:[-—–_:、.·]*(\D+))?", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
_LEFT_OUT = frozenset({NOT_APPLICABLE, "N/A", "NA"})


class LevelReading(NamedTuple):
    """The level read, and the code of the issue to raise (None when it was written plainly)."""

    level: Level
    code: str | None


def read_level(value: object, catalogue: Catalogue) -> LevelReading:
    """Read the value of a level cell; what could mean two things is faulty, never guessed."""
    if isinstance(value, bool):
        return LevelReading(Level.FAULTY, "LEVEL_AMBIGUOUS")
    if isinstance(value, (int, float)):
        return _of_number(value)
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        return LevelReading(Level.FAULTY, "LEVEL_IS_DATE")
    text = "" if value is None else str(value)
    return _of_text(text, catalogue) if plain(text) else LevelReading(Level.BLANK, None)


def level_name(level: Level) -> str:
    """Write a level as it should have been filled in."""
    return NOT_APPLICABLE if level is Level.NOT_APPLICABLE else f"{int(level)} 级"


def _of_number(value: float) -> LevelReading:
    if value in (0, 1, 2, 3, 4):
        return LevelReading(Level(int(value)), None)
    return LevelReading(Level.FAULTY, "LEVEL_OUT_OF_RANGE")


def _of_text(text: str, catalogue: Catalogue) -> LevelReading:
    """Read a text; whatever differs from the plain way of writing a level is logged."""
    level = _level_in(compact(text), {rule.name: rule.level for rule in catalogue.level_rules})
    if level is None:
        out_of_range = _NUMBER.fullmatch(compact(text)) is not None
        return LevelReading(Level.FAULTY, "LEVEL_OUT_OF_RANGE" if out_of_range else "LEVEL_AMBIGUOUS")
    canonical = NOT_APPLICABLE if level is Level.NOT_APPLICABLE else written(int(level))
    return LevelReading(level, None if text == canonical else "LEVEL_NORMALISED")


def _level_in(text: str, names: dict[str, int]) -> Level | None:
    """Find the one level a text can mean; a number and a name beside it must agree."""
    if text.upper() in _LEFT_OUT:
        return Level.NOT_APPLICABLE
    if text in names:
        return Level(names[text])
    if text.removesuffix("级") in _NUMERALS:
        return Level(_NUMERALS[text.removesuffix("级")])
    match = _DIGIT.fullmatch(text)
    if match is None or (match[2] is not None and names.get(match[2]) != int(match[1])):
        return None
    return Level(int(match[1]))
