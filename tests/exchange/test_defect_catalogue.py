"""The catalogue of what comes back in practice (docs/defects.md), row by row, each with its own small workbook."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.protection import WorkbookProtection

from exchange.annotate import annotate
from exchange.layout import ISSUE_SHEET, InfoLabel
from exchange.level_text import read_level
from models.assessment import Level
from models.submission import Outcome
from services.tables import csv_text
from tests.builders import USCC, edition, enterprise
from tests.exchange import hostile
from tests.exchange.forms import opened
from tests.exchange.other_kinds import as_ods, as_xls
from tests.exchange.plain_forms import as_bytes, faults, form_sheet, judged, level_cell, plain_book, row_of

ACCEPTED, RETURNED, REFUSED, UNRECOGNISED = Outcome.ACCEPTED, Outcome.RETURNED, Outcome.REFUSED, Outcome.UNRECOGNISED
Change = Callable[[Any], object]


def test_row_1_merged_titles_do_no_harm_and_merged_levels_are_faults_and_no_blanks() -> None:
    book = plain_book()
    form_sheet(book).merge_cells("B2:B5")
    form_sheet(book).merge_cells("D7:D8")

    judgement = judged(book)

    assert (judgement.outcome, faults(judgement)) == (RETURNED, [("D7", "LEVEL_MERGED"), ("D8", "LEVEL_MERGED")])
    assert judgement.assessment is not None
    assert Level.BLANK not in judgement.assessment.levels()


@pytest.mark.parametrize("name", ["自评表(2)", "Sheet1", "最终"])
def test_row_2_a_renamed_and_moved_sheet_is_found_by_its_headings(name: str) -> None:
    book = plain_book()
    form_sheet(book).title = name
    book.move_sheet(name, -1)

    assert (judged(book).outcome, faults(judged(book))) == (ACCEPTED, [])


def test_row_2_of_two_copies_none_is_picked() -> None:
    book = plain_book()
    book.copy_worksheet(form_sheet(book)).title = "自评表(2)"

    judgement = judged(book)

    assert (judgement.outcome, [issue.found for issue in judgement.issues]) == (UNRECOGNISED, ["自评表、自评表(2)"])


ROWS: dict[str, tuple[Change, list[tuple[str | None, str]]]] = {
    "a subtotal put in": (lambda sheet: (sheet.insert_rows(5), sheet.__setitem__("A5", "小计"), sheet.__setitem__("D5", 2.5)), []),
    "a row taken out": (lambda sheet: sheet.delete_rows(row_of("P6-07")), [("A1", "BLANK")]),
    "a row hidden": (lambda sheet: setattr(sheet.row_dimensions[4], "hidden", True), []),
    "a filter left on": (lambda sheet: setattr(sheet.auto_filter, "ref", "A1:J49"), []),
    "a column put in": (lambda sheet: sheet.insert_cols(3), []),
    "rows sorted": (lambda sheet: sheet.move_range("A2:J2", rows=60), []),
}


@pytest.mark.parametrize("what", ROWS)
def test_row_3_rows_and_columns_are_matched_by_code_and_heading(what: str) -> None:
    change, expected = ROWS[what]
    book = plain_book()
    change(form_sheet(book))

    judgement = judged(book)

    assert (judgement.outcome, faults(judgement)) == (ACCEPTED, expected)


@pytest.mark.parametrize("value", ["3.0", "３", "3级", "3-已见效", "已见效", "L3", "三"])
def test_row_4_other_ways_of_writing_a_level_are_read_and_logged(value: str) -> None:
    judgement = judged(plain_book({"P1-01": value}))

    assert (judgement.outcome, faults(judgement)[0]) == (ACCEPTED, ("D2", "LEVEL_NORMALISED"))
    assert judgement.assessment is not None
    assert judgement.assessment.answers["P1-01"].level is Level.EFFECTIVE


@pytest.mark.parametrize(
    "value", ["3分", "85", "90%", "√", "是", "已完成", "基本完成", "优", "2-3", "2.5", "≥3", True, "TRUE", 85, 0.9, -1, "5级"]
)
def test_row_5_what_could_mean_two_things_is_never_guessed(value: object) -> None:
    judgement = judged(plain_book({"P1-01": value}))

    assert judgement.outcome is RETURNED
    assert [cell for cell, _ in faults(judgement)] == ["D2"]
    assert faults(judgement)[0][1] in {"LEVEL_AMBIGUOUS", "LEVEL_OUT_OF_RANGE"}


@pytest.mark.parametrize(
    ("value", "level", "code"),
    [
        ("N/A", Level.NOT_APPLICABLE, "LEVEL_NORMALISED"),
        ("NA", Level.NOT_APPLICABLE, "LEVEL_NORMALISED"),
        ("不适用", Level.NOT_APPLICABLE, None),
        *((sign, Level.FAULTY, "LEVEL_AMBIGUOUS") for sign in ("/", "—", "-", "无")),
        ("   ", Level.BLANK, None),
    ],
)
def test_row_6_not_applicable_unclear_and_blank_are_three_things(value: str, level: Level, code: str | None) -> None:
    assert read_level(value, edition()) == (level, code)


@pytest.mark.parametrize(("value", "code"), [(dt.date(2020, 1, 2), "LEVEL_IS_DATE"), (dt.datetime(2020, 2, 3, 8), "LEVEL_IS_DATE"), (45000, "LEVEL_OUT_OF_RANGE")])  # fmt: skip  # noqa: DTZ001
def test_row_7_a_date_is_no_level(value: object, code: str) -> None:
    judgement = judged(plain_book({"P1-01": value}))

    assert (judgement.outcome, faults(judgement)) == (RETURNED, [("D2", code)])


@pytest.mark.parametrize(
    ("stored", "shown_as", "codes"), [(2.6, "0", ["LEVEL_OUT_OF_RANGE"]), (0.03, "0%", ["LEVEL_OUT_OF_RANGE"]), (2, '0"级"', [])]
)
def test_row_8_the_stored_value_is_read_and_shown_when_the_form_goes_back(stored: float, shown_as: str, codes: list[str]) -> None:
    book = plain_book({"P1-01": stored})
    form_sheet(book)["D2"].number_format = shown_as

    judgement = judged(book)
    back = opened(annotate(as_bytes(book), judgement.issues, note=""))["自评表"]["D2"]

    assert [code for _, code in faults(judgement)] == codes
    assert [issue.found for issue in judgement.issues] == [str(stored)] * len(codes)
    assert back.number_format == ("General" if codes else shown_as)


@pytest.mark.parametrize(
    ("result", "code"),
    [("<v>2</v>", "LEVEL_FROM_FORMULA"), ("", "FORMULA_WITHOUT_VALUE"), ("<v></v>", "BLANK")],
)
def test_row_9_of_a_formula_the_last_result_is_read_and_none_is_no_blank(result: str, code: str) -> None:
    content = as_bytes(plain_book({"P1-01": "=VLOOKUP(A2,[1]旧表!A:D,4,0)"}), {"D2": result} if result else None)

    assert faults(judged(content)) == [("D2", code)]


def test_row_9_an_error_value_is_a_fault() -> None:
    assert faults(judged(plain_book({"P1-01": "#REF!"}))) == [("D2", "CELL_ERROR")]


@pytest.mark.parametrize(
    ("item", "level", "reason", "code"),
    [
        ("P3-04", "不适用", None, "NA_WITHOUT_REASON"),
        ("P1-01", "不适用", "太难", "NA_NOT_ALLOWED"),
        ("P3-04", "3 不适用", "不涉及", "LEVEL_AMBIGUOUS"),
        ("P1-01", "3/不适用", None, "LEVEL_AMBIGUOUS"),
    ],
)
def test_row_10_not_applicable_needs_its_reason_and_its_right_and_no_level_beside_it(
    item: str, level: str, reason: str | None, code: str
) -> None:
    book = plain_book({item: level})
    form_sheet(book)[f"E{row_of(item)}"] = reason

    judgement = judged(book)

    assert (judgement.outcome, [found for _, found in faults(judgement)]) == (RETURNED, [code])


CHANGED: dict[str, tuple[Change, Outcome, list[tuple[str | None, str]]]] = {
    "last year's period": (lambda book: book["企业信息"].__setitem__("B3", "2019"), RETURNED, [(None, "PERIOD_MISMATCH")]),
    "another edition": (lambda book: book["企业信息"].__setitem__("B4", "2018"), RETURNED, [(None, "EDITION_MISMATCH")]),
    "another weight": (lambda book: book["自评表"].__setitem__("C2", 40), ACCEPTED, [("C2", "WEIGHT_CHANGED")]),
    "another question": (lambda book: book["自评表"].__setitem__("B2", "企业利润"), ACCEPTED, [("B2", "TITLE_CHANGED")]),
    "a table of their own": (lambda book: book["自评表"].__setitem__("D1", "得分"), UNRECOGNISED, [("A1", "LEVEL_COLUMN_MISSING")]),
}


@pytest.mark.parametrize("what", CHANGED)
def test_row_11_old_and_changed_forms_are_told_apart(what: str) -> None:
    change, outcome, expected = CHANGED[what]
    book = plain_book()
    change(book)

    judgement = judged(book)

    assert (judgement.outcome, faults(judgement)) == (outcome, expected)


def test_row_12_two_enterprises_in_one_sheet_or_one_book_are_for_a_person() -> None:
    pasted, together = plain_book(), plain_book()
    form_sheet(pasted).append(["P1-01", "质量责任体系", 4, 0])
    together["企业信息"]["A6"], together["企业信息"]["B6"] = "统一社会信用代码", "91320000000000001A"

    assert (judged(pasted).outcome, faults(judged(pasted))) == (RETURNED, [("D50", "ITEM_REPEATED")])
    assert (judged(together).outcome, faults(judged(together))) == (UNRECOGNISED, [(None, "IDENTITY_CONTRADICTS")])


@pytest.mark.parametrize("saved", [as_xls, as_ods])
def test_row_13_xls_from_excel_or_wps_and_ods_are_read(saved: Callable[..., bytes]) -> None:
    judgement = judged(saved(plain_book({"P1-03": "3分"})))

    assert (judgement.outcome, faults(judgement)) == (RETURNED, [("D4", "LEVEL_AMBIGUOUS")])


@pytest.mark.parametrize(
    ("kind", "code", "advice"),
    [
        ("CSV as xlsx", "FILE_CSV", "另存为"),
        ("docx inside", "FILE_WORD", "自评表里"),
        ("doc", "FILE_WORD", "自评表里"),
        ("PDF as xlsx", "FILE_SCAN", "盖章件"),
        ("RAR as xlsx", "ARCHIVE_UNREADABLE", "重新压缩为 zip"),
        ("7z as xlsx", "ARCHIVE_UNREADABLE", "重新压缩为 zip"),
        ("HTML as xlsx", "FILE_NOT_EXCEL", "另存为"),
    ],
)
def test_row_13_other_kinds_say_what_to_do(kind: str, code: str, advice: str) -> None:
    judgement = judged(hostile.KINDS[kind][0]())

    assert (judgement.outcome, [issue.code for issue in judgement.issues]) == (REFUSED, [code])
    assert advice in judgement.issues[0].message


@pytest.mark.parametrize(
    ("label", "value", "outcome", "expected"),
    [
        (InfoLabel.NAME, "苏南恒岳机床有限公司（公章）", ACCEPTED, []),
        (InfoLabel.NAME, "恒岳机床", ACCEPTED, [("B2", "NAME_DIFFERS")]),
        (InfoLabel.USCC, USCC.lower(), ACCEPTED, []),
        (InfoLabel.USCC, 911101081000000000, UNRECOGNISED, [("B1", "USCC_PRECISION_LOST")]),
        (InfoLabel.USCC, "9.11E+17", UNRECOGNISED, [("B1", "USCC_PRECISION_LOST")]),
        (InfoLabel.USCC, USCC[:-1], UNRECOGNISED, [(None, "NOT_IN_ROSTER")]),
    ],
)
def test_row_15_the_code_decides_and_the_name_helps(
    label: InfoLabel, value: object, outcome: Outcome, expected: list[tuple[str | None, str]]
) -> None:
    judgement = judged(plain_book(info={label: value}))

    assert (judgement.outcome, faults(judgement)) == (outcome, expected)


def test_row_16_colours_say_nothing_and_what_stands_beside_the_form_is_named() -> None:
    book = plain_book()
    sheet = form_sheet(book)
    sheet["D3"].fill, sheet["D3"].font = PatternFill("solid", fgColor="FFFF0000"), Font(strike=True)
    sheet["D5"].comment = Comment("应为 4 级", "张三")
    sheet["L3"], sheet["L9"], sheet["K60"] = "见附件", "同上", "合计说明"

    judgement = judged(book)

    assert (judgement.outcome, faults(judgement)) == (ACCEPTED, [(None, "NOTES_NOT_READ"), ("L3", "TEXT_OUTSIDE")])
    assert "D5：" in judgement.issues[0].message
    assert "L9" in judgement.issues[1].message


def test_row_16_our_own_notes_are_not_held_against_anybody() -> None:
    book = plain_book({"P1-03": "3分"})
    form_sheet(book)["D4"].comment = Comment("待核", "张三")
    back = opened(annotate(as_bytes(book), judged(book).issues, note=""))
    back["自评表"]["D4"] = 3

    found = [issue.found for issue in judged(back).issues if issue.code == "NOTES_NOT_READ"]

    assert found == ["D4：待核"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("encrypted by Excel", "FILE_ENCRYPTED"),
        ("encrypted by 亿赛通", "FILE_ENCRYPTED"),
        ("macros", "FILE_MACROS"),
        ("21 MB", "FILE_TOO_LARGE"),
    ],
)
def test_row_17_locked_armed_and_huge_files_say_so(kind: str, code: str) -> None:
    judgement = judged(hostile.KINDS[kind][0]())

    assert (judgement.outcome, [issue.code for issue in judgement.issues]) == (REFUSED, [code])


def test_row_17_a_protected_sheet_is_read_like_any_other() -> None:
    book = plain_book()
    form_sheet(book).protection.sheet = True
    book.security = WorkbookProtection(workbookPassword="x", lockStructure=True)

    assert faults(judged(book)) == []


@pytest.mark.parametrize("value", ["不\u200b适用", "\u3000不适用\u00a0", "“不适用”", "不適用", "不适用\n"])
def test_row_18_invisible_white_traditional_and_quoted_writing_is_made_plain(value: str) -> None:
    judgement = judged(plain_book({"P3-04": value}))

    assert (judgement.outcome, faults(judgement)) == (ACCEPTED, [(level_cell("P3-04"), "LEVEL_NORMALISED")])


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-x", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_row_19_no_text_of_theirs_becomes_a_formula_in_what_goes_out(text: str) -> None:
    book = plain_book()
    form_sheet(book)["A2"].value, form_sheet(book)["A2"].data_type = text, "s"
    form_sheet(book)["L3"].value, form_sheet(book)["L3"].data_type = text, "s"

    content = annotate(as_bytes(book), judged(book).issues, note="")

    cells = [cell for sheet in opened(content).worksheets for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert text in [cell.value for cell in cells if cell.parent.title == ISSUE_SHEET]
    assert csv_text([{"说明": text}]).splitlines()[1].lstrip('"').startswith("'")


def test_rows_20_and_21_are_no_faults() -> None:
    book = plain_book({item.code: 4 for item in edition().items if item.applies(enterprise().size, enterprise().traits)})
    form_sheet(book)["G2"] = "质量体系证书 有效期至2019-05-01"

    judgement = judged(book)

    assert (judgement.outcome, {code for _, code in faults(judgement)}) == (ACCEPTED, {"EVIDENCE_MISSING"})
