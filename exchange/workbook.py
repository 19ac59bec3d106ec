"""A workbook opened: its sheets with their values and what stands behind them, the same from every kind of file."""

from io import BytesIO
from typing import NamedTuple

from python_calamine import CalamineWorkbook, SheetTypeEnum

from exchange.bounds import FORM, MEGABYTE, Bounds
from exchange.find import Grid, address
from exchange.parsed import Cell
from exchange.refusal import Refusal
from exchange.sheet_scan import SheetScan


class WorkSheet(NamedTuple):
    """A worksheet's values with what the file says beside them."""

    name: str
    grid: Grid
    scan: SheetScan

    def cell(self, row: int, column: int) -> Cell:
        """Take one cell, by place counted from 0."""
        place, scan = address(row, column), self.scan
        value = self.grid[row][column] if row < len(self.grid) and column < len(self.grid[row]) else None
        nothing = value == "" and not scan.formulas.get(place)
        return Cell(
            sheet=self.name,
            address=place,
            value=None if nothing else value,
            error=scan.errors.get(place),
            formula=place in scan.formulas,
            merged=scan.merge_at(row, column) if scan.merges else None,
        )


class Workbook(NamedTuple):
    """The worksheets of a file in its order, its own properties by name, and the notes on its cells."""

    sheets: list[WorkSheet]
    properties: dict[str, str]
    notes: tuple[str, ...] = ()


def check_size(content: bytes, bounds: Bounds = FORM) -> None:
    """Refuse a file that is too large before it is looked at; raises Refusal."""
    if len(content) > bounds.size:
        raise Refusal("FILE_TOO_LARGE", f"{len(content) / MEGABYTE:.1f} MB", limit=f"{bounds.size // MEGABYTE} MB")


def worksheets(content: bytes, scans: dict[str, SheetScan]) -> list[WorkSheet]:
    """Read the values of the worksheets that were scanned; raises what calamine raises."""
    book = CalamineWorkbook.from_object(BytesIO(content))
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    return [WorkSheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False), scans[name]) for name in names]
