"""Reads a form: rows by item code, columns by heading, the sheet by its fingerprint, never by position."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import NamedTuple
from zipfile import ZipFile

from exchange.file_kind import FileKind, recognise
from exchange.find import address, heading_of, heading_row, item_code_of, label_of, labelled
from exchange.guard import inspect
from exchange.layout import PROPERTY_PREFIX, Heading, InfoLabel, MetaKey, Sheet
from exchange.old_excel import read_old_excel
from exchange.open_document import read_open_document
from exchange.parsed import Cell, Identity, ParsedRow, ParsedWorkbook
from exchange.refusal import Refusal
from exchange.stories import story_cells
from exchange.text import compact, plain, written
from exchange.workbook import Workbook, WorkSheet, worksheets
from exchange.xml_elements import texts_in
from models.assessment import Field
from models.issue import Issue

LABELS_WITHIN = 60
MOST_STORIES = 20
_ANSWERED = frozenset({Heading.CODE, Heading.TITLE, Heading.WEIGHT, *(Heading(field) for field in Field)})
_NEVER_TWICE = frozenset({Heading.CODE, Heading.LEVEL, Heading.REASON})


class Unread(NamedTuple):
    """Why no form could be read; `opened` tells a foreign workbook from a file that may not be opened."""

    issues: tuple[Issue, ...]
    opened: bool


def read_form(content: bytes) -> ParsedWorkbook | Unread:
    """Read the bytes of an xlsx, xls or ods as a form, or say why not; returns everything it could read in one pass."""
    try:
        book = open_workbook(content)
    except Refusal as refusal:
        return Unread((refusal.issue,), opened=False)
    except Exception as fault:  # noqa: BLE001 - calamine raises many kinds, each means the same to the sender
        return Unread((Issue(code="FILE_UNREADABLE", found=type(fault).__name__),), opened=False)
    sheets = book.sheets
    forms = [(sheet, row) for sheet in sheets if (row := heading_row(sheet.grid)) is not None]
    complete = [(sheet, row, rows) for sheet, row in forms if not _missing_column(sheet, row) and (rows := _code_rows(sheet, row))]
    if len(complete) == 1:
        return _parse(book, *complete[0])
    if complete:
        return Unread((Issue(code="SEVERAL_FORMS", found="、".join(sheet.name for sheet, *_ in complete)),), opened=True)
    return Unread((_no_form(sheets, forms),), opened=True)


def open_workbook(content: bytes) -> Workbook:
    """Open a workbook by what it is; each way gives the same. Raises Refusal, and what calamine raises."""
    kind = recognise(content)
    if kind is FileKind.OPEN_DOCUMENT:
        return read_open_document(content)
    if kind is FileKind.OLD_EXCEL:
        return read_old_excel(content)
    inspection = inspect(content)
    if inspection.issues:
        raise Refusal.of(inspection.issues[0])
    return Workbook(worksheets(content, inspection.sheets), _properties(content), inspection.notes)


def _no_form(sheets: list[WorkSheet], forms: list[tuple[WorkSheet, int]]) -> Issue:
    """Say what is missing from the sheet that looks most like a form."""
    for sheet, row in forms:
        if code := _missing_column(sheet, row):
            known = "、".join(heading for value in sheet.grid[row] if (heading := written(value)))
            return Issue(code=code, found=known, sheet=sheet.name, cell=address(row, 0))
    return Issue(code="NOT_OUR_FORM", found="、".join(sheet.name for sheet in sheets if sheet.name != Sheet.META))


def _missing_column(sheet: WorkSheet, row: int) -> str | None:
    known = {heading_of(value) for value in sheet.grid[row]}
    if Heading.LEVEL not in known:
        return "LEVEL_COLUMN_MISSING" if _code_rows(sheet, row) else "NOT_OUR_FORM"
    return None if Heading.CODE in known else "CODE_COLUMN_MISSING"


def _columns(sheet: WorkSheet, row: int) -> dict[Heading, list[int]]:
    columns: dict[Heading, list[int]] = {}
    for column, value in enumerate(sheet.grid[row]):
        if heading := heading_of(value):
            columns.setdefault(heading, []).append(column)
    return columns


def _code_rows(sheet: WorkSheet, row: int) -> list[int]:
    """Find the rows below the heading that carry an item code, or something unreadable where a code should stand."""
    column = _columns(sheet, row).get(Heading.CODE, [None])[0]
    if column is None:
        return []
    return [place for place in range(row + 1, len(sheet.grid)) if _carries_code(sheet.cell(place, column))]


def _carries_code(cell: Cell) -> bool:
    return cell.unreadable is not None or item_code_of(cell.value) is not None


def _parse(book: Workbook, form: WorkSheet, row: int, places: list[int]) -> ParsedWorkbook:
    columns = _columns(form, row)
    answered = [(heading, found[0]) for heading, found in columns.items() if heading in _ANSWERED]
    rows = tuple(
        ParsedRow(
            code=form.cell(place, columns[Heading.CODE][0]),
            cells={heading: form.cell(place, column) for heading, column in answered},
        )
        for place in places
    )
    labels = [found for sheet in book.sheets for found in _labels(sheet, form, row)]
    marks = [("隐藏的编号", _meta(book.sheets)), ("文档属性", _marks(book.properties))]
    return ParsedWorkbook(
        sheet=form.name,
        editions=_stated(labels, InfoLabel.EDITION, marks, MetaKey.EDITION),
        periods=_stated(labels, InfoLabel.PERIOD, marks, MetaKey.PERIOD),
        identities=_identities(labels, marks),
        details=dict(reversed(labels)),
        headings={heading: tuple(form.cell(row, column) for column in found) for heading, found in columns.items()},
        rows=rows,
        outside=tuple(_outside(form, places, columns)),
        notes=book.notes,
        stories=tuple(islice(story_cells(book.sheets), MOST_STORIES)),
    )


def _outside(form: WorkSheet, places: list[int], columns: dict[Heading, list[int]]) -> Iterator[Cell]:
    """Find texts in the rows of items under no heading of ours; a column that is repeated has its own fault."""
    read = {column for heading, found in columns.items() for column in (found if heading in _NEVER_TWICE else found[:1])}
    unread = [column for column in range(len(form.grid[0])) if column not in read]
    for place in places:
        for column in unread:
            value = form.grid[place][column]
            if isinstance(value, str) and plain(value):
                yield form.cell(place, column)


def _labels(sheet: WorkSheet, form: WorkSheet, row: int) -> list[tuple[InfoLabel, Cell]]:
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


def _meta(sheets: list[WorkSheet]) -> dict[str, str]:
    grid = next((sheet.grid for sheet in sheets if sheet.name == Sheet.META), [])
    return {written(values[0]): written(values[1]) for values in grid if len(values) > 1}


def _marks(properties: dict[str, str]) -> dict[str, str]:
    return {key.removeprefix(PROPERTY_PREFIX): text.strip() for key, text in properties.items() if key.startswith(PROPERTY_PREFIX)}


def _properties(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as package:
        part = package.read("docProps/custom.xml") if "docProps/custom.xml" in package.namelist() else b""
    found = texts_in(part, "property", "lpwstr") if PROPERTY_PREFIX.encode() in part else []
    return {attributes.get("name", ""): text for attributes, text in found}
