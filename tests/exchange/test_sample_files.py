"""What a demo is made of in `exchange/`: codes, typed levels, and files that are no forms."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from exchange.file_kind import FileKind, recognise
from exchange.invented_uscc import invented_uscc
from exchange.read import Unread, read_form
from exchange.sample_files import csv_as_workbook, encrypted_workbook, foreign_workbook, old_excel, stamped_scan
from exchange.typed_levels import with_typed_levels
from exchange.uscc import is_sound


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (foreign_workbook(), FileKind.WORKBOOK),
        (csv_as_workbook([("编号", "自评等级"), ("P1-01", "3")]), FileKind.TEXT),
        (old_excel(), FileKind.OLD_EXCEL),
        (encrypted_workbook(), FileKind.ENCRYPTED),
        (stamped_scan("91320200MA000A1273"), FileKind.PDF),
    ],
    ids=["foreign", "csv", "xls", "encrypted", "scan"],
)
def test_each_file_is_taken_for_what_it_plays(content: bytes, kind: FileKind) -> None:
    assert recognise(content) is kind


def test_the_foreign_workbook_opens_and_is_no_form() -> None:
    found = read_form(foreign_workbook())

    assert isinstance(found, Unread)
    assert (found.opened, [issue.code for issue in found.issues]) == (True, ["NOT_OUR_FORM"])


def test_a_scan_lists_its_objects_where_they_begin() -> None:
    scan = stamped_scan("demo")

    table = scan.rpartition(b"xref\n0 6\n")[0].rpartition(b"xref")[0] or scan
    places = [int(line[:10]) for line in scan.split(b"xref\n0 6\n")[1].splitlines()[1:6]]
    assert [scan[place:].split(b" ")[0] for place in places] == [b"1", b"2", b"3", b"4", b"5"]
    assert table.startswith(b"%PDF-")


@pytest.mark.parametrize("number", [0, 7, 99_999_999, 123_456_789])
def test_an_invented_code_checks(number: int) -> None:
    assert is_sound(invented_uscc("32", number))


def test_typing_into_a_cell_keeps_its_look_and_leaves_the_others_alone() -> None:
    sheet = b'<row r="5"><c r="H5" s="9"><v>3</v></c><c r="I5" s="4"/><c r="H50" s="9"/></row>'
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        archive.writestr("xl/worksheets/sheet3.xml", sheet)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)

    typed = with_typed_levels(target.getvalue(), {"H5": "<3分"})

    with ZipFile(BytesIO(typed)) as archive:
        assert archive.read("xl/worksheets/sheet1.xml") == sheet
        assert archive.read("xl/worksheets/sheet3.xml") == sheet.replace(
            b'<c r="H5" s="9"><v>3</v></c>', '<c r="H5" s="9" t="inlineStr"><is><t xml:space="preserve">&lt;3分</t></is></c>'.encode()
        )
