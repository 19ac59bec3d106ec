"""Tables to a workbook: a sheet each, headings fixed, numbers as numbers and every text as a text, whatever it looks like."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT = 32767
WIDEST = 50
NOTHING = "—"
_NO_GUESSING = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}

Table = Sequence[Mapping[str, object]]


def build_workbook(sheets: Mapping[str, Table]) -> bytes:
    """Write tables, each row a mapping from heading to value; all rows of a table have the first one's headings.

    A Decimal is a score with one decimal, a float a rate 0-1 shown in per cent where the heading ends in 率, else a mean
    shown with two decimals (the cell keeps both unrounded), None an empty cell. In a table with a column 指标, that names the value instead of the heading.
    """
    out = BytesIO()
    with open_book(out) as book:
        formats = formats_of(book)
        for name, rows in sheets.items():
            write_table(book.add_worksheet(name), rows, formats)
    return out.getvalue()


def open_book(out: BytesIO, **options: object) -> Workbook:
    """Open a workbook that takes every text as a text; `options` are XlsxWriter's."""
    return Workbook(out, _NO_GUESSING | options)


def formats_of(book: Workbook) -> dict[str, Format]:
    """Give the formats `write_table` writes with."""
    heading = {"bold": True, "bg_color": "#F3F6F8", "bottom": 1, "text_wrap": True, "valign": "top"}
    return {
        "heading": book.add_format(heading),
        "heading of numbers": book.add_format(heading | {"align": "right"}),
        "score": book.add_format({"num_format": "0.0"}),
        "rate": book.add_format({"num_format": "0.0%"}),
        "level": book.add_format({"num_format": "0.00"}),
        "number": book.add_format({"num_format": "General"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "nothing": book.add_format({"align": "right"}),
    }


def write_table(
    sheet: Worksheet, rows: Table, formats: Mapping[str, Format], *, top: int = 0, fixed: int = 1, nothing: str | None = None
) -> None:
    """Write a table below `top` rows, headings and the `fixed` first columns frozen; `nothing` stands where there is no value."""
    headings = list(rows[0]) if rows else ["（没有数据）"]
    for column, heading in enumerate(headings):
        numbers = any(isinstance(row[heading], int | float | Decimal) for row in rows)
        sheet.write_string(top, column, heading, formats["heading of numbers" if numbers else "heading"])
        sheet.set_column(column, column, _width(heading, [row[heading] for row in rows]))
        for place, row in enumerate(rows, start=top + 1):
            _write(sheet, place, column, nothing if row[heading] is None else row[heading], str(row.get("指标", heading)), formats)
    sheet.freeze_panes(top + 1, fixed)
    if rows:
        sheet.autofilter(top, 0, top + len(rows), len(headings) - 1)


def _write(sheet: Worksheet, row: int, column: int, value: object, heading: str, formats: Mapping[str, Format]) -> None:
    if value is None:
        return
    if value == NOTHING:
        sheet.write_string(row, column, NOTHING, formats["nothing"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), formats["score"])
    elif isinstance(value, int | float) and not isinstance(value, bool):
        kind = "number" if isinstance(value, int) else "rate" if heading.endswith("率") else "level"
        sheet.write_number(row, column, value, formats[kind])
    else:
        sheet.write_string(row, column, str(value)[:LONGEST_TEXT])


def _width(heading: str, values: Sequence[object]) -> float:
    """Make room for the longest of the first values; a Chinese character is two wide."""
    texts = [heading, *("" if value is None else "100.0%" if isinstance(value, float) else str(value) for value in values[:200])]
    return float(min(WIDEST, 2 + max(sum(2 if ord(letter) > 255 else 1 for letter in text[:WIDEST]) for text in texts)))
