"""Reads a roster: the sheet by its fingerprint, columns by heading, one enterprise a row, all issues in one pass."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple

from python_calamine import CalamineWorkbook, SheetTypeEnum

from exchange.bounds import ROSTER
from exchange.find import Grid, address
from exchange.guard import inspect
from exchange.roster_cells import RosterRow
from exchange.roster_layout import (
    EXPECTED,
    HEADING_SYNONYMS,
    HEADING_WITHIN,
    NEEDED,
    TOTAL_ROWS,
    UNREAD_HEADINGS,
    RosterColumn,
)
from exchange.roster_row import read_enterprise, read_uscc
from exchange.sheet_scan import SheetScan
from exchange.text import compact, written
from models.enterprise import Enterprise
from models.issue import Issue
from models.reference import ReferenceLists

_HEADINGS = {compact(column): column for column in RosterColumn} | HEADING_SYNONYMS
_FINGERPRINT = 3
_SHOWN_HEADING = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReading:
    """What a roster file said: the enterprises that can be imported, every issue, and how many rows were read."""

    enterprises: tuple[Enterprise, ...] = ()
    issues: tuple[Issue, ...] = ()
    rows_read: int = 0


class _Sheet(NamedTuple):
    """A sheet that is a roster: its values, its XML's scan, and where the headings stand (from 0)."""

    name: str
    grid: Grid
    scan: SheetScan
    heading_row: int

    def data_rows(self) -> Iterator[int]:
        """Yield the rows below the headings in which something is written."""
        for row in range(self.heading_row + 1, len(self.grid)):
            if any(value is not None and written(value) for value in self.grid[row]):
                yield row

    def issue(self, code: str, column: int | None, found: str, **details: str) -> Issue:
        """Make an issue of the heading row."""
        cell = None if column is None else address(self.heading_row, column)
        return Issue(code=code, found=found, details=details, sheet=self.name, cell=cell)


def read_roster(content: bytes, lists: ReferenceLists) -> RosterReading:
    """Read the bytes of an xlsx as a roster; never an exception for a bad file, only issues.

    A row with an error is not imported, a row with warnings is. Of two rows with one code the first is imported.
    """
    inspection = inspect(content, ROSTER)
    if inspection.issues:
        return RosterReading(issues=inspection.issues)
    try:
        names, sheets = _open(content, inspection.sheets)
    except Exception as fault:  # noqa: BLE001 - calamine raises many kinds, each means the same to the person
        return RosterReading(issues=(Issue(code="FILE_UNREADABLE", found=type(fault).__name__),))
    filled = [sheet for sheet in sheets if next(sheet.data_rows(), None) is not None]
    if len(filled) > 1:
        return RosterReading(issues=(Issue(code="ROSTER_SEVERAL", found="、".join(sheet.name for sheet in filled)),))
    if not sheets:
        return RosterReading(issues=(Issue(code="ROSTER_NOT_FOUND", found="、".join(names), details={"rows": str(HEADING_WITHIN)}),))
    return _read_sheet((filled or sheets)[0], lists)


def _open(content: bytes, scans: dict[str, SheetScan]) -> tuple[list[str], list[_Sheet]]:
    book = CalamineWorkbook.from_object(BytesIO(content))
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    # Without skip_empty_area=False the grid begins at its first filled cell and every address shifts.
    grids = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    rows = {name: _heading_row(grid) for name, grid in grids.items()}
    return names, [_Sheet(name, grids[name], scans[name], row) for name, row in rows.items() if row is not None]


def _heading_row(grid: Grid) -> int | None:
    """Find the row that names the code or the enterprise, and is a roster's by what stands beside it."""
    for row, values in enumerate(grid[:HEADING_WITHIN]):
        known = {column for value in values if (column := _column(value))}
        if known >= set(NEEDED) or (known & set(NEEDED) and len(known) >= _FINGERPRINT):
            return row
    return None


def _column(value: object) -> RosterColumn | None:
    return _HEADINGS.get(compact(value).strip("*★:")) if isinstance(value, str) else None


def _read_sheet(sheet: _Sheet, lists: ReferenceLists) -> RosterReading:
    columns, issues = _columns(sheet)
    lacking = [column for column in NEEDED if column not in columns]
    if lacking:
        return RosterReading(issues=(*issues, *(sheet.issue("ROSTER_COLUMN_NEEDED", None, column) for column in lacking)))
    rows = [RosterRow(sheet.name, sheet.grid[row], row, columns, sheet.scan) for row in sheet.data_rows()]
    rows = [row for row in rows if not _is_total(row)]
    if not rows:
        issues.append(sheet.issue("ROSTER_EMPTY", None, ""))
    enterprises = _read_rows(rows, lists)
    found = [issue for row in rows for issue in row.issues]
    return RosterReading(enterprises=enterprises, issues=(*issues, *found), rows_read=len(rows))


def _columns(sheet: _Sheet) -> tuple[dict[RosterColumn, int], list[Issue]]:
    """Place the columns; one that stands twice is not read, since nobody can say which of them counts."""
    places: dict[RosterColumn, list[int]] = {}
    issues: list[Issue] = []
    for place, value in enumerate(sheet.grid[sheet.heading_row]):
        if column := _column(value):
            places.setdefault(column, []).append(place)
        elif value is not None and compact(written(value)) not in {"", *UNREAD_HEADINGS}:
            issues.append(sheet.issue("ROSTER_COLUMN_UNKNOWN", place, written(value)[:_SHOWN_HEADING]))
    for column, found in places.items():
        issues += [sheet.issue("COLUMN_REPEATED", place, column, other=address(sheet.heading_row, found[0])) for place in found[1:]]
    issues += [sheet.issue("ROSTER_COLUMN_MISSING", None, column) for column in EXPECTED if column not in places]
    return {column: found[0] for column, found in places.items() if len(found) == 1}, issues


def _is_total(row: RosterRow) -> bool:
    code, name = row.compact(RosterColumn.USCC), row.compact(RosterColumn.NAME)
    return code in TOTAL_ROWS or (not code and name in TOTAL_ROWS)


def _read_rows(rows: list[RosterRow], lists: ReferenceLists) -> tuple[Enterprise, ...]:
    enterprises: list[Enterprise] = []
    by_code: dict[str, RosterRow] = {}
    by_name: dict[str, RosterRow] = {}
    for row in rows:
        row.note_lost_values()
        code = read_uscc(row)
        if code is None or _is_repeated(row, code, by_code):
            continue
        if not row.text(RosterColumn.NAME):
            row.note("ROSTER_NAME_MISSING", RosterColumn.NAME, code)
            continue
        _note_same_name(row, by_name)
        enterprises.append(read_enterprise(row, code, lists))
    return tuple(enterprises)


def _is_repeated(row: RosterRow, code: str, by_code: dict[str, RosterRow]) -> bool:
    first = by_code.setdefault(code, row)
    if first is not row:
        name = first.text(RosterColumn.NAME) or "没有名称"
        row.note("ROSTER_USCC_REPEATED", RosterColumn.USCC, code, other=first.cell(RosterColumn.USCC), name=name)
    return first is not row


def _note_same_name(row: RosterRow, by_name: dict[str, RosterRow]) -> None:
    first = by_name.setdefault(row.compact(RosterColumn.NAME), row)
    if first is not row:
        row.note("ROSTER_NAME_REPEATED", RosterColumn.NAME, other=first.cell(RosterColumn.NAME))
