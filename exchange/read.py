"""Reads a form: rows by item code, columns by heading, the sheet by its fingerprint, never by position."""

import re
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from python_calamine import CalamineWorkbook, SheetTypeEnum

from exchange.find import Grid, address, heading_of, heading_row, label_of, labelled
from exchange.guard import inspect
from exchange.layout import PROPERTY_PREFIX, Heading, InfoLabel, MetaKey, Sheet
from exchange.parsed import Cell, Identity, ParsedRow, ParsedWorkbook
from exchange.sheet_scan import SheetScan
from exchange.text import compact, written
from models.issue import Issue

LABELS_WITHIN = 60
_PROPERTY = re.compile(rf'name="{PROPERTY_PREFIX}(\w+)"[^>]*>\s*<vt:\w+>([^<]*)</vt:'.encode())
_ITEM_CODE = re.compile(r"[A-Za-z]\d{1,2}[-－–—.]?\d{1,3}")


class Unread(NamedTuple):
    """Why no form could be read; `opened` tells a foreign workbook from a file that may not be opened."""

    issues: tuple[Issue, ...]
    opened: bool


class _Sheet(NamedTuple):
    """A worksheet's values with what its XML says beside them."""

    name: str
    grid: Grid
    scan: SheetScan

    def cell(self, row: int, column: int) -> Cell:
        """Take one cell, by place counted from 0."""
        place = address(row, column)
        value = self.grid[row][column] if row < len(self.grid) and column < len(self.grid[row]) else None
        nothing = value == "" and not self.scan.formulas.get(place)
        return Cell(
            sheet=self.name,
            address=place,
            value=None if nothing else value,
            error=self.scan.error_at(place),
            formula=place in self.scan.formulas,
            merged=self.scan.merge_at(row, column),
        )


def read_form(content: bytes) -> ParsedWorkbook | Unread:
    """Read the bytes of an xlsx as a form, or say why not; returns everything it could read in one pass."""
    inspection = inspect(content)
    if inspection.issues:
        return Unread(inspection.issues, opened=False)
    try:
        sheets = _open(content, inspection.sheets)
    except Exception as fault:  # noqa: BLE001 - calamine raises many kinds, each means the same to the sender
        return Unread((Issue(code="FILE_UNREADABLE", found=type(fault).__name__),), opened=False)
    forms = [(sheet, row) for sheet in sheets if (row := heading_row(sheet.grid)) is not None]
    complete = [(sheet, row) for sheet, row in forms if not _missing_column(sheet, row) and _code_rows(sheet, row)]
    if len(complete) == 1:
        return _parse(content, sheets, *complete[0])
    if complete:
        return Unread((Issue(code="SEVERAL_FORMS", found="、".join(sheet.name for sheet, _ in complete)),), opened=True)
    return Unread((_no_form(sheets, forms),), opened=True)


def _open(content: bytes, scans: dict[str, SheetScan]) -> list[_Sheet]:
    book = CalamineWorkbook.from_object(BytesIO(content))
    names = [sheet.name for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    return [_Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False), scans[name]) for name in names]


def _no_form(sheets: list[_Sheet], forms: list[tuple[_Sheet, int]]) -> Issue:
    """Say what is missing from the sheet that looks most like a form."""
    for sheet, row in forms:
        if code := _missing_column(sheet, row):
            known = "、".join(heading for value in sheet.grid[row] if (heading := written(value)))
            return Issue(code=code, found=known, sheet=sheet.name, cell=address(row, 0))
    return Issue(code="NOT_OUR_FORM", found="、".join(sheet.name for sheet in sheets if sheet.name != Sheet.META))


def _missing_column(sheet: _Sheet, row: int) -> str | None:
    known = {heading_of(value) for value in sheet.grid[row]}
    if Heading.LEVEL not in known:
        return "LEVEL_COLUMN_MISSING" if _code_rows(sheet, row) else "NOT_OUR_FORM"
    return None if Heading.CODE in known else "CODE_COLUMN_MISSING"


def _columns(sheet: _Sheet, row: int) -> dict[Heading, list[int]]:
    columns: dict[Heading, list[int]] = {}
    for column, value in enumerate(sheet.grid[row]):
        if heading := heading_of(value):
            columns.setdefault(heading, []).append(column)
    return columns


def _code_rows(sheet: _Sheet, row: int) -> list[int]:
    """Find the rows below the heading that carry an item code, or something unreadable where a code should stand."""
    column = _columns(sheet, row).get(Heading.CODE, [None])[0]
    if column is None:
        return []
    return [place for place in range(row + 1, len(sheet.grid)) if _carries_code(sheet.cell(place, column))]


def _carries_code(cell: Cell) -> bool:
    return cell.unreadable is not None or (isinstance(cell.value, str) and _ITEM_CODE.fullmatch(compact(cell.value)) is not None)


def _parse(content: bytes, sheets: list[_Sheet], form: _Sheet, row: int) -> ParsedWorkbook:
    columns = _columns(form, row)
    rows = tuple(
        ParsedRow(
            code=form.cell(place, columns[Heading.CODE][0]),
            cells={heading: form.cell(place, found[0]) for heading, found in columns.items()},
        )
        for place in _code_rows(form, row)
    )
    labels = [found for sheet in sheets for found in _labels(sheet, form, row)]
    marks = [("隐藏的编号", _meta(sheets)), ("文档属性", _properties(content))]
    return ParsedWorkbook(
        sheet=form.name,
        editions=_stated(labels, InfoLabel.EDITION, marks, MetaKey.EDITION),
        periods=_stated(labels, InfoLabel.PERIOD, marks, MetaKey.PERIOD),
        identities=_identities(labels, marks),
        details=dict(reversed(labels)),
        headings={heading: tuple(form.cell(row, column) for column in found) for heading, found in columns.items()},
        rows=rows,
    )


def _labels(sheet: _Sheet, form: _Sheet, row: int) -> list[tuple[InfoLabel, Cell]]:
    """Find labelled values: above the heading of the form, and on a sheet that has the code's label in column A."""
    is_info = any(label_of(values[0]) is InfoLabel.USCC for values in sheet.grid[:LABELS_WITHIN] if values)
    within = row if sheet is form else LABELS_WITHIN if is_info else 0
    return [(label, sheet.cell(*place)) for label, *place in labelled(sheet.grid, within)]


def _identities(labels: list[tuple[InfoLabel, Cell]], marks: list[tuple[str, dict[str, str]]]) -> tuple[Identity, ...]:
    seen = [
        Identity(uscc=written(cell.value), place=f"{cell.sheet} {cell.address}", cell=cell)
        for label, cell in labels
        if label is InfoLabel.USCC and written(cell.value)
    ]
    hidden = [Identity(uscc=values[MetaKey.USCC], place=place) for place, values in marks if values.get(MetaKey.USCC)]
    return (*seen, *hidden)


def _stated(
    labels: list[tuple[InfoLabel, Cell]], label: InfoLabel, marks: list[tuple[str, dict[str, str]]], key: MetaKey
) -> tuple[str, ...]:
    visible = [compact(written(cell.value)) for found, cell in labels if found is label]
    hidden = [values.get(key, "") for _, values in marks]
    return tuple(dict.fromkeys(text for text in (*visible, *hidden) if text))


def _meta(sheets: list[_Sheet]) -> dict[str, str]:
    grid = next((sheet.grid for sheet in sheets if sheet.name == Sheet.META), [])
    return {written(values[0]): written(values[1]) for values in grid if len(values) > 1}


def _properties(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as package:
        part = package.read("docProps/custom.xml") if "docProps/custom.xml" in package.namelist() else b""
    return {key.decode(): value.decode().strip() for key, value in _PROPERTY.findall(part)}
