"""The roster's template is read back as it was filled, and keeps what Excel would spoil."""

from io import BytesIO

from openpyxl import load_workbook

from data.reference_lists import load_reference_lists
from exchange.roster import read_roster
from exchange.roster_layout import TEMPLATE_COLUMNS, RosterColumn
from exchange.roster_template import build_roster_template
from models.enterprise import Size, Trait

LISTS = load_reference_lists()
ROW = {
    RosterColumn.USCC: "911101081000000166",
    RosterColumn.NAME: "北京示例仪表有限公司",
    RosterColumn.REGION: "北京",
    RosterColumn.SECTOR: "仪器仪表",
    RosterColumn.STAFF: 1500,
    RosterColumn.REVENUE: 40000,
    RosterColumn.TRAITS: "有自有产品、首台(套)",
    RosterColumn.MOBILE: "13800000000",
    RosterColumn.STATUS: "豁免",
}


def test_the_template_is_read_back_as_it_was_filled() -> None:
    book = load_workbook(BytesIO(build_roster_template(LISTS)))
    book["花名册"].append([ROW.get(column) for column in TEMPLATE_COLUMNS])
    buffer = BytesIO()
    book.save(buffer)

    reading = read_roster(buffer.getvalue(), LISTS)

    (enterprise,) = reading.enterprises
    assert reading.issues == ()
    assert (enterprise.uscc, enterprise.name, enterprise.size) == (ROW[RosterColumn.USCC], ROW[RosterColumn.NAME], Size.LARGE)
    assert (enterprise.region, enterprise.sector, enterprise.exempt) == ("北京", "仪器仪表", True)
    assert enterprise.traits == {Trait.OWN_PRODUCT, Trait.FIRST_SET}
    assert enterprise.contact.mobile == "13800000000"


def test_the_template_keeps_codes_as_text_and_offers_drop_downs() -> None:
    sheet = load_workbook(BytesIO(build_roster_template(LISTS)))["花名册"]

    headings = [cell.value for cell in sheet[1]]
    checks = {str(check.sqref).split(":")[0]: check for check in sheet.data_validations.dataValidation}

    assert headings == list(TEMPLATE_COLUMNS)
    for column in (RosterColumn.USCC, RosterColumn.MOBILE):
        assert sheet.column_dimensions["ABCDEFGHIJKLM"[headings.index(column)]].number_format == "@"
    assert checks["M2"].formula1 == '"应报,豁免"'
    assert "机床工具" in str(checks["E2"].formula1)


def test_an_empty_template_is_an_empty_roster() -> None:
    assert [issue.code for issue in read_roster(build_roster_template(LISTS), LISTS).issues] == ["ROSTER_EMPTY"]
