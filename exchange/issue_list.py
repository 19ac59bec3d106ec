"""Writes 问题清单: every issue of a workbook, with a link to its cell and what to do about it."""

from collections.abc import Sequence
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exchange.layout import ISSUE_SHEET, IssueHeading
from exchange.row_height import SIZE, height
from exchange.writable import clipped, writable
from models.issue import Issue, Severity

HEADING_ROW = 4
MOST_LISTED = 300
"""So many issues are listed and marked: nobody mends more in one round, and each takes some 4 ms to write."""

# Widths in characters of the standard font; a character is 7 pixels.
_WIDTHS = {
    IssueHeading.NUMBER: 6,
    IssueHeading.SEVERITY: 15,
    IssueHeading.PLACE: 18,
    IssueHeading.ITEM: 9,
    IssueHeading.FOUND: 24,
    IssueHeading.MEND: 88,
    IssueHeading.CODE: 22,
}
_MARKS = {Severity.ERROR: "须修改", Severity.WARNING: "请留意"}
_TINTS = {Severity.ERROR: "FFFCECEA", Severity.WARNING: "FFFFF3E0"}
_INKS = {Severity.ERROR: "FF9B1C15", Severity.WARNING: "FF854400"}
_FONT, _INK, _MUTED, _ACCENT = "微软雅黑", "FF1B2733", "FF566472", "FF046E9A"
_THIN = Side(style="thin", color="FFB9C3CC")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MOST_LETTERS = 200
_FORMULA_STARTS = ("=", "+", "-", "@")


def gravest(issues: Sequence[Issue]) -> list[Issue]:
    """Give the issues that are shown: errors first, the first 300 of them."""
    return sorted(issues, key=lambda issue: issue.severity is not Severity.ERROR)[:MOST_LISTED]


def write_issue_list(book: Workbook, issues: Sequence[Issue], note: str) -> None:
    """Put 问题清单 in front of the other sheets: what to do in one line, the note, then a row an issue, errors first.

    Of more than 300 issues the last row gives the number of those left out.
    """
    sheet = book.create_sheet(ISSUE_SHEET, 0)
    listed = gravest(issues)
    _write_top(sheet, issues, note)
    for column, heading in enumerate(IssueHeading, 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[heading]
        cell = _put(sheet, (HEADING_ROW, column), heading, Font(name=_FONT, size=SIZE, bold=True, color=_INK))
        cell.fill, cell.border = PatternFill("solid", fgColor="FFF3F6F8"), _BOX
    sheet.row_dimensions[HEADING_ROW].height = 22
    for number, issue in enumerate(listed, 1):
        _write_issue(book, sheet, HEADING_ROW + number, number, issue)
    if rest := len(issues) - len(listed):
        place = (HEADING_ROW + len(listed) + 1, list(IssueHeading).index(IssueHeading.MEND) + 1)
        text = f"另有 {rest} 处同类问题没有逐条列出。请先改好上面的，再发回后会列出其余的。"
        _put(sheet, place, text, Font(name=_FONT, size=SIZE, bold=True, color=_INK)).border = _BOX
    _set_page(sheet)


def _write_top(sheet: Worksheet, issues: Sequence[Issue], note: str) -> None:
    lines = ((ISSUE_SHEET, 16, _ACCENT, 30), (_what_to_do(issues), 12, _INK, 24), (note, 10, _MUTED, 20))
    for row, (text, size, colour, points) in enumerate(lines, 1):
        cell = _put(sheet, (row, 1), text, Font(name=_FONT, size=size, bold=size > SIZE, color=colour))
        cell.alignment = Alignment(vertical="center")
        sheet.row_dimensions[row].height = points
    # The note may be longer than the page is wide.
    width = sum(_WIDTHS.values()) * 7
    sheet.merge_cells(start_row=3, end_row=3, start_column=1, end_column=len(_WIDTHS))
    sheet["A3"].alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[3].height = max(20, height([(note, width)]))


def _what_to_do(issues: Sequence[Issue]) -> str:
    errors = sum(issue.severity is Severity.ERROR for issue in issues)
    look = f"“{_MARKS[Severity.WARNING]}”的 {len(issues) - errors} 处请核对" if len(issues) > errors else ""
    if errors:
        mend = f"请改好“{_MARKS[Severity.ERROR]}”的 {errors} 处" + (f"，{look}" if look else "")
        return f"{mend}，保存后把本文件发回。点“位置”可跳到那一格。"
    return "没有须修改的地方。" + (f"{look}，确有不对的改后把本文件发回。" if look else "")


def _write_issue(book: Workbook, sheet: Worksheet, row: int, number: int, issue: Issue) -> None:
    texts = {
        IssueHeading.NUMBER: str(number),
        IssueHeading.SEVERITY: _MARKS[issue.severity],
        IssueHeading.PLACE: _place(issue),
        IssueHeading.ITEM: issue.item or "",
        IssueHeading.FOUND: clipped(issue.found, _MOST_LETTERS),
        IssueHeading.MEND: clipped(issue.message, 2 * _MOST_LETTERS),
        IssueHeading.CODE: issue.code,
    }
    for column, (heading, text) in enumerate(texts.items(), 1):
        cell = _put(sheet, (row, column), text, Font(name=_FONT, size=SIZE, color=_INK))
        cell.border = _BOX
        _dress(book, cell, heading, issue)
    sheet.row_dimensions[row].height = height((text, _WIDTHS[heading] * 7) for heading, text in texts.items())


def _dress(book: Workbook, cell: Cell, heading: IssueHeading, issue: Issue) -> None:
    """Give the cells that stand out their look, and the place its link."""
    if heading is IssueHeading.SEVERITY:
        cell.fill = PatternFill("solid", fgColor=_TINTS[issue.severity])
        cell.font = Font(name=_FONT, size=SIZE, bold=True, color=_INKS[issue.severity])
    elif heading is IssueHeading.PLACE and issue.sheet is not None and issue.sheet in book.sheetnames:
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=_target(issue.sheet, issue.cell), tooltip="点这里跳到那一格")
        cell.font = Font(name=_FONT, size=SIZE, underline="single", color="FF0F5F8A")
    elif heading is IssueHeading.CODE:
        cell.font = Font(name=_FONT, size=8, color=_MUTED)


def _target(sheet: str, cell: str | None) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell or 'A1'}"


def _place(issue: Issue) -> str:
    if issue.sheet is None:
        return "整个文件"
    return f"{issue.sheet} {issue.cell}" if issue.cell else issue.sheet


def _put(sheet: Worksheet, place: tuple[int, int], text: str, font: Font) -> Cell:
    """Write text as text, whatever it begins with."""
    cell = cast("Cell", sheet.cell(*place))
    cell.value = writable(text)
    cell.data_type = "s"
    cell.font = font
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)
    return cell


def _set_page(sheet: Worksheet) -> None:
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.page_margins = PageMargins(left=0.3, right=0.3, top=0.5, bottom=0.6, header=0.3, footer=0.25)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "第 &P 页，共 &N 页"
