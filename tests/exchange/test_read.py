"""Reading a form as it was found: by code, by heading and by fingerprint, never by position."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from exchange.interpret import interpret
from exchange.layout import Heading, InfoLabel, Sheet
from exchange.parsed import ParsedWorkbook
from exchange.read import Unread, read_form
from models.assessment import Answer, Field, Level
from models.enterprise import Enterprise, Size, Trait
from tests.builders import PERIOD, USCC, edition, enterprise
from tests.exchange.forms import assessment, form, opened, place, saved
from tests.exchange.plain_forms import as_bytes, form_sheet, plain_book, row_of

GIVEN = {
    "P1-01": Answer(level=Level.EFFECTIVE, texts={Field.EVIDENCE: "质量手册 QM-01", Field.NOTE: "三年\n趋势"}),
    "P3-04": Answer(level=Level.NOT_APPLICABLE, texts={Field.REASON: "不做消费品"}),
    "P6-07": Answer(level=Level.NOT_STARTED, texts={Field.DUE: "2020-12-31", Field.IMPROVEMENT: "=培训"}),
}
OWES_NOTHING = enterprise(size=Size.SMALL, traits=frozenset())
OWES_ALL = enterprise(size=Size.LARGE, traits=frozenset(Trait))
# White characters around a text are no part of it, and a spreadsheet keeps neither control characters nor bare returns.
TEXTS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)


def test_the_template_reads_back_with_all_it_says_of_itself() -> None:
    parsed = _parsed(form())

    assert (parsed.sheet, parsed.editions, parsed.periods) == (Sheet.FORM.value, ("2020",), (PERIOD.code,))
    assert [row.code.value for row in parsed.rows] == [item.code for item in edition().items]
    assert {identity.uscc for identity in parsed.identities} == {USCC}
    assert parsed.details[InfoLabel.NAME].value == enterprise().name


def test_the_identity_is_found_in_all_its_places() -> None:
    places = [identity.place for identity in _parsed(form()).identities]

    assert places == ["企业信息 B1", "自评表 E1", "隐藏的编号", "文档属性"]


def test_a_filled_template_reads_back_as_the_same_answers() -> None:
    content = form(previous=assessment(GIVEN), carry_levels=True)

    assert interpret(_parsed(content), edition()).answers == assessment(GIVEN).answers


def test_last_period_s_answers_are_a_reminder_and_no_answer() -> None:
    content = form(previous=assessment(GIVEN))

    answers = interpret(_parsed(content), edition()).answers

    assert {answer.level for answer in answers.values()} == {Level.BLANK}
    assert answers["P1-01"].texts == {Field.EVIDENCE: "质量手册 QM-01"}


def test_sheets_before_behind_and_renamed_do_no_harm() -> None:
    book = plain_book()
    form_sheet(book).title = "最终版 (2)"
    for name in ("封面", "附件"):
        cover = book.create_sheet(name, 0)
        cover.append(["编号", "说明"])
    book.create_chartsheet("图")

    parsed = _parsed(as_bytes(book))

    assert (parsed.sheet, len(parsed.rows)) == ("最终版 (2)", 48)


def test_hidden_rows_columns_and_sheets_are_read_like_any_other() -> None:
    book = plain_book()
    sheet = form_sheet(book)
    sheet.row_dimensions[row_of("P1-02")].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet.sheet_state = "hidden"
    sheet.auto_filter.ref = f"A1:J{row_of('P6-07')}"

    assert len(_parsed(as_bytes(book)).rows) == 48


@pytest.mark.parametrize(
    "written", ["p1-01", "P1－01", "P1\u201001", "P1\u201101", "P1–01", "P1——01", "P1\u221201", "P1_01", "P1＿01", "P1．01", "P101"]
)
def test_an_item_code_is_known_with_any_dash(written: str) -> None:
    book = plain_book()
    form_sheet(book)["A2"] = written

    parsed = _parsed(as_bytes(book))

    assert len(parsed.rows) == 48
    assert set(interpret(parsed, edition()).rows) == set(edition().by_code)


def test_rows_above_the_heading_and_subtotals_between_are_passed_over() -> None:
    book = plain_book()
    sheet = form_sheet(book)
    for code, text in (("P2-01", "小计"), ("P1-01", "一、质量管理体系")):
        sheet.insert_rows(row_of(code))
        sheet.cell(row_of(code), 1).value = text
        sheet.cell(row_of(code), 4).value = 2.3
    sheet.insert_rows(1, 6)
    sheet["A1"] = "2020 年质量品牌自评表"

    parsed = _parsed(as_bytes(book))

    assert len(parsed.rows) == 48
    assert parsed.rows[0].cells[Heading.LEVEL].address == "D9"


def test_headings_are_known_with_white_characters_stars_and_other_width() -> None:
    book = plain_book()
    sheet = form_sheet(book)
    for cell, heading in {"A1": " 编 号 ", "D1": "*自评\n等级（0-4）", "E1": "不适用理由★", "G1": "证明材料："}.items():
        sheet[cell] = heading

    assert {Heading.CODE, Heading.LEVEL, Heading.REASON, Heading.EVIDENCE} <= set(_parsed(as_bytes(book)).headings)


def test_labels_above_the_heading_are_read_when_there_is_no_other_sheet() -> None:
    book = plain_book()
    del book[Sheet.INFO.value]
    sheet = form_sheet(book)
    sheet.insert_rows(1, 2)
    for cell, text in {"A1": "统一社会信用代码：", "B1": USCC, "D1": "报告期", "E1": 2020}.items():
        sheet[cell] = text

    parsed = _parsed(as_bytes(book))

    assert [identity.place for identity in parsed.identities] == ["自评表 B1"]
    assert parsed.periods == ("2020",)


def test_a_list_of_other_enterprises_beside_the_form_is_no_identity() -> None:
    book = plain_book()
    book.create_sheet("通讯录")
    for row in (["统一社会信用代码", "企业名称"], ["91320000000000001A", "别的企业"]):
        book["通讯录"].append(row)

    assert {identity.uscc for identity in _parsed(as_bytes(book)).identities} == {USCC}


def test_a_code_left_white_is_no_identity() -> None:
    book = plain_book(info={InfoLabel.USCC: " \u3000"})

    assert _parsed(as_bytes(book)).identities == ()


def test_two_forms_in_one_file_are_both_named() -> None:
    book = plain_book()
    book.copy_worksheet(form_sheet(book)).title = "自评表(2)"

    unread = read_form(as_bytes(book))

    assert isinstance(unread, Unread)
    assert unread.opened
    assert [(issue.code, issue.found) for issue in unread.issues] == [("SEVERAL_FORMS", "自评表、自评表(2)")]


def test_a_file_that_is_no_workbook_is_not_opened() -> None:
    unread = read_form(b"<html><table></table></html>")

    assert isinstance(unread, Unread)
    assert not unread.opened
    assert [issue.code for issue in unread.issues] == ["FILE_NOT_EXCEL"]


@settings(max_examples=6)
@given(st.data(), st.sampled_from([OWES_NOTHING, OWES_ALL]), st.randoms(use_true_random=False))
def test_whatever_was_filled_in_reads_back_whatever_the_order(data: st.DataObject, of: Enterprise, order: random.Random) -> None:
    given_answers = {item.code: data.draw(_answers(may_leave_out=not item.applies(of.size, of.traits))) for item in edition().items}
    book = opened(form(of))
    sheet = book[Sheet.FORM.value]
    assert isinstance(sheet, Worksheet)
    for code, answer in given_answers.items():
        for heading, value in _cells(answer).items():
            cell = sheet[place(sheet, code, heading)]
            cell.value, cell.data_type = value, "s" if isinstance(value, str) else "n"
    _shuffle(sheet, order)

    interpretation = interpret(_parsed(saved(book)), edition())

    assert interpretation.answers == given_answers
    assert interpretation.issues == ()


def _answers(*, may_leave_out: bool) -> st.SearchStrategy[Answer]:
    texts = st.dictionaries(st.sampled_from([Field.NOTE, Field.EVIDENCE, Field.DUE]), TEXTS, max_size=2)
    scored = st.builds(lambda level, texts: Answer(level=Level(level), texts=texts), st.integers(0, 4), texts)
    left_out = st.builds(lambda reason: Answer(level=Level.NOT_APPLICABLE, texts={Field.REASON: reason}), TEXTS)
    return scored | left_out if may_leave_out else scored


def _cells(answer: Answer) -> dict[Heading, str | int]:
    level = "不适用" if answer.level is Level.NOT_APPLICABLE else int(answer.level)
    return {Heading.LEVEL: level} | {Heading(field): text for field, text in answer.texts.items()}


def _shuffle(sheet: Worksheet, order: random.Random) -> None:
    """Put the rows below the heading and all columns into another order, as sorting and dragging do."""
    heading = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == Heading.CODE)
    grid = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=heading)]
    columns = order.sample(range(len(grid[0])), len(grid[0]))
    rows = [grid[0], *order.sample(grid[1:], len(grid) - 1)]
    for number, row in enumerate(rows, heading):
        for place_to, place_from in enumerate(columns, 1):
            cell = sheet.cell(number, place_to)
            cell.value, cell.data_type = row[place_from]


def _parsed(content: bytes) -> ParsedWorkbook:
    parsed = read_form(content)
    assert isinstance(parsed, ParsedWorkbook), parsed
    return parsed
