"""Marks up an enterprise's own workbook: bad cells coloured and noted, and a linked list of what to mend in front."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import PatternFill, Protection
from openpyxl.worksheet.worksheet import Worksheet

from exchange.cell_notes import OURS, THEIRS
from exchange.issue_list import gravest, write_issue_list
from exchange.layout import ISSUE_SHEET, OUR_AUTHOR
from exchange.writable import clipped, writable
from models.issue import Issue, Severity

_FILLS = {Severity.ERROR: "FFFBDAD7", Severity.WARNING: "FFFFE7C2"}
_MOST_LETTERS = 400
_MOST_IN_A_CELL = 8
SHAPES_LOST = "原表里的文本框没有带到这份文件里，请对照原文件。"
_NOTE_WIDTH, _NOTE_LETTERS, _NOTE_LINE = 320, 22, 20

# Mending these takes more than typing into the cell: rows or columns go, merges are undone.
_NEEDS_FREE_SHEET = frozenset({"LEVEL_MERGED", "ITEM_REPEATED", "ITEM_REPEATED_SAME", "ITEM_UNKNOWN", "COLUMN_MISSING", "COLUMN_REPEATED"})
# A format may hide what is stored: 2.6 shows as 3.
_NEW_FORMAT = {"LEVEL_IS_DATE": "General", "LEVEL_OUT_OF_RANGE": "General", "USCC_PRECISION_LOST": "@"}

_WITH_RESULT = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)><f\b[^>]*(?:/>|>[^<]*</f>)<v>([^<]*)</v></c>')
_WITHOUT_RESULT = re.compile(r'<c r="([A-Z]+\d+)"([^>]*)>(<f\b[^>]*(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>')
_TYPE = re.compile(r'\bt="(\w+)"')
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|grpSp)[\s>]")


class _Result(NamedTuple):
    """What a formula last gave: the type attribute and the text in its XML."""

    kind: str
    text: str


def annotate(content: bytes, issues: Sequence[Issue], *, note: str) -> bytes:
    """Give the workbook back with every issue marked in its cell and listed on a first sheet, `note` above the list.

    Of more than 300 issues the gravest are marked and listed. Text boxes, which openpyxl cannot keep, are told of beside
    the note. What an earlier round marked is taken away first. Raises what openpyxl raises on a file that it cannot rewrite.
    """
    reader = ExcelReader(BytesIO(content), rich_text=True)
    reader.read()
    book, results = reader.wb, _formula_results(content, reader)
    _clear_earlier_round(book)
    for (sheet, cell), found in _by_cell(book, gravest(issues)).items():
        _mark(book[sheet], cell, found)
    _free_sheets(book, issues)
    write_issue_list(book, issues, note + SHAPES_LOST if _has_shapes(content) else note)
    _open_at_list(book)
    return _saved(book, results)


def _has_shapes(content: bytes) -> bool:
    """Say whether text boxes or other shapes lie over the sheets; openpyxl keeps pictures and charts only."""
    with ZipFile(BytesIO(content)) as archive:
        drawings = [name for name in archive.namelist() if name.startswith("xl/drawings/") and name.endswith(".xml")]
        return any(_SHAPE.search(archive.read(name)) for name in drawings)


def _clear_earlier_round(book: Workbook) -> None:
    """Take away our list, our notes and our colours; the enterprise's own notes stay."""
    if ISSUE_SHEET in book.sheetnames:
        del book[ISSUE_SHEET]
    for sheet in book.worksheets:
        for cell in _written_cells(sheet):
            if cell.has_style and cell.fill.fgColor.rgb in _FILLS.values():
                cell.fill = PatternFill()
            if cell.comment is not None and _is_ours(cell.comment):
                cell.comment = _theirs(cell.comment)


def _written_cells(sheet: Worksheet) -> Iterable[Cell]:
    """Give the cells there are, without making the ones between them."""
    return [cell for cell in sheet._cells.values() if isinstance(cell, Cell)]  # noqa: SLF001 - iter_rows fills the gaps


def _is_ours(comment: Comment) -> bool:
    return comment.author == OUR_AUTHOR or comment.text.startswith(OURS)


def _theirs(comment: Comment) -> Comment | None:
    """Give back the note that stood there before ours."""
    _, mark, text = comment.text.partition(THEIRS)
    return Comment(text, "") if mark else None


def _by_cell(book: Workbook, issues: Sequence[Issue]) -> dict[tuple[str, str], list[Issue]]:
    found: dict[tuple[str, str], list[Issue]] = {}
    sheets = {sheet.title for sheet in book.worksheets}
    for issue in issues:
        if issue.sheet in sheets and issue.cell:
            found.setdefault((issue.sheet, _visible(book[issue.sheet], issue.cell)), []).append(issue)
    return found


def _visible(sheet: Worksheet, address: str) -> str:
    """Give the cell that shows: of a merge only the first one does."""
    return next((merge.start_cell.coordinate for merge in sheet.merged_cells.ranges if address in merge), address)


def _mark(sheet: Worksheet, address: str, issues: list[Issue]) -> None:
    """Colour a cell, note what is wrong with it and how to mend it, and let it be mended."""
    cell = sheet[address]
    severity = Severity.ERROR if any(issue.severity is Severity.ERROR for issue in issues) else Severity.WARNING
    cell.fill = PatternFill("solid", fgColor=_FILLS[severity])
    cell.protection = Protection(locked=False)
    cell.number_format = next((_NEW_FORMAT[issue.code] for issue in issues if issue.code in _NEW_FORMAT), cell.number_format)
    earlier = THEIRS + cell.comment.text if cell.comment else ""
    told = [f"{OURS}{issue.title}：{clipped(writable(issue.message), _MOST_LETTERS)}" for issue in issues[:_MOST_IN_A_CELL]]
    if rest := len(issues) - len(told):
        told.append(f"{OURS}另有 {rest} 处问题，见“{ISSUE_SHEET}”。")
    text = "\n".join(told) + earlier
    lines = sum(len(line) // _NOTE_LETTERS + 1 for line in text.split("\n"))
    cell.comment = Comment(text, OUR_AUTHOR, width=_NOTE_WIDTH, height=(lines + 1) * _NOTE_LINE)


def _free_sheets(book: Workbook, issues: Sequence[Issue]) -> None:
    """Take the protection off where mending means more than typing."""
    for issue in issues:
        if issue.code in _NEEDS_FREE_SHEET and issue.sheet in book.sheetnames:
            book[issue.sheet].protection.sheet = False


def _open_at_list(book: Workbook) -> None:
    """Select the list alone: sheets left selected together would be filled in together."""
    book.active = 0
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = sheet.title == ISSUE_SHEET


def _formula_results(content: bytes, reader: ExcelReader) -> dict[str, dict[str, _Result]]:
    """Keep what formulas last gave, by sheet and cell: openpyxl writes formulas without their results."""
    with ZipFile(BytesIO(content)) as archive:
        texts = {sheet.name: archive.read(relation.target).decode() for sheet, relation in reader.parser.find_sheets()}
    return {name: {cell: _Result(_kind(rest), text) for cell, rest, text in _WITH_RESULT.findall(xml)} for name, xml in texts.items()}


def _kind(attributes: str) -> str:
    found = _TYPE.search(attributes)
    return f' t="{found[1]}"' if found else ""


def _saved(book: Workbook, results: dict[str, dict[str, _Result]]) -> bytes:
    """Save, and put the results of the formulas back."""
    plain, target = BytesIO(), BytesIO()
    book.save(plain)
    by_part = {f"xl/worksheets/sheet{number}.xml": results.get(sheet.title) for number, sheet in enumerate(book.worksheets, 1)}
    with ZipFile(plain) as source, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        for name in source.namelist():
            part, known = source.read(name), by_part.get(name)
            archive.writestr(name, _with_results(part.decode(), known).encode() if known else part)
    return target.getvalue()


def _with_results(xml: str, results: dict[str, _Result]) -> str:
    def filled(match: re.Match[str]) -> str:
        cell, attributes, formula = match.groups()
        if cell not in results:
            return match[0]
        return f'<c r="{cell}"{attributes}{results[cell].kind}>{formula}<v>{results[cell].text}</v></c>'

    return _WITHOUT_RESULT.sub(filled, xml)
