"""Forms that come as .xls and .ods: they say the same as an .xlsx, and what could hurt is refused."""

import datetime as dt
import struct
from collections.abc import Callable
from dataclasses import replace

import pytest
from openpyxl import Workbook

from exchange.bounds import FORM
from exchange.layout import PROPERTY_PREFIX, InfoLabel, MetaKey
from exchange.old_excel import read_old_excel
from exchange.open_document import read_open_document
from exchange.refusal import Refusal
from models.submission import Outcome
from tests.builders import USCC
from tests.exchange.other_kinds import as_ods, as_xls, container, ods_of, record
from tests.exchange.plain_forms import as_bytes, faults, form_sheet, judged, level_cell, plain_book

KINDS = pytest.mark.parametrize("saved", [as_xls, as_ods])
Saved = Callable[..., bytes]
ODS_CELL = '<table:table-cell office:value-type="float" office:value="1"{}><text:p>1</text:p></table:table-cell>'


@KINDS
def test_a_proper_form_of_another_kind_is_accepted_without_an_issue(saved: Saved) -> None:
    judgement = judged(saved(plain_book()))

    assert (judgement.outcome, faults(judgement)) == (Outcome.ACCEPTED, [])
    assert judgement.assessment == judged(plain_book()).assessment


@KINDS
def test_every_fault_is_found_at_the_cell_where_an_xlsx_would_have_it(saved: Saved) -> None:
    book = _spoilt()

    other = judged(saved(book))

    assert (other.outcome, faults(other)) == (Outcome.RETURNED, faults(judged(as_bytes(book))))


@KINDS
@pytest.mark.parametrize(
    ("result", "code"), [(2, "LEVEL_FROM_FORMULA"), ("#N/A", "CELL_ERROR"), ("3分", "LEVEL_AMBIGUOUS"), (2.5, "LEVEL_OUT_OF_RANGE")]
)
def test_a_formula_is_read_by_what_it_last_gave(saved: Saved, result: object, code: str) -> None:
    assert faults(judged(saved(plain_book({"P1-01": "=X1"}), {"D2": result}))) == [("D2", code)]


def test_a_formula_that_was_never_worked_out_is_a_fault_in_ods_and_a_blank_in_xls_which_always_keeps_a_result() -> None:
    book = plain_book({"P1-01": "=X1"})

    assert faults(judged(as_ods(book))) == [("D2", "FORMULA_WITHOUT_VALUE")]
    assert faults(judged(as_xls(book))) == [("D2", "BLANK")]


@KINDS
def test_the_hidden_sheet_tells_whose_form_it_is(saved: Saved) -> None:
    book = plain_book(info={InfoLabel.USCC: None})
    book.create_sheet("_meta").append([str(MetaKey.USCC), USCC])

    assert faults(judged(saved(book))) == [(None, "IDENTITY_PARTIAL")]


def test_the_properties_of_an_ods_tell_whose_form_it_is() -> None:
    content = as_ods(plain_book(info={InfoLabel.USCC: None}), properties={PROPERTY_PREFIX + MetaKey.USCC: USCC})

    assert faults(judged(content)) == [(None, "IDENTITY_PARTIAL")]


def test_notes_pictures_and_tables_in_a_cell_of_an_ods_are_no_text_of_it() -> None:
    beside = "<office:annotation><text:p>备注</text:p></office:annotation><draw:frame><text:p>图</text:p></draw:frame>"
    [sheet] = read_open_document(
        _one_table(
            f'<table:table-row><table:table-cell>{beside}<text:p>a<text:s text:c="2"/>b</text:p></table:table-cell></table:table-row>'
        )
    ).sheets

    assert sheet.grid == [["a  b"]]


def test_notes_on_cells_of_an_ods_are_named_without_author_day_and_our_own_part() -> None:
    dated = "<office:annotation><meta:creator>张三</meta:creator><text:p>{}</text:p><text:p>{}</text:p></office:annotation>"
    cells = "".join(
        f"<table:table-cell>{dated.format(*lines)}</table:table-cell>" for lines in (("见附件", "二"), ("【秘书处】请改", "吧"))
    )
    content = _one_table(f"<table:table-row><table:table-cell/>{cells}</table:table-row>")

    assert read_open_document(content).notes == ("B1：见附件\n二",)


def test_notes_on_cells_of_an_xls_are_named_by_their_cells_unless_they_are_ours() -> None:
    theirs, ours = (_note(row, author) for row, author in ((1, "张三"), (2, "秘书处")))

    judgement = judged(as_xls(plain_book(), on_sheets=theirs + ours))

    assert {(issue.code, issue.found) for issue in judgement.issues} == {("NOTES_NOT_READ", "E2；E2")}


def test_a_text_that_an_ods_keeps_in_its_attribute_alone_is_read() -> None:
    cell = '<table:table-cell office:value-type="string" office:string-value="3级"/>'
    [sheet] = read_open_document(_one_table(f"<table:table-row>{cell}</table:table-row>")).sheets

    assert sheet.grid == [["3级"]]


def test_repeated_cells_and_rows_of_an_ods_are_all_there() -> None:
    row = '<table:table-row table:number-rows-repeated="2">' + ODS_CELL.format(' table:number-columns-repeated="3"') + "</table:table-row>"

    [sheet] = read_open_document(_one_table(row)).sheets

    assert sheet.grid == [[1.0] * 3] * 2


@pytest.mark.parametrize(
    "row",
    [
        "<table:table-row>" + ODS_CELL.format(' table:number-columns-repeated="16384"') + "</table:table-row>",
        '<table:table-row table:number-rows-repeated="1048576">' + ODS_CELL.format("") + "</table:table-row>",
        '<table:table-row table:number-rows-repeated="4000">'
        + ODS_CELL.format(' table:number-columns-repeated="200"')
        + "</table:table-row>",
        "<table:table-row>"
        + ODS_CELL.format(' table:number-columns-spanned="16000" table:number-rows-spanned="100000"')
        + "</table:table-row>",
    ],
    ids=["wide", "tall", "both", "spanned"],
)
def test_an_ods_that_repeats_without_end_is_refused(row: str) -> None:
    assert _refusal(_one_table(row)) == "FILE_EXHAUSTING"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (as_ods(plain_book(), manifest="<manifest:encryption-data/>"), "FILE_ENCRYPTED"),
        (as_ods(plain_book(), manifest='<manifest:file-entry manifest:full-path="Basic/Standard/Module1.xml"/>'), "FILE_MACROS"),
        (ods_of("<office:body>"), "FILE_MALFORMED"),
        (ods_of(""), "FILE_MALFORMED"),
        (as_ods(plain_book())[:-30], "FILE_TRUNCATED"),
        (as_xls(plain_book(), beside=("_VBA_PROJECT_CUR",)), "FILE_MACROS"),
        (as_xls(plain_book(), before=record(0x002F, b"\x01\x00")), "FILE_ENCRYPTED"),
        (container(record(0x0809, b"\x00\x05" + bytes(14)) + record(0x000A)), "FILE_OLD_EXCEL"),
        (b"\x09\x04\x06\x00" + bytes(600), "FILE_OLD_EXCEL"),
        (as_xls(plain_book())[:-512], "FILE_TRUNCATED"),
        (as_xls(Workbook(), before=record(0x0085, b"\0\0\0\0\0\1\1\0m")), "FILE_MACROS"),
    ],
)
def test_what_may_not_be_opened_says_why(content: bytes, code: str) -> None:
    judgement = judged(content)

    assert (judgement.outcome, [issue.code for issue in judgement.issues]) == (Outcome.REFUSED, [code])


@KINDS
def test_a_cell_far_out_is_refused(saved: Saved) -> None:
    book = plain_book()
    form_sheet(book)["A6000"] = "x"

    assert [code for _, code in faults(judged(saved(book)))] == ["FILE_EXHAUSTING"]


def test_an_xls_whose_sectors_run_in_a_circle_is_refused() -> None:
    content = bytearray(as_xls(plain_book()))
    table = len(content) - 512
    content[table : table + 4] = b"\0\0\0\0"

    assert _refusal(bytes(content)) == "FILE_MALFORMED"


@KINDS
def test_a_file_over_the_bounds_is_not_looked_at(saved: Saved) -> None:
    content = saved(plain_book())
    read = read_old_excel if saved is as_xls else read_open_document

    with pytest.raises(Refusal) as refused:
        read(content, replace(FORM, size=100))

    assert refused.value.issue.code == "FILE_TOO_LARGE"


def _spoilt() -> Workbook:
    book = plain_book(
        {"P1-01": "３级", "P1-02": "3分", "P1-03": True, "P1-04": None, "P1-05": dt.date(2020, 1, 2), "P1-06": "#REF!", "P1-08": 2.6}
    )
    form_sheet(book).merge_cells(f"{level_cell('P2-01')}:{level_cell('P2-03')}")
    return book


def _note(row: int, author: str) -> bytes:
    name = author.encode("utf-16-le")
    return record(0x001C, struct.pack("<4HHB", row, 4, 0, 1, len(author), 1) + name + b"\0")


def _one_table(rows: str) -> bytes:
    return ods_of(f'<office:body><office:spreadsheet><table:table table:name="a">{rows}</table:table></office:spreadsheet></office:body>')


def _refusal(content: bytes) -> str:
    [issue] = judged(content).issues
    return issue.code


@pytest.mark.parametrize(
    "head", [b"", record(0x0018), record(0), record(0x0809, struct.pack("<H", 0x0600)) + record(0x0018) + record(0x000A)]
)
def test_an_xls_that_does_not_begin_as_a_workbook_is_refused_before_calamine_sees_it(head: bytes) -> None:
    """Found by `make fuzz`: calamine panics at a name without its first bytes, which takes the child with it."""
    with pytest.raises(Refusal) as refused:
        read_old_excel(container(head))

    assert refused.value.issue.code == "FILE_MALFORMED"


def test_control_characters_in_an_xls_are_left_out() -> None:
    """Found by `make fuzz`: a store and a workbook cannot hold them."""
    book = plain_book()
    content = as_xls(book).replace("标准".encode("utf-16-le"), "标\0".encode("utf-16-le"))
    assert content != as_xls(book)

    judgement = judged(content)

    assert [issue.code for issue in judgement.issues if "\0" in str(issue.found)] == []
    assert judgement.outcome is Outcome.ACCEPTED
    assert "TITLE_CHANGED" in {issue.code for issue in judgement.issues}
