"""Ordinary workbooks as openpyxl and XlsxWriter write them, each with another thing that real forms have."""

import io
import struct
import zlib
from collections.abc import Callable
from datetime import date

import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as XlsxSheet

HEADINGS = ["编号", "重点工作", "评价项目", "自评等级", "不适用理由", "自评说明"]


def png() -> bytes:
    """Build a picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"")


def by_openpyxl(shape: Callable[[Worksheet], object]) -> bytes:
    """Write a form with openpyxl, with one more thing in it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "自评表"
    sheet.append(HEADINGS)
    for row in range(1, 49):
        sheet.append([f"P1-{row:02}", "质量管理体系", f"项目 <{row}> & \"说明\" ref='A1'", row % 5, None, "　"])
    shape(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def by_xlsxwriter(shape: Callable[[xlsxwriter.Workbook, XlsxSheet, Format], object], **options: object) -> bytes:
    """Write a form with XlsxWriter, with one more thing in it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet("自评表")
        cell = book.add_format({"border": 1, "text_wrap": True, "num_format": "0_ "})
        sheet.write_row(0, 0, HEADINGS, cell)
        for row in range(1, 49):
            sheet.write_row(row, 0, [f"P1-{row:02}", "质量管理体系", '项目 <c r="A1"> & ]]>', row % 5], cell)
            sheet.write_blank(row, 4, None, cell)
        shape(book, sheet, cell)
    return target.getvalue()


def _coloured_column(sheet: Worksheet) -> None:
    for row in range(1, 12_000):
        sheet.cell(row, 8).fill = PatternFill("solid", fgColor="FFFF00")


def _listed(sheet: Worksheet) -> None:
    rule = DataValidation(type="list", formula1='"0,1,2,3,4,不适用"')
    rule.add("D2:D1048576")
    sheet.add_data_validation(rule)


def _named(sheet: Worksheet) -> None:
    book = sheet.parent
    assert book is not None
    book.defined_names["levels"] = DefinedName("levels", attr_text="自评表!$D$2:$D$49")
    book.custom_doc_props.append(StringProperty(name="uscc", value="91350100M000100Y43"))  # type: ignore[attr-defined]


def _chart(sheet: Worksheet) -> None:
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=49), titles_from_data=True)
    sheet.add_chart(chart, "J2")


def _hidden(sheet: Worksheet) -> None:
    book = sheet.parent
    assert book is not None
    book.create_sheet("_meta").sheet_state = "veryHidden"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["E"].hidden = True


def _chartsheet(book: xlsxwriter.Workbook, _sheet: XlsxSheet, _cell: Format) -> None:
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=自评表!$D$2:$D$49"})
    book.add_chartsheet("图").set_chart(chart)


OPENPYXL: dict[str, Callable[[Worksheet], object]] = {
    "plain": lambda _: None,
    "bold": lambda sheet: setattr(sheet["A1"], "font", Font(bold=True)),
    "merged": lambda sheet: sheet.merge_cells("A60:F61"),
    "a comment": lambda sheet: setattr(sheet["D2"], "comment", Comment("请核对", "协会")),
    "a drop-down over a whole column": _listed,
    "a coloured column": _coloured_column,
    "names and properties": _named,
    "a chart": _chart,
    "hidden things": _hidden,
    "a link": lambda sheet: setattr(sheet["F2"], "hyperlink", "https://example.org/?a=1&b=2"),
    "a table": lambda sheet: sheet.add_table(Table(displayName="T1", ref="A1:F49")),
    "an array formula": lambda sheet: sheet.__setitem__("H1", ArrayFormula("H1:H3", "=D2:D4*2")),
    "protection": lambda sheet: sheet.protection.enable(),
    "dates": lambda sheet: sheet.append([date(2020, 9, 1)]),
}
XLSXWRITER: dict[str, Callable[[xlsxwriter.Workbook, XlsxSheet, Format], object]] = {
    "plain": lambda *_: None,
    "a picture": lambda _b, sheet, _c: sheet.insert_image("H2", "a.png", {"image_data": io.BytesIO(png())}),
    "drop-downs": lambda _b, sheet, _c: sheet.data_validation("D2:D49", {"validate": "list", "source": ["0", "1", "不适用"]}),
    "conditional formats": lambda _b, sheet, cell: sheet.conditional_format("D2:D49", {"type": "blanks", "format": cell}),
    "data bars": lambda _b, sheet, _c: sheet.conditional_format("D2:D49", {"type": "data_bar", "data_bar_2010": True}),
    "rich text": lambda _b, sheet, cell: sheet.write_rich_string("F2", "请", cell, "只填", "数字"),
    "sparklines": lambda _b, sheet, _c: sheet.add_sparkline("H2", {"range": "自评表!D2:D9"}),
    "a chart sheet": _chartsheet,
    "an external link": lambda _b, sheet, _c: sheet.write_formula("H3", "='[汇总.xlsx]表'!A1", None, 3),
    "print settings": lambda _b, sheet, _c: (sheet.repeat_rows(0), sheet.set_landscape(), sheet.print_area("A1:F49")),
    "locked cells": lambda _b, sheet, _c: sheet.protect("secret"),
    "a merged title": lambda _b, sheet, cell: sheet.merge_range(60, 0, 60, 16_383, "标题", cell),
    "frozen panes and filters": lambda _b, sheet, _c: (sheet.freeze_panes(1, 0), sheet.autofilter("A1:F49")),
    "a text box and a button": lambda _b, sheet, _c: (sheet.insert_textbox("H5", "说明"), sheet.insert_checkbox("H9", True)),
}


def workbooks() -> dict[str, bytes]:
    """Write all of them."""
    return {
        **{f"openpyxl: {name}": by_openpyxl(shape) for name, shape in OPENPYXL.items()},
        **{f"XlsxWriter: {name}": by_xlsxwriter(shape) for name, shape in XLSXWRITER.items()},
        "XlsxWriter: in one pass": by_xlsxwriter(lambda *_: None, constant_memory=True),
    }
