"""Forms for tests to fill, annotate and send through an office program."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from exchange.layout import Heading, Sheet
from exchange.template import build_form
from models.assessment import Answer, Level, SelfAssessment
from models.enterprise import Enterprise
from tests.builders import PERIOD, USCC, edition, enterprise

ISSUED_ON = date(2020, 7, 1)
DIGEST = "0123abcd"


def form(of: Enterprise | None = None, previous: SelfAssessment | None = None, *, carry_levels: bool = False) -> bytes:
    """Build the form of an enterprise as it goes out."""
    return build_form(
        edition(), of or enterprise(), PERIOD, issued_on=ISSUED_ON, digest=DIGEST, previous=previous, carry_levels=carry_levels
    )


def assessment(given: Mapping[str, Answer]) -> SelfAssessment:
    """Make a form's answers: those given, and blanks for the rest."""
    answers = {item.code: given.get(item.code, Answer(level=Level.BLANK)) for item in edition().items}
    return SelfAssessment(uscc=USCC, period="2019", edition="2020", answers=answers)


def opened(content: bytes, *, values: bool = False) -> Any:
    """Open a workbook, untyped so that tests read plainly; with `values` formulas give their last results."""
    return load_workbook(BytesIO(content), data_only=values, rich_text=False)


def saved(book: Any) -> bytes:
    """Save a workbook as bytes."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def place(sheet: Any, code: str, heading: Heading) -> str:
    """Find the address of an item's cell by its code and heading."""
    rows = {row[0].row: [cell.value for cell in row] for row in sheet.iter_rows()}
    heading_row = next(number for number, values in rows.items() if Heading.CODE.value in values)
    column = rows[heading_row].index(heading.value)
    code_column = rows[heading_row].index(Heading.CODE.value)
    row = next(number for number, values in rows.items() if values[code_column] == code)
    return f"{sheet.cell(row, column + 1).coordinate}"


def item_cell(book: Any, code: str, heading: Heading) -> Any:
    """Give an item's cell in 自评表."""
    sheet = book[Sheet.FORM.value]
    return sheet[place(sheet, code, heading)]


def offered(book: Any, code: str) -> str | None:
    """Give the drop-down list of an item's level cell."""
    sheet = book[Sheet.FORM.value]
    address = place(sheet, code, Heading.LEVEL)
    return next((rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list" and address in rule.sqref), None)
