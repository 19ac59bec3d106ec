"""From a workbook to its outcome: what a form is returned for, what only deserves a hint, and at which cell."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exchange.layout import InfoLabel
from models.assessment import Level
from models.submission import Outcome
from tests.builders import edition, enterprise
from tests.exchange.forms import form
from tests.exchange.plain_forms import as_bytes, faults, form_sheet, judged, level_cell, plain_book, row_of

OTHER = "91320000000000001A"
Spoil = Callable[[Worksheet], object]


def test_a_proper_form_is_accepted_without_an_issue() -> None:
    judgement = judged(plain_book())

    assert (judgement.outcome, faults(judgement), judgement.enterprise) == (Outcome.ACCEPTED, [], enterprise())


def test_an_empty_template_is_accepted_with_48_blanks() -> None:
    judgement = judged(form())

    assert judgement.outcome is Outcome.ACCEPTED
    assert Counter(code for _, code in faults(judgement)) == {"BLANK": 48, "NOTHING_FILLED": 1}


# --- level cells

LEVEL_FAULTS: list[tuple[object, list[str], Outcome]] = [
    (None, ["BLANK"], Outcome.ACCEPTED),
    (" \u3000\u200b", ["BLANK"], Outcome.ACCEPTED),
    ("３级", ["LEVEL_NORMALISED", "EVIDENCE_MISSING"], Outcome.ACCEPTED),
    ("0-未开展", ["LEVEL_NORMALISED"], Outcome.ACCEPTED),
    ("3分", ["LEVEL_AMBIGUOUS"], Outcome.RETURNED),
    ("/", ["LEVEL_AMBIGUOUS"], Outcome.RETURNED),
    (True, ["LEVEL_AMBIGUOUS"], Outcome.RETURNED),
    (2.5, ["LEVEL_OUT_OF_RANGE"], Outcome.RETURNED),
    (85, ["LEVEL_OUT_OF_RANGE"], Outcome.RETURNED),
    (dt.date(2020, 1, 2), ["LEVEL_IS_DATE"], Outcome.RETURNED),
    ("#REF!", ["CELL_ERROR"], Outcome.RETURNED),
    ("#N/A", ["CELL_ERROR"], Outcome.RETURNED),
    ("=VLOOKUP(A2,[1]旧表!A:D,4,0)", ["FORMULA_WITHOUT_VALUE"], Outcome.RETURNED),
    ("不适用", ["NA_NOT_ALLOWED"], Outcome.RETURNED),
    ("N/A", ["LEVEL_NORMALISED", "NA_NOT_ALLOWED"], Outcome.RETURNED),
]


@pytest.mark.parametrize(("value", "codes", "outcome"), LEVEL_FAULTS)
def test_each_fault_of_a_level_is_named_at_its_cell(value: object, codes: list[str], outcome: Outcome) -> None:
    judgement = judged(plain_book({"P1-03": value}))

    assert [code for _, code in faults(judgement)] == codes
    assert {cell for cell, code in faults(judgement) if code != "EVIDENCE_MISSING"} == {"D4"}
    assert judgement.outcome is outcome


@pytest.mark.parametrize(
    ("result", "faulty", "level"),
    [
        ("<v>2</v>", [("D2", "LEVEL_FROM_FORMULA")], Level.IMPLEMENTED),
        ("<v></v>", [("D2", "BLANK")], Level.BLANK),
        ("<v>2.5</v>", [("D2", "LEVEL_OUT_OF_RANGE")], Level.FAULTY),
        ("<v>不适用</v>", [("D2", "LEVEL_FROM_FORMULA"), ("D2", "NA_NOT_ALLOWED")], Level.NOT_APPLICABLE),
    ],
)
def test_a_formula_is_read_by_the_value_it_last_gave(result: str, faulty: list[tuple[str, str]], level: Level) -> None:
    content = as_bytes(plain_book({"P1-01": "=X1"}), {"D2": result})

    judgement = judged(content)

    assert faults(judgement) == faulty
    assert judgement.assessment is not None
    assert judgement.assessment.answers["P1-01"].level is level


def test_an_issue_says_what_was_found_and_of_which_item() -> None:
    [issue] = judged(plain_book({"P1-03": " 3分 "})).issues

    assert (issue.sheet, issue.cell, issue.item, issue.found) == ("自评表", "D4", "P1-03", "3分")
    assert issue.message.startswith("D4 填了“3分”")


def test_a_merge_over_level_cells_is_a_fault_of_each_of_them() -> None:
    book = plain_book()
    form_sheet(book).merge_cells("D2:D4")

    judgement = judged(book)

    assert faults(judgement) == [("D2", "LEVEL_MERGED"), ("D3", "LEVEL_MERGED"), ("D4", "LEVEL_MERGED")]
    assert judgement.outcome is Outcome.RETURNED
    assert judgement.assessment is not None
    assert Level.BLANK not in judgement.assessment.levels()


def test_merged_priorities_and_titles_do_no_harm() -> None:
    book = plain_book()
    form_sheet(book).merge_cells("B2:B4")
    form_sheet(book).merge_cells("F2:G2")

    assert faults(judged(book)) == []


# --- reasons and other texts


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        (None, ["NA_WITHOUT_REASON"]),
        ("  ", ["NA_WITHOUT_REASON"]),
        ("#REF!", ["CELL_ERROR", "NA_WITHOUT_REASON"]),
        ("=X1", ["FORMULA_WITHOUT_VALUE", "NA_WITHOUT_REASON"]),
    ],
)
def test_not_applicable_without_a_readable_reason_is_returned(reason: object, codes: list[str]) -> None:
    book = plain_book()
    form_sheet(book)[f"E{row_of('P3-04')}"] = reason

    judgement = judged(book)

    assert faults(judgement) == [(f"E{row_of('P3-04')}", code) for code in codes]
    assert judgement.outcome is Outcome.RETURNED


def test_gaps_and_errors_in_other_columns_are_hints_at_most() -> None:
    book = plain_book()
    sheet = form_sheet(book)
    for cell, value in {"F2": "#REF!", "G3": "=X1", "C4": 9, "E5": "外包", "H6": None}.items():
        sheet[cell] = value

    judgement = judged(book)

    assert faults(judgement) == [
        ("F2", "TEXT_UNREADABLE"),
        ("G3", "TEXT_UNREADABLE"),
        ("C4", "WEIGHT_CHANGED"),
        ("E5", "REASON_BESIDE_LEVEL"),
    ]
    assert judgement.outcome is Outcome.ACCEPTED


def test_a_form_with_the_two_needed_columns_alone_is_accepted() -> None:
    book = plain_book()
    sheet = form_sheet(book)
    sheet.delete_cols(6, 5)
    sheet.delete_cols(2, 2)

    judgement = judged(book)

    assert judgement.outcome is Outcome.ACCEPTED
    assert {code for _, code in faults(judgement)} == {"COLUMN_MISSING"}
    assert [issue.found for issue in judgement.issues] == ["自评说明", "证明材料", "责任部门", "改进措施", "完成时限"]


def test_without_the_column_of_reasons_what_is_left_out_has_none() -> None:
    book = plain_book()
    form_sheet(book).delete_cols(5)

    judgement = judged(book)

    assert Counter(code for _, code in faults(judgement)) == {"COLUMN_MISSING": 1, "NA_WITHOUT_REASON": 11}
    assert judgement.outcome is Outcome.RETURNED


# --- rows and columns

ROW_FAULTS: dict[str, tuple[Spoil, list[tuple[str | None, str]], Outcome]] = {
    "a missing row": (lambda sheet: sheet.delete_rows(row_of("P6-06")), [("A1", "BLANK")], Outcome.ACCEPTED),
    "a code taken away": (lambda sheet: sheet.__setitem__("A2", None), [("A1", "BLANK")], Outcome.ACCEPTED),
    "a code written another way": (lambda sheet: sheet.__setitem__("A2", " p1－01 "), [], Outcome.ACCEPTED),
    "a code of another list": (
        lambda sheet: sheet.__setitem__("A2", "P9-01"), [("A1", "BLANK"), ("A2", "ITEM_UNKNOWN")], Outcome.ACCEPTED,
    ),
    "a code that is an error": (
        lambda sheet: sheet.__setitem__("A2", "#REF!"), [("A1", "BLANK"), ("A2", "CELL_ERROR")], Outcome.RETURNED,
    ),
    "a code that is a formula without result": (
        lambda sheet: sheet.__setitem__("A2", "=X1"), [("A1", "BLANK"), ("A2", "FORMULA_WITHOUT_VALUE")], Outcome.RETURNED,
    ),
    "an item twice, differing": (lambda sheet: sheet.append(["P1-01", "", 4, 1]), [("D50", "ITEM_REPEATED")], Outcome.RETURNED),
    "an item twice, with other texts": (
        lambda sheet: sheet.append(["P1-01", "", 4, 2, None, "另有说明"]), [("D50", "ITEM_REPEATED")], Outcome.RETURNED,
    ),
    "an item twice, the same": (lambda sheet: sheet.append(["P1-01", "", 4, 2]), [("D50", "ITEM_REPEATED_SAME")], Outcome.ACCEPTED),
    "an item twice, once blank": (lambda sheet: sheet.append(["P1-01"]), [("D50", "ITEM_REPEATED")], Outcome.RETURNED),
    "a subtotal": (lambda sheet: sheet.append(["小计", "", 100, 2.4]), [], Outcome.ACCEPTED),
    "the level column twice": (lambda sheet: sheet.__setitem__("K1", "自评等级"), [("K1", "COLUMN_REPEATED")], Outcome.RETURNED),
    "the reason column twice": (lambda sheet: sheet.__setitem__("K1", "不适用理由"), [("K1", "COLUMN_REPEATED")], Outcome.RETURNED),
    "a column of their own": (lambda sheet: sheet.__setitem__("K1", "内部意见"), [], Outcome.ACCEPTED),
}  # fmt: skip


@pytest.mark.parametrize("what", ROW_FAULTS)
def test_rows_and_columns(what: str) -> None:
    spoil, expected, outcome = ROW_FAULTS[what]
    book = plain_book()
    spoil(form_sheet(book))

    judgement = judged(book)

    assert (faults(judgement), judgement.outcome) == (expected, outcome)


@pytest.mark.parametrize(("code", "fault"), [("P9-01", "ITEM_UNKNOWN"), ("P1-01", "ITEM_REPEATED_SAME"), ("#REF!", "CELL_ERROR")])
def test_thousands_of_stray_rows_are_told_by_the_first_and_a_count(code: str, fault: str) -> None:
    book = plain_book()
    for _ in range(4000):
        form_sheet(book).append([code, "", "", 2])

    judgement = judged(book)

    assert Counter(found for _, found in faults(judgement)) == {fault: 20, "ROWS_NOT_LISTED": 1}
    [rest] = [issue for issue in judgement.issues if issue.code == "ROWS_NOT_LISTED"]
    assert rest.details["count"] == "3980"
    assert rest.cell in {"A70", "D70"}


def test_a_missing_row_names_its_item() -> None:
    book = plain_book()
    form_sheet(book).delete_rows(row_of("P6-06"))

    [issue] = judged(book).issues

    assert issue.item == "P6-06"
    assert "表中没有 P6-06" in issue.message


def test_faults_come_in_the_order_of_the_sheet_and_all_at_once() -> None:
    book = plain_book({"P6-06": "优", "P1-01": 7, "P2-02": None}, {InfoLabel.PERIOD: "2019"})

    judgement = judged(book, received_on=dt.date(2020, 10, 1))

    assert faults(judgement) == [
        (None, "PERIOD_MISMATCH"), (None, "LATE"),
        ("D2", "LEVEL_OUT_OF_RANGE"), (level_cell("P2-02"), "BLANK"), (level_cell("P6-06"), "LEVEL_AMBIGUOUS"),
    ]  # fmt: skip


# --- not our form

FOREIGN: dict[str, tuple[Callable[[Workbook], object], str]] = {
    "another form altogether": (lambda book: book.remove(form_sheet(book)), "NOT_OUR_FORM"),
    "no level column": (lambda book: form_sheet(book).__setitem__("D1", "得分"), "LEVEL_COLUMN_MISSING"),
    "no code column": (lambda book: form_sheet(book).__setitem__("A1", "序"), "CODE_COLUMN_MISSING"),
    "two forms": (lambda book: book.copy_worksheet(form_sheet(book)), "SEVERAL_FORMS"),
    "no row of an item": (lambda book: form_sheet(book).delete_rows(2, 60), "NOT_OUR_FORM"),
}


@pytest.mark.parametrize("what", FOREIGN)
def test_a_workbook_that_is_no_single_form_is_unrecognised(what: str) -> None:
    spoil, code = FOREIGN[what]
    book = plain_book()
    spoil(book)

    judgement = judged(book)

    assert (judgement.outcome, [issue.code for issue in judgement.issues]) == (Outcome.UNRECOGNISED, [code])


def test_what_may_not_be_opened_is_refused() -> None:
    judgement = judged(b"not a workbook")

    assert (judgement.outcome, judgement.enterprise) == (Outcome.REFUSED, None)


# --- every item is one of four things

ANY_CELL = st.sampled_from([None, " ", 0, 1, 2, 3, 4, "3级", "不适用", "N/A", "/", "优", 2.5, True, "=X1", "#REF!", dt.date(2020, 1, 2)])


@settings(max_examples=20)
@given(st.dictionaries(st.sampled_from([item.code for item in edition().items]), ANY_CELL, max_size=20), st.integers(0, 3), st.booleans())
def test_every_item_is_filled_left_out_blank_or_faulty(levels: dict[str, object], lost_rows: int, merged: bool) -> None:
    book = plain_book(levels)
    if merged:
        form_sheet(book).merge_cells("D10:D12")
    form_sheet(book).delete_rows(20, lost_rows)

    judgement = judged(book)

    assert judgement.assessment is not None
    found = judgement.assessment.levels()
    counts = Counter("filled" if level <= Level.LEADING else Level(level).name for level in found)
    assert set(counts) <= {"filled", "NOT_APPLICABLE", "BLANK", "FAULTY"}
    assert counts.total() == 48
    codes = Counter(code for _, code in faults(judgement))
    assert counts["BLANK"] == codes["BLANK"] >= lost_rows
    assert counts["FAULTY"] == sum(codes[code] for code in FAULTY_CODES)
    assert (judgement.outcome is Outcome.RETURNED) == any(issue.severity == "error" for issue in judgement.issues)


FAULTY_CODES = ("LEVEL_AMBIGUOUS", "LEVEL_OUT_OF_RANGE", "LEVEL_IS_DATE", "LEVEL_MERGED", "CELL_ERROR", "FORMULA_WITHOUT_VALUE")


def test_every_issue_of_a_spoilt_form_has_a_message_with_its_cell() -> None:
    spoilt = {code: value for (value, _, _), code in zip(LEVEL_FAULTS, edition().by_code, strict=False)}

    issues = judged(plain_book(spoilt)).issues

    assert len(issues) >= len(LEVEL_FAULTS)
    assert all(issue.cell is None or issue.cell in issue.message or issue.code == "EVIDENCE_MISSING" for issue in issues)
