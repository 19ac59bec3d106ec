"""The form that goes out: what it offers, what it locks, what it says of itself."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from exchange.layout import PROPERTY_PREFIX, Heading, InfoLabel, MetaKey, Sheet
from exchange.template import FormMaster
from models.assessment import Answer, Field, Level
from models.enterprise import Size, Trait
from tests.builders import PERIOD, USCC, edition, enterprise
from tests.exchange.forms import DIGEST, ISSUED_ON, assessment, form, item_cell, offered, opened, place

LEVELS, LEVELS_OR_NONE = '"0,1,2,3,4"', '"0,1,2,3,4,不适用"'


def test_every_item_has_a_row_with_its_code_as_text() -> None:
    book = opened(form())

    codes = [item_cell(book, item.code, Heading.CODE) for item in edition().items]

    assert len(codes) == 48
    assert {cell.data_type for cell in codes} == {"s"}


def test_the_headings_stand_in_one_row_in_the_order_of_the_layout() -> None:
    sheet = opened(form())[Sheet.FORM.value]

    row = [cell.value for cell in sheet[4]]

    assert row == [heading.value for heading in Heading if heading is not Heading.PREVIOUS]


@pytest.mark.parametrize(
    ("code", "size", "traits", "offer"),
    [
        ("P1-01", Size.MICRO, frozenset(), LEVELS),
        ("P1-07", Size.LARGE, frozenset(), LEVELS),
        ("P1-07", Size.SMALL, frozenset(), LEVELS_OR_NONE),
        ("P3-04", Size.LARGE, frozenset({Trait.CONSUMER_GOODS}), LEVELS),
        ("P3-04", Size.LARGE, frozenset(), LEVELS_OR_NONE),
        ("P3-08", Size.LARGE, frozenset({Trait.FIRST_SET}), LEVELS),
        ("P6-07", None, frozenset(), LEVELS_OR_NONE),
    ],
)
def test_not_applicable_is_offered_only_where_the_item_does_not_apply(code: str, size: Size, traits: frozenset[Trait], offer: str) -> None:
    book = opened(form(enterprise(size=size, traits=traits)))

    assert offered(book, code) == offer


def test_every_item_has_a_drop_down_even_when_none_may_be_left_out() -> None:
    book = opened(form(enterprise(size=Size.LARGE, traits=frozenset(Trait))))

    assert {offered(book, item.code) for item in edition().items} == {LEVELS}


def test_the_row_says_why_an_item_may_be_left_out() -> None:
    book = opened(form(enterprise(size=Size.LARGE, traits=frozenset({Trait.CLUSTER}))))

    assert "可填不适用：没有“消费品”" in str(item_cell(book, "P3-04", Heading.TITLE).value)
    assert "本企业须填等级" in str(item_cell(book, "P4-07", Heading.TITLE).value)
    assert str(item_cell(book, "P1-01", Heading.TITLE).value) == "★ 质量责任体系"


def test_only_what_the_enterprise_writes_is_unlocked() -> None:
    book = opened(form())

    locked = {heading: item_cell(book, "P2-09", heading).protection.locked for heading in Heading if heading is not Heading.PREVIOUS}

    assert {heading for heading, is_locked in locked.items() if not is_locked} == {Heading(field.value) for field in Field}
    assert item_cell(book, "P1-01", Heading.REASON).protection.locked
    assert [sheet.protection.sheet for sheet in book.worksheets] == [True] * 5
    assert book[Sheet.FORM.value].protection.password is None


def test_nothing_is_merged_in_the_form() -> None:
    assert not opened(form())[Sheet.FORM.value].merged_cells.ranges


def test_the_form_prints_on_a4_landscape_with_its_heading_on_each_page() -> None:
    sheet = opened(form())[Sheet.FORM.value]

    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$1:$4"
    assert "&P" in sheet.oddFooter.right.text


def test_ten_points_stay_eight_when_printed_one_page_wide() -> None:
    widths = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', _sheet_xml(form()))

    pixels = sum(round(float(width) * 7) * (int(last) - int(first) + 1) for first, last, width in widths)

    printable = (297 / 25.4 - 0.6) * 96
    assert 10 * printable / pixels >= 8


def test_the_count_of_what_is_open_has_its_result_before_anyone_calculates() -> None:
    answers = {"P1-01": Answer(level=Level(3)), "P2-09": Answer(level=Level.NOT_APPLICABLE)}

    blank = opened(form(), values=True)[Sheet.FORM.value]
    filled = opened(form(previous=assessment(answers), carry_levels=True), values=True)[Sheet.FORM.value]

    assert blank["F1"].value == "还有 48 项没有填自评等级"
    assert filled["F1"].value == "还有 46 项没有填自评等级；有 1 项“不适用”没有写理由"
    assert filled["F3"].value == "各项还差：体系 8　方法 8　分级 8　品牌 8　基础 7　人才 7"


def test_identity_is_carried_in_cells_in_the_hidden_sheet_and_in_the_properties() -> None:
    book = opened(form())
    sheet, meta = book[Sheet.FORM.value], book[Sheet.META.value]

    label = next(cell for row in sheet["A1:F3"] for cell in row if cell.value == InfoLabel.USCC.value)
    marks = {row[0].value: row[1].value for row in meta.iter_rows()}
    properties = {prop.name: prop.value for prop in book.custom_doc_props.props}

    assert book[Sheet.INFO.value]["A1"].value == InfoLabel.USCC.value
    assert book[Sheet.INFO.value]["B1"].value == USCC
    assert sheet.cell(label.row, label.column + 1).value == USCC
    assert marks[MetaKey.USCC.value] == USCC
    assert marks[MetaKey.DIGEST.value] == DIGEST
    assert meta.sheet_state != "visible"
    assert properties == {PROPERTY_PREFIX + key: value for key, value in marks.items()}


def test_the_roster_stands_in_the_enterprise_sheet_as_text() -> None:
    sheet = opened(form(enterprise(name="=甲&乙", staff=1200)))[Sheet.INFO.value]

    values = {row[0].value: row[1] for row in sheet.iter_rows(max_row=len(InfoLabel))}

    assert values[InfoLabel.NAME.value].value == "=甲&乙"
    assert {cell.data_type for cell in values.values() if cell.value is not None} == {"s"}
    assert values[InfoLabel.STAFF.value].value == "1200"
    assert values[InfoLabel.TRAITS.value].value == "有自有产品"
    assert values[InfoLabel.USCC.value].protection.locked
    assert not values[InfoLabel.REGION.value].protection.locked


def test_last_period_is_a_reminder_and_leaves_the_level_open() -> None:
    earlier = assessment({"P1-01": Answer(level=Level(2), texts={Field.EVIDENCE: "-质量手册", Field.NOTE: "去年的情况"})})

    book = opened(form(previous=earlier))

    assert item_cell(book, "P1-01", Heading.PREVIOUS).value == 2
    assert item_cell(book, "P1-01", Heading.LEVEL).value is None
    assert item_cell(book, "P1-01", Heading.EVIDENCE).value == "-质量手册"
    assert item_cell(book, "P1-01", Heading.NOTE).value is None
    assert item_cell(book, "P1-02", Heading.PREVIOUS).value is None


def test_carried_levels_are_filled_in_and_what_could_not_be_read_is_open() -> None:
    given = {
        "P1-01": Answer(level=Level(0)),
        "P1-02": Answer(level=Level.FAULTY),
        "P2-09": Answer(level=Level.NOT_APPLICABLE, texts={Field.REASON: "没有这类业务"}),
    }

    book = opened(form(previous=assessment(given), carry_levels=True))

    assert item_cell(book, "P1-01", Heading.LEVEL).value == 0
    assert item_cell(book, "P1-02", Heading.LEVEL).value is None
    assert item_cell(book, "P2-09", Heading.LEVEL).value == "不适用"
    assert item_cell(book, "P2-09", Heading.REASON).value == "没有这类业务"


def test_the_guide_works_the_example_out_to_its_score() -> None:
    texts = {cell.value for row in opened(form())[Sheet.GUIDE.value].iter_rows() for cell in row}

    assert "100 × 15.75 ÷ 25 = 63.0，实施级" in texts
    assert any("2020 年 9 月 10 日" in str(text) for text in texts)


def test_no_place_left_for_an_enterprise_stays_unfilled() -> None:
    with ZipFile(BytesIO(form())) as archive:
        left = [name for name in archive.namelist() if "⟦".encode() in archive.read(name)]

    assert left == []


def test_the_same_form_is_the_same_bytes_whenever_it_is_built() -> None:
    masters = [FormMaster(edition(), PERIOD, issued_on=ISSUED_ON, digest=DIGEST, with_previous=False) for _ in range(2)]

    contents = [master.build(enterprise()) for master in masters]

    assert contents[0] == contents[1] == form()
    with ZipFile(BytesIO(contents[0])) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert "2020-07-01" in archive.read("docProps/core.xml").decode()


def test_two_enterprises_of_one_period_do_not_mix() -> None:
    first, second = form(enterprise(name="甲厂")), form(enterprise(name="乙厂", uscc="911101081000000166"))

    books = [opened(first), opened(second)]

    assert [book[Sheet.INFO.value]["B2"].value for book in books] == ["甲厂", "乙厂"]
    assert "甲厂".encode() not in b"".join(_all_parts(second))
    assert place(books[0][Sheet.FORM.value], "P6-07", Heading.LEVEL) == place(books[1][Sheet.FORM.value], "P6-07", Heading.LEVEL)


def _sheet_xml(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet3.xml").decode()


def _all_parts(content: bytes) -> list[bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]
