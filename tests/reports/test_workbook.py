"""Tables as a workbook: what is written is what is read again."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbook import LONGEST_TEXT, build_workbook


def test_numbers_days_and_texts_come_back_as_they_are() -> None:
    rows = [{"企业名称": "甲", "综合得分": Decimal("63.0"), "达标率": 1 / 3, "空缺项": 0, "日期": date(2020, 9, 10), "分档": None}]

    sheet = _sheet(build_workbook({"表": rows}))

    assert [cell.value for cell in sheet[1]] == list(rows[0])
    assert [cell.value for cell in sheet[2]][:4] == ["甲", 63, 1 / 3, 0]
    assert sheet["E2"].value.date() == date(2020, 9, 10)
    assert sheet["F2"].value is None
    assert [sheet[cell].number_format for cell in ("B2", "C2", "D2")] == ["0.0", "0.0%", "General"]


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "http://example.cn", "0012", "{=1}", "\x00\x0b", "💡" * 3])
def test_a_text_stays_a_text_whatever_it_looks_like(text: str) -> None:
    sheet = _sheet(build_workbook({"表": [{"自评说明": text}]}))

    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].hyperlink is None
    assert str(sheet["A2"].value).endswith(text[-1]) or not text.isprintable()


def test_an_empty_table_says_so_and_a_long_text_is_cut_where_excel_ends() -> None:
    content = build_workbook({"空": [], "长": [{"说明": "长" * (LONGEST_TEXT + 1)}]})

    assert _sheet(content, "空")["A1"].value == "（没有数据）"
    assert len(str(_sheet(content, "长")["A2"].value)) == LONGEST_TEXT


def _sheet(content: bytes, name: str | None = None) -> Worksheet:
    book = load_workbook(BytesIO(content))
    sheet = book[name] if name else book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet
