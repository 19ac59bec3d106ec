"""The cells of one row of the roster by column, and the issues found in them."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from exchange.find import address
from exchange.roster_layout import RosterColumn
from exchange.sheet_scan import SheetScan
from exchange.text import compact, written
from models.issue import Issue

_SHOWN = 60
_NUMBER = re.compile(r"(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_TOO_LARGE = 10**12


class RosterRow:
    """One row: values by column, and a list of what is wrong with them that grows while the row is read."""

    def __init__(self, sheet: str, values: Sequence[object], row: int, columns: dict[RosterColumn, int], scan: SheetScan) -> None:
        self.issues: list[Issue] = []
        self._sheet, self._values, self._row, self._columns, self._scan = sheet, values, row, columns, scan

    def has(self, column: RosterColumn) -> bool:
        """Say whether the sheet has this column at all."""
        return column in self._columns

    def value(self, column: RosterColumn) -> object:
        """Give the stored value, None when empty."""
        place = self._columns.get(column, len(self._values))
        value = self._values[place] if place < len(self._values) else None
        return None if value == "" else value

    def text(self, column: RosterColumn) -> str:
        """Give the value as it was written, without control or invisible characters and surrounding white ones."""
        text = written(self.value(column))
        if not text.isprintable():
            text = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
        return text.strip("'’ \n")

    def compact(self, column: RosterColumn) -> str:
        """Give the value half-width and without white characters, for comparing."""
        return compact(self.text(column))

    def cell(self, column: RosterColumn) -> str:
        """Give the A1 address of the row's cell in a column."""
        return address(self._row, self._columns[column])

    def note(self, code: str, column: RosterColumn, found: str | None = None, **details: str) -> None:
        """Note an issue of a cell; what was found is the cell's text unless given."""
        shown = self.text(column) if found is None else found
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        cell = self.cell(column) if self.has(column) else None
        self.issues.append(Issue(code=code, found=shown, details=details, sheet=self._sheet, cell=cell))

    def note_lost_values(self) -> None:
        """Note each cell that shows an error value, or is a formula whose result is not stored: both read as empty."""
        for column, lost in self._lost_values():
            self.note("ROSTER_CELL_ERROR", column, lost)

    def _lost_values(self) -> Iterator[tuple[RosterColumn, str]]:
        if not self._scan.errors and not self._scan.formulas:
            return
        for column in self._columns:
            place = self.cell(column)
            if error := self._scan.error_at(place):
                yield column, error
            elif not self._scan.formulas.get(place, True):
                yield column, "公式没有结果"


def number_of(row: RosterRow, column: RosterColumn, unit: str) -> Decimal | None:
    """Read a number that is not negative: 1200, 1,200, １２００ or with the heading's own unit; None is anything else."""
    value = row.value(column)
    is_number = isinstance(value, float | int) and not isinstance(value, bool)
    # Excel keeps 15 digits; what comes after them is noise of the binary number.
    text = f"{value:.15g}" if is_number else row.compact(column).removesuffix(unit)
    if not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", ""))
    return number if number < _TOO_LARGE else None
