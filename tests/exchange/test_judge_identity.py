"""Whose form it is, for which period, and what the roster says of that enterprise."""

import datetime as dt
from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from exchange.layout import PROPERTY_PREFIX, InfoLabel, MetaKey, Sheet
from models.enterprise import Size, Trait
from models.submission import Outcome
from tests.builders import PERIOD, USCC, enterprise
from tests.exchange.plain_forms import faults, form_sheet, judged, level_cell, plain_book, row_of

OTHER = "91320000000000001A"


# --- whose form it is


def test_a_renamed_enterprise_is_known_by_its_code() -> None:
    judgement = judged(plain_book(info={InfoLabel.NAME: "恒岳机床"}))

    assert faults(judgement) == [("B2", "NAME_DIFFERS")]
    assert judgement.outcome is Outcome.ACCEPTED


def test_the_seal_and_white_characters_make_no_other_name() -> None:
    assert faults(judged(plain_book(info={InfoLabel.NAME: " 苏南恒岳机床 有限公司（公章）"}))) == []


def test_the_code_is_compared_without_case_width_and_white_characters() -> None:
    assert faults(judged(plain_book(info={InfoLabel.USCC: " 91350100ｍ000100y43 "}))) == []


@pytest.mark.parametrize("hyphen", ["-", "－", "\u2011", "—", "_"])
def test_the_code_is_compared_without_hyphens_as_the_roster_has_it(hyphen: str) -> None:
    written = hyphen.join((USCC[:8], USCC[8:17], USCC[17:]))

    assert faults(judged(plain_book(info={InfoLabel.USCC: written}))) == []


def test_a_code_in_the_hidden_sheet_alone_is_enough_with_a_hint() -> None:
    book = plain_book(info={InfoLabel.USCC: None})
    _add_meta(book, USCC)

    judgement = judged(book)

    assert (judgement.outcome, faults(judgement)) == (Outcome.ACCEPTED, [(None, "IDENTITY_PARTIAL")])


def test_a_code_in_the_document_properties_alone_is_enough_with_a_hint() -> None:
    book = plain_book(info={InfoLabel.USCC: None})
    book.custom_doc_props.append(StringProperty(name=PROPERTY_PREFIX + MetaKey.USCC, value=USCC))

    judgement = judged(book)

    assert (judgement.outcome, faults(judgement)) == (Outcome.ACCEPTED, [(None, "IDENTITY_PARTIAL")])


@pytest.mark.parametrize("where", ["hidden", "property", "top"])
def test_codes_that_contradict_each_other_are_all_named(where: str) -> None:
    book = plain_book()
    if where == "hidden":
        _add_meta(book, OTHER)
    elif where == "property":
        book.custom_doc_props.append(StringProperty(name=PROPERTY_PREFIX + MetaKey.USCC, value=OTHER))
    else:
        form_sheet(book).insert_rows(1)
        form_sheet(book)["A1"], form_sheet(book)["B1"] = "统一社会信用代码", OTHER

    judgement = judged(book, roster={USCC: enterprise(), OTHER: enterprise(uscc=OTHER)})

    assert (judgement.outcome, faults(judgement)) == (Outcome.UNRECOGNISED, [(None, "IDENTITY_CONTRADICTS")])
    assert USCC in judgement.issues[0].message
    assert OTHER in judgement.issues[0].message


def test_no_code_anywhere_is_unrecognised() -> None:
    judgement = judged(plain_book(info={InfoLabel.USCC: None}))

    assert (judgement.outcome, faults(judgement)) == (Outcome.UNRECOGNISED, [(None, "IDENTITY_MISSING")])


def test_a_code_stored_as_a_number_has_lost_its_end() -> None:
    judgement = judged(plain_book(info={InfoLabel.USCC: 913501000001000430}))

    assert (judgement.outcome, faults(judgement)) == (Outcome.UNRECOGNISED, [("B1", "USCC_PRECISION_LOST")])


def test_a_code_stored_as_a_number_does_no_harm_beside_the_hidden_one() -> None:
    book = plain_book(info={InfoLabel.USCC: 9.135e17})
    _add_meta(book, USCC)

    assert judged(book).outcome is Outcome.ACCEPTED


def test_a_stranger_is_unrecognised_with_a_hint_at_who_is_nearly_the_same() -> None:
    by_code = judged(plain_book(info={InfoLabel.USCC: USCC.replace("43", "34"), InfoLabel.NAME: "别的企业"}))
    one_off = judged(plain_book(info={InfoLabel.USCC: USCC.replace("43", "48"), InfoLabel.NAME: "别的企业"}))
    by_name = judged(plain_book(info={InfoLabel.USCC: OTHER}))

    assert [found.outcome for found in (by_code, one_off, by_name)] == [Outcome.UNRECOGNISED] * 3
    assert [faults(found) for found in (by_code, one_off, by_name)] == [[(None, "NOT_IN_ROSTER")]] * 3
    assert "花名册上。" in by_code.issues[0].message
    assert "只差一位" in one_off.issues[0].message
    assert f"同名企业的代码是 {USCC}" in by_name.issues[0].message


# --- for which period, and when


@pytest.mark.parametrize("period", ["2019", "2020H2", "去年"])
def test_a_form_of_another_period_is_returned(period: str) -> None:
    judgement = judged(plain_book(info={InfoLabel.PERIOD: period}))

    assert (judgement.outcome, [code for _, code in faults(judgement)]) == (Outcome.RETURNED, ["PERIOD_MISMATCH"])


@pytest.mark.parametrize("period", ["2020", 2020, "2020年", " ２０２０ 年 "])
def test_the_period_may_be_written_in_other_ways(period: object) -> None:
    assert faults(judged(plain_book(info={InfoLabel.PERIOD: period}))) == []


def test_a_half_year_may_be_written_in_small_letters() -> None:
    half = replace(PERIOD, code="2020H2")

    assert faults(judged(plain_book(info={InfoLabel.PERIOD: "2020h2"}), period=half)) == []


def test_a_form_that_states_no_period_is_taken_with_a_hint() -> None:
    judgement = judged(plain_book(info={InfoLabel.PERIOD: None}))

    assert (judgement.outcome, faults(judgement)) == (Outcome.ACCEPTED, [(None, "PERIOD_UNSTATED")])


def test_a_form_of_another_edition_is_returned() -> None:
    judgement = judged(plain_book(info={InfoLabel.EDITION: "2019"}))

    assert (judgement.outcome, faults(judgement)) == (Outcome.RETURNED, [(None, "EDITION_MISMATCH")])


@pytest.mark.parametrize(
    ("received_on", "grace", "extended", "late"),
    [
        (dt.date(2020, 9, 10), 0, None, False),
        (dt.date(2020, 9, 11), 0, None, True),
        (dt.date(2020, 9, 13), 3, None, False),
        (dt.date(2020, 9, 14), 3, None, True),
        (dt.date(2020, 9, 14), 3, dt.date(2020, 9, 20), False),
        (dt.date(2020, 9, 21), 3, dt.date(2020, 9, 20), True),
    ],
)
def test_late_is_after_deadline_grace_and_extension(received_on: dt.date, grace: int, extended: dt.date | None, late: bool) -> None:
    extensions = {USCC: extended} if extended else {}

    judgement = judged(plain_book(), received_on=received_on, period=replace(PERIOD, grace_days=grace), extensions=extensions)

    assert faults(judgement) == ([(None, "LATE")] if late else [])
    assert judgement.outcome is Outcome.ACCEPTED


# --- size and traits


def test_the_roster_decides_and_what_the_form_says_otherwise_is_a_hint() -> None:
    judgement = judged(plain_book(info={InfoLabel.SIZE: "大型企业", InfoLabel.TRAITS: "有自有产品、消费品"}))

    assert faults(judgement) == [("B5", "SIZE_DIFFERS"), ("B6", "TRAITS_DIFFER")]
    assert judgement.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "info", [{InfoLabel.SIZE: "小型企业", InfoLabel.TRAITS: " 有自有产品 "}, {InfoLabel.SIZE: "", InfoLabel.TRAITS: ""}]
)
def test_the_same_size_and_traits_in_other_words_are_the_same(info: dict[InfoLabel, str]) -> None:
    assert faults(judged(plain_book(info=dict(info)))) == []


def test_no_traits_may_be_said_as_none() -> None:
    plain = enterprise(traits=frozenset())

    found = faults(judged(plain_book(info={InfoLabel.TRAITS: "无"}), plain))

    assert [code for _, code in found] == ["LEVEL_NOT_EXPECTED"]


def test_an_item_that_applies_by_size_or_trait_may_not_be_left_out() -> None:
    grown = enterprise(size=Size.LARGE, traits=frozenset({Trait.OWN_PRODUCT, Trait.FIRST_SET}))

    judgement = judged(plain_book(), grown)

    assert faults(judgement) == [(level_cell(code), "NA_NOT_ALLOWED") for code in ("P1-07", "P3-07", "P3-08", "P6-07")]
    assert judgement.outcome is Outcome.RETURNED


def test_an_item_that_does_not_apply_may_be_scored_with_a_hint() -> None:
    judgement = judged(plain_book({"P3-04": 1}))

    assert faults(judgement) == [(level_cell("P3-04"), "LEVEL_NOT_EXPECTED"), (f"E{row_of('P3-04')}", "REASON_BESIDE_LEVEL")]
    assert judgement.outcome is Outcome.ACCEPTED


def _add_meta(book: Workbook, uscc: str) -> None:
    sheet = book.create_sheet(Sheet.META.value)
    sheet.append([str(MetaKey.USCC), uscc])
    sheet.sheet_state = "veryHidden"
