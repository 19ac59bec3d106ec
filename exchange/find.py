"""Where things stand in a sheet: the form by its fingerprint, rows by item code, columns by heading, labels by name."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from exchange.layout import HEADING_SYNONYMS, LABEL_SYNONYMS, Heading, InfoLabel
from exchange.text import compact, hyphenated

HEADING_WITHIN = 30
Grid = Sequence[Sequence[object]]

_HEADINGS = {compact(heading): heading for heading in Heading} | HEADING_SYNONYMS
_ITEM_CODE = re.compile(r"[A-Z]\d{1,2}-?\d{1,3}")
_LABELS = {compact(label): label for label in InfoLabel} | LABEL_SYNONYMS


@cache
def column_letters(column: int) -> str:
    """Write a column counted from 0 as letters: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Write a place counted from 0 as A1."""
    return f"{column_letters(column)}{row + 1}"


def heading_of(value: object) -> Heading | None:
    """Recognise a heading, whatever white characters, stars or width it is written with."""
    return _HEADINGS.get(_essence(value)) if isinstance(value, str) else None


def label_of(value: object) -> InfoLabel | None:
    """Recognise a label of the enterprise's details."""
    return _LABELS.get(_essence(value)) if isinstance(value, str) else None


def item_code_of(value: object) -> str | None:
    """Recognise an item code however it is written: p1-01, P1－01, P1.01, P101."""
    text = hyphenated(value).upper().replace(".", "-") if isinstance(value, str) and len(value) <= _LONGEST else ""
    if not _ITEM_CODE.fullmatch(text):
        return None
    return text if "-" in text else f"{text[:2]}-{text[2:]}"


def heading_row(grid: Grid) -> int | None:
    """Find the row with the most known headings that has 编号 or 自评等级; None if this is no form."""
    best, found = 1, None
    for row, values in enumerate(grid[:HEADING_WITHIN]):
        known = {heading for value in values if (heading := heading_of(value))}
        if len(known) > best and known & {Heading.CODE, Heading.LEVEL}:
            best, found = len(known), row
    return found


def labelled(grid: Grid, rows: int) -> Iterator[tuple[InfoLabel, int, int]]:
    """Yield each label among the first rows, with the place of its value: the next cell to the right.

    Two labels side by side are the heading of some list, and no value.
    """
    for row, values in enumerate(grid[:rows]):
        for column, (value, beside) in enumerate(pairwise(values)):
            if (label := label_of(value)) and not label_of(beside):
                yield label, row, column + 1


# No heading or label is longer: texts of the form need not be looked at.
_LONGEST = 40


@lru_cache(maxsize=4096)
def _essence(text: str) -> str:
    return compact(text).strip("*★:") if len(text) <= _LONGEST else ""
