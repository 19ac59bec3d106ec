"""需关注 of a period: gathered from levels, texts, the period before and the other enterprises."""

from datetime import date

from exchange.layout import InfoLabel
from models.access import LOCAL_STAFF
from services.attention import COLUMNS, attention
from tests.builders import USCC, edition
from tests.exchange.plain_forms import as_bytes, form_sheet, plain_book, row_of
from tests.services.desk import FIRM, SECOND, Desk, form_of

VARIED = {item.code: number % 3 for number, item in enumerate(edition().items) if item.not_applicable_when is None}


def test_a_plain_period_has_nothing_but_the_uniform_forms(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels=VARIED)), ("b.xlsx", form_of(SECOND)))

    frame = attention(desk.store, LOCAL_STAFF, "2020")

    assert tuple(frame.columns) == COLUMNS
    assert list(zip(frame["uscc"], frame["code"], strict=True)) == [(SECOND, "ALL_SAME")]


def test_the_same_levels_in_two_forms_are_noticed_in_both(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels=VARIED)), ("b.xlsx", form_of(SECOND, levels=VARIED)))

    frame = attention(desk.store, LOCAL_STAFF, "2020")

    sentences = dict(zip(frame["uscc"], frame["sentence"], strict=True))
    assert list(frame["code"]) == ["SAME_AS_OTHER", "SAME_AS_OTHER"]
    assert "浙东轴承厂" in sentences[USCC]
    assert FIRM.name in sentences[SECOND]


def test_the_levels_of_the_period_before_are_compared(desk: Desk) -> None:
    desk.add_period("2021", date(2021, 9, 10))
    desk.receive(("a.xlsx", form_of(levels=VARIED)))
    desk.receive(("b.xlsx", form_of(levels=VARIED, PERIOD="2021")), period="2021")

    frame = attention(desk.store, LOCAL_STAFF, "2021")

    assert list(frame["code"]) == ["SAME_AS_BEFORE"]


def test_texts_are_looked_at_item_by_item(desk: Desk) -> None:
    book = plain_book(VARIED | {"P1-01": 4, "P1-02": 4})
    form_sheet(book)[f"G{row_of('P1-01')}"] = "浙东轴承厂 ISO9001 证书，有效期至2019-05-01"
    desk.receive(("a.xlsx", as_bytes(book)))

    frame = attention(desk.store, LOCAL_STAFF, "2020")

    assert list(zip(frame["uscc"], frame["code"], frame["item"], strict=True)) == [
        (USCC, "HIGH_WITHOUT_EVIDENCE", "P1-02"),
        (USCC, "CERTIFICATE_EXPIRED", "P1-01"),
        (USCC, "OTHER_ENTERPRISE_NAMED", "P1-01"),
    ]


def test_a_form_that_went_back_is_not_looked_at(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels={"P1-01": "3分"})))

    assert attention(desk.store, LOCAL_STAFF, "2020").empty


def test_the_same_words_in_two_forms_are_noticed_and_the_same_reasons_are_not(desk: Desk) -> None:
    book = plain_book(VARIED)
    form_sheet(book)[f"F{row_of('P1-01')}"] = "质量责任落实到每个岗位，按月考核，追责到人，三年来质量损失率逐年下降。"
    other = plain_book(VARIED | {"P1-02": 0}, {InfoLabel.USCC: SECOND, InfoLabel.NAME: "浙东轴承厂"})
    form_sheet(other)[f"F{row_of('P1-01')}"] = form_sheet(book)[f"F{row_of('P1-01')}"].value
    desk.receive(("a.xlsx", as_bytes(book)), ("b.xlsx", as_bytes(other)))

    frame = attention(desk.store, LOCAL_STAFF, "2020")

    assert [sentence[:5] for sentence in frame["sentence"]] == ["所写的文字"] * 2
