"""What the guard lets in, what it refuses, and what it reads on the way."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet as XlsxSheet

from exchange.bounds import FORM, ROSTER
from exchange.guard import inspect
from exchange.sheet_scan import scan
from exchange.xml_elements import plain_sheet
from tests.exchange import hostile, ordinary
from tests.exchange.crafted_zip import SHEET

ORDINARY = ordinary.workbooks()


@pytest.fixture(scope="session")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Have LibreOffice open and save all ordinary workbooks; the folder of what it wrote."""
    given, profile = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("profile")
    for number, content in enumerate([*ORDINARY.values(), _judged_by_xlsxwriter()]):
        (given / f"{number:02}.xlsx").write_bytes(content)
    saved = given / "saved"
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir", str(saved)]
    subprocess.run([*command, *map(str, sorted(given.glob("*.xlsx")))], check=True, capture_output=True, timeout=120)
    return saved


@pytest.mark.parametrize("kind", hostile.KINDS)
def test_a_hostile_file_is_refused_with_its_own_message(kind: str) -> None:
    make, code = hostile.KINDS[kind]

    issues = inspect(make()).issues

    assert [issue.code for issue in issues] == [code]
    assert issues[0].message.endswith("。")


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_workbook_may_be_opened(name: str) -> None:
    inspection = inspect(ORDINARY[name])

    assert inspection.issues == ()
    assert inspection.sheets["自评表"].rows >= 49


def test_what_libreoffice_saves_may_be_opened(resaved: Path) -> None:
    files = sorted(resaved.glob("*.xlsx"))

    refused = {file.name: inspect(file.read_bytes()).issues for file in files}

    assert len(files) == len(ORDINARY) + 1
    assert {name: issues for name, issues in refused.items() if issues} == {}


def test_errors_and_formulas_without_result_are_found_in_what_openpyxl_writes() -> None:
    def shape(sheet: Worksheet) -> None:
        sheet["D3"], sheet["D4"], sheet["D5"] = "#REF!", "=1+1", 3
        sheet.merge_cells("D6:D7")

    sheet = inspect(ordinary.by_openpyxl(shape)).sheets["自评表"]

    assert (sheet.errors, sheet.formulas) == ({"D3": "#REF!"}, {"D4": False})
    assert (sheet.error_at("D3"), sheet.error_at("D5")) == ("#REF!", None)
    assert [sheet.merge_at(row, 3) for row in range(4, 8)] == [None, "D6:D7", "D6:D7", None]


def test_errors_and_formulas_without_result_are_found_in_what_xlsxwriter_writes() -> None:
    sheet = inspect(_judged_by_xlsxwriter()).sheets["自评表"]

    assert sheet.errors == {"D3": "#N/A"}
    assert sheet.formulas == {"D3": True, "D4": True, "D5": True, "D6": False}


def test_errors_and_formulas_with_empty_results_are_found_in_what_libreoffice_writes(resaved: Path) -> None:
    content = (resaved / f"{len(ORDINARY):02}.xlsx").read_bytes()

    sheet = inspect(content).sheets["自评表"]

    assert sheet.errors == {"D3": "#N/A"}
    # LibreOffice marks an empty text as such: it is a result, and no formula without one.
    assert sheet.formulas == {"D3": True, "D4": True, "D5": True, "D6": True}


@pytest.mark.parametrize(
    "row",
    [
        '<row r="20"><c t="e" r="B20"><v>#REF!</v></c><c r="C20"><f>A1</f></c></row>',
        "<row r='20'><c r='B20' t='e'><v>#REF!</v></c><c r='C20'><f>A1</f><v/></c></row>",
        '<x:row xmlns:x="urn:x" r="20"><x:c r="B20" t="e"><x:v>#REF!</x:v></x:c><x:c r="C20"><x:f>A1</x:f></x:c></x:row>',
        '<row r="20"><!-- <c r="A1"/> --><c r="B20" t="e"><v><![CDATA[#REF!]]></v></c><c r="C20">\n<f>A1</f>\n<v></v></c></row>',
        '<row r="20"><c/><c t="e"><v>#REF!</v></c><c><f>A1</f></c></row>',
        '<row\n r="20" ><c\tr="B20"\n t="e" ><v>&#35;REF!</v></c><c r = "C20"><v></v><f>A1</f></c></row>',
    ],
)
def test_a_sheet_written_in_an_odd_way_tells_the_same(row: str) -> None:
    content = hostile.with_rows(row.encode())

    sheet = inspect(content).sheets["自评表"]

    assert sheet.errors == {"B20": "#REF!"}
    assert sheet.formulas == {"C10": True, "C20": False}
    assert [box.ref for box in sheet.merges] == ["A12:C12"]


_CELL = st.tuples(
    st.sampled_from(["", ' t="e"', ' t="str"', ' s="1"']),
    st.sampled_from(["", "<f>A1</f>"]),
    st.sampled_from(["", "<v>1</v>", "<v></v>"]),
)


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(_CELL, max_size=8))
def test_the_fast_and_the_thorough_reading_of_a_sheet_agree(cells: list[tuple[str, str, str]]) -> None:
    inner = "".join(f'<c r="{"ABCDEFGH"[place]}1"{kind}>{formula}{value}</c>' for place, (kind, formula, value) in enumerate(cells))
    xml = f'<worksheet><sheetData><row r="1">{inner}</row></sheetData></worksheet>'.encode()

    fast, thorough = scan(xml, FORM, "a"), scan(plain_sheet(xml), FORM, "a")

    assert fast == thorough


def test_a_coloured_cell_at_the_end_of_the_sheet_is_no_reason_to_refuse() -> None:
    content = hostile.with_rows(b'<row r="1048576"><c r="XFD1048576" s="0"/></row>')

    inspection = inspect(content)

    assert inspection.issues == ()
    assert inspection.sheets["自评表"].columns == 3


def test_a_roster_may_be_longer_than_a_form() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (row, row, row) for row in range(20, 6000))
    content = hostile.with_rows(rows)

    codes = [[issue.code for issue in inspect(content, bounds).issues] for bounds in (FORM, ROSTER)]

    assert codes == [["FILE_EXHAUSTING"], []]


def test_a_merge_over_whole_rows_is_read_as_libreoffice_writes_it() -> None:
    content = hostile.changed(SHEET, b"A12:C12", b"12:13")

    sheet = inspect(content).sheets["自评表"]

    assert [sheet.merge_at(row, 100) for row in range(10, 14)] == [None, "12:13", "12:13", None]


@pytest.mark.parametrize("ref", [b"", b":", b"A:", b"A1:", b"C1:A1", b"A9:A1", b"XFE1", b"A0", b"12", b"A1:B2:C3", b"$A$1"])
def test_a_merge_that_is_no_range_is_refused(ref: bytes) -> None:
    content = hostile.changed(SHEET, b"A12:C12", ref)

    assert [issue.code for issue in inspect(content).issues] == ["FILE_MALFORMED"]


@pytest.mark.parametrize("cut", range(0, 6000, 97))
def test_a_file_cut_anywhere_is_refused_and_nothing_is_raised(cut: int) -> None:
    content = hostile.valid()[:cut]

    assert len(inspect(content).issues) == 1


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(hostile.valid()) - 1), byte=st.integers(0, 255))
def test_whatever_byte_is_changed_nothing_is_raised(place: int, byte: int) -> None:
    content = bytearray(hostile.valid())
    content[place] = byte

    assert len(inspect(bytes(content)).issues) <= 1


def _judged_by_xlsxwriter() -> bytes:
    def shape(_book: object, sheet: XlsxSheet, cell: Format) -> None:
        sheet.write_formula("D3", "=NA()", cell, "#N/A")
        sheet.write_formula("D4", "=1+1", cell, 2)
        sheet.write_formula("D5", '="三"', cell, "三")
        sheet.write_formula("D6", '=""', cell, "")

    return ordinary.by_xlsxwriter(shape)
