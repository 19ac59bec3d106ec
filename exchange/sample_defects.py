"""Fills forms as people do, and spoils them as people do: for samples to try an intake with (practice 3.6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exchange.form_sheets import info_cell
from exchange.layout import NOT_APPLICABLE, Heading, InfoLabel, Sheet
from models.assessment import Level, SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise

Defect = Callable[["OpenForm"], None]


@dataclass(frozen=True, kw_only=True)
class OpenForm:
    """A form as it stands open in a spreadsheet program: its sheet, the columns by heading and the rows by item code."""

    book: Workbook
    sheet: Worksheet
    columns: Mapping[str, int]
    rows: Mapping[str, int]

    @property
    def width(self) -> int:
        """Count the columns."""
        return max(self.columns.values())

    def cell(self, code: str, heading: Heading) -> Cell:
        """Point at a cell of an item."""
        found = self.sheet.cell(self.rows[code], self.columns[heading])
        assert isinstance(found, Cell), "a form of the template has no merged cells"
        return found

    def level(self, code: str) -> Cell:
        """Point at the level of an item."""
        return self.cell(code, Heading.LEVEL)


def opened(content: bytes) -> OpenForm:
    """Open a form of the template."""
    book = load_workbook(BytesIO(content), rich_text=True)
    sheet = book[Sheet.FORM]
    top = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == Heading.CODE)
    columns = {str(cell.value): place for place, cell in enumerate(sheet[top], start=1)}
    rows = {str(sheet.cell(row, 1).value): row for row in range(top + 1, sheet.max_row + 1)}
    return OpenForm(book=book, sheet=sheet, columns=columns, rows=rows)


def fill(form: OpenForm, assessment: SelfAssessment) -> None:
    """Fill in every level and text."""
    for code, answer in assessment.answers.items():
        if answer.level is Level.NOT_APPLICABLE:
            form.level(code).value = NOT_APPLICABLE
        elif answer.level <= Level.LEADING:
            form.level(code).value = int(answer.level)
        for field, text in answer.texts.items():
            form.cell(code, Heading(field.value)).value = text


def saved(form: OpenForm) -> bytes:
    """Save the form."""
    target = BytesIO()
    form.book.save(target)
    return target.getvalue()


def type_levels(typed: Mapping[str, str | float | None]) -> Defect:
    """Type something into level cells, by item code; None empties them."""

    def spoil(form: OpenForm) -> None:
        for code, value in typed.items():
            form.level(code).value = value

    return spoil


def other_spellings(form: OpenForm) -> None:
    """Write the first levels in ways that can still mean one thing only."""
    names = {0: "未开展", 1: "已策划", 2: "已实施", 3: "已见效", 4: "4级"}
    spellings: list[Callable[[int], str]] = [
        lambda level: f"{level}级",
        lambda level: chr(ord("０") + level),
        lambda level: names[level],
        lambda level: f"L{level}",
        lambda level: f" {level}\u3000",
    ]
    levels = [(cell, cell.value) for cell in map(form.level, form.rows)]
    numbers = [(cell, value) for cell, value in levels if isinstance(value, int)]
    for (cell, value), spelling in zip(numbers, spellings * 2, strict=False):
        cell.value = spelling(value)


def leave_out_wrongly(without_reason: str, not_allowed: str) -> Defect:
    """Put 不适用 once without its reason and once where it is not allowed, by item code."""

    def spoil(form: OpenForm) -> None:
        form.level(without_reason).value = NOT_APPLICABLE
        form.cell(without_reason, Heading.REASON).value = None
        form.level(not_allowed).value = NOT_APPLICABLE
        form.cell(not_allowed, Heading.REASON).value = "暂未涉及"

    return spoil


def merge_levels(form: OpenForm) -> None:
    """Merge the levels of three neighbouring items, as somebody does who scores them as one."""
    first, *_, last = list(form.rows.values())[9:12]
    column = form.columns[Heading.LEVEL]
    form.sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)


def rearrange(form: OpenForm) -> None:
    """Sort the rows by priority backwards with a subtotal after each, rename the sheet, hide columns: all of it harmless."""
    sheet, first, width = form.sheet, min(form.rows.values()), form.width
    lines = [[sheet.cell(row, column).value for column in range(1, width + 1)] for row in form.rows.values()]
    heights = {str(line[0]): sheet.row_dimensions[row].height for line, row in zip(lines, form.rows.values(), strict=True)}
    ordered: list[list[Any]] = []
    for priority in sorted({str(line[0])[:2] for line in lines}, reverse=True):
        ordered += [line for line in lines if str(line[0]).startswith(priority)]
        ordered.append(["小计", *[None] * (width - 1)])
    for row, line in enumerate(ordered, start=first):
        sheet.row_dimensions[row].height = heights.get(str(line[0]), 18)
        for column, value in enumerate(line, start=1):
            sheet.cell(row, column).value = value
    sheet.title = f"{Sheet.FORM}(2)"
    for heading in (Heading.QUESTION, Heading.DESCRIPTORS):
        sheet.column_dimensions[get_column_letter(form.columns[heading])].hidden = True


def break_formulas(broken: str, unsaved: str) -> Defect:
    """Leave a broken reference in one level cell, and in another a formula whose result nobody saved; by item code."""

    def spoil(form: OpenForm) -> None:
        form.level(broken).value = "#REF!"
        form.level(unsaved).value = f"=ROUND({form.level(broken).coordinate},0)"

    return spoil


def turn_into_dates(code: str) -> Defect:
    """Type 1-2 into a level cell, which a spreadsheet program takes for the second of January."""

    def spoil(form: OpenForm) -> None:
        form.level(code).value = datetime(2020, 1, 2)  # noqa: DTZ001 - a cell has no time zone
        form.level(code).number_format = 'm"月"d"日"'

    return spoil


def paste_identity(other: Enterprise) -> Defect:
    """Paste another firm's code and name into 企业信息."""

    def spoil(form: OpenForm) -> None:
        form.book[Sheet.INFO][info_cell(InfoLabel.USCC)].value = other.uscc
        form.book[Sheet.INFO][info_cell(InfoLabel.NAME)].value = other.name

    return spoil


def own_table(catalogue: Catalogue, enterprise: Enterprise) -> bytes:
    """Build a table of somebody's own making: the same items, but no column 自评等级."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Sheet1"
    sheet.append([enterprise.name])
    sheet.append(["编号", "评价项目", "得分"])
    for item in catalogue.items:
        sheet.append([item.code, item.title, item.weight])
    target = BytesIO()
    book.save(target)
    return target.getvalue()
