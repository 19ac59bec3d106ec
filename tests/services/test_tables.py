"""Tables for a spreadsheet and a console: Chinese headings, and nothing in them that would be run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.documents import ledger_document, progress_document
from services.tables import csv_text, defused, flat_rows, table_lines
from tests.services.desk import Desk, form_of


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠SUM(A1)", "--1"]
)
def test_a_text_that_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("value", ["苏南恒岳", "63.0", "-1.6", "+3", 0.875, -1, 0, True])
def test_ordinary_texts_and_numbers_stay_as_they_are(value: object) -> None:
    assert defused(value) == value


def test_nothing_is_an_empty_cell() -> None:
    assert defused(None) == ""


@given(st.text())
def test_no_text_begins_as_a_formula_unless_it_is_a_number(text: str) -> None:
    written = str(defused(text))

    if written.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        float(written)


def test_a_csv_opens_in_chinese_and_reads_back() -> None:
    content = csv_text([{"企业名称": '=HYPERLINK("x")', "平均": "63.0"}, {"企业名称": "甲，“乙”\n丙", "平均": None}])

    assert content.startswith("\ufeff企业名称,平均\r\n")
    assert list(csv.reader(io.StringIO(content[1:], newline=""))) == [
        ["企业名称", "平均"],
        ['\'=HYPERLINK("x")', "63.0"],
        ["甲，“乙”\n丙", ""],
    ]


def test_no_rows_still_make_a_table() -> None:
    assert csv_text([]) == "\ufeff（没有数据）\r\n"
    assert table_lines([]) == ["（没有数据）"]


def test_a_console_table_lines_up_wide_characters() -> None:
    lines = table_lines([{"名称": "甲", "n": 3}, {"名称": "abcdef", "n": None}])

    assert lines == ["名称    n", "甲      3", "abcdef  —"]


@pytest.mark.parametrize("by", ["total", "priority", "item", "region", "sector", "size", "enterprise"])
def test_every_document_becomes_a_table_with_chinese_headings(desk: Desk, by: str) -> None:
    desk.receive(("a.xlsx", form_of()))

    rows = flat_rows(progress_document(desk.snapshot(), by))

    assert rows
    assert len({tuple(row) for row in rows}) == 1
    assert all(not heading.islower() or heading == "n" for heading in rows[0])


def test_a_csv_has_the_figures_of_the_json_to_the_last_digit(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels={"P1-03": 3})))
    document = progress_document(desk.snapshot(), "enterprise")

    *_, last = csv.DictReader(io.StringIO(csv_text(flat_rows(document))[1:], newline=""))

    assert last["综合得分"] == document["rows"][-1]["total_score"]
    assert float(last["达标率"]) == document["rows"][-1]["compliance_rate"]
    assert last["P1"] == document["rows"][-1]["priorities"]["P1"]


def test_states_are_told_in_chinese(desk: Desk) -> None:
    rows = flat_rows(ledger_document(desk.snapshot()))

    assert [row["状态"] for row in rows] == ["未报", "豁免", "未报"]
