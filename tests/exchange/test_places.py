"""Where each answer stood is noted with it, in whatever order the enterprise left its rows and columns."""

from exchange.layout import Sheet
from exchange.template import FormMaster
from tests.builders import PERIOD, edition, enterprise
from tests.exchange.plain_forms import as_bytes, form_sheet, judged, level_cell, plain_book, row_of


def test_each_level_has_its_cell() -> None:
    places = judged(as_bytes(plain_book())).places

    assert places is not None
    assert places.sheet == "自评表"
    assert {item.code: places.cell(place) for place, item in enumerate(edition().items)} == {
        item.code: level_cell(item.code) for item in edition().items
    }


def test_rows_that_were_moved_are_found_where_they_are_now() -> None:
    book = plain_book()
    sheet = form_sheet(book)
    sheet.insert_rows(row_of("P1-03"), 5)
    sheet.insert_cols(1, 30)
    sheet.title = "2020 自评"

    places = judged(as_bytes(book)).places

    assert places is not None
    assert (places.sheet, places.cell(1), places.cell(2)) == ("2020 自评", "AH3", "AH9")


def test_an_item_without_a_row_has_no_cell() -> None:
    book = plain_book()
    form_sheet(book).delete_rows(row_of("P1-02"))

    places = judged(as_bytes(book)).places

    assert places is not None
    assert [places.cell(place) for place in range(3)] == ["D2", None, "D3"]


def test_our_own_form_has_its_cells_where_the_plan_says() -> None:
    content = FormMaster(edition(), PERIOD, issued_on=PERIOD.deadline, digest="", with_previous=False).build(enterprise())

    places = judged(content).places

    assert places is not None
    assert (places.sheet, places.cell(0), places.cell(47)) == (Sheet.FORM, "H5", "H52")
