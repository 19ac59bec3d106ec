"""Issuing codes: everybody who has to report gets one, it opens the door once typed, and is shown once."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from data import periods
from models.access import LOCAL_STAFF
from models.errors import NotPossible
from reports.access_codes import MERGE, SLIPS
from services.access_codes import holders, issue_codes, renew_code
from services.sign_in import NotSignedIn, sign_in_enterprise
from tests.builders import USCC
from tests.services.desk import NOW, SECOND, STRANGER, THIRD, Desk


def test_everybody_who_has_to_report_gets_a_code_of_its_own(desk: Desk) -> None:
    issued = issue_codes(desk.store, LOCAL_STAFF, "2020", now=NOW)

    codes = {slip.enterprise.uscc: slip.code for slip in issued.slips}
    assert set(codes) == {USCC, SECOND}
    assert len(set(codes.values())) == 2
    assert holders(desk.store, LOCAL_STAFF, "2020").without == ()


def test_a_code_opens_the_door_and_not_another_enterprises(desk: Desk) -> None:
    codes = {slip.enterprise.uscc: slip.code for slip in issue_codes(desk.store, LOCAL_STAFF, "2020", now=NOW).slips}

    assert sign_in_enterprise(desk.store, USCC, codes[USCC].lower(), address="::1", now=NOW)
    with pytest.raises(NotSignedIn):
        sign_in_enterprise(desk.store, SECOND, codes[USCC], address="::2", now=NOW)


def test_a_renewed_code_takes_the_place_of_the_lost_one(desk: Desk) -> None:
    old = {slip.enterprise.uscc: slip.code for slip in issue_codes(desk.store, LOCAL_STAFF, "2020", now=NOW).slips}

    [slip] = renew_code(desk.store, LOCAL_STAFF, "2020", USCC, now=NOW).slips

    with pytest.raises(NotSignedIn):
        sign_in_enterprise(desk.store, USCC, old[USCC], address="::1", now=NOW)
    assert sign_in_enterprise(desk.store, USCC, slip.code, address="::1", now=NOW)
    assert sign_in_enterprise(desk.store, SECOND, old[SECOND], address="::2", now=NOW)


def test_issuing_again_leaves_the_codes_there_are(desk: Desk) -> None:
    renew_code(desk.store, LOCAL_STAFF, "2020", USCC, now=NOW)

    issued = issue_codes(desk.store, LOCAL_STAFF, "2020", now=NOW)

    assert [slip.enterprise.uscc for slip in issued.slips] == [SECOND]
    with pytest.raises(NotPossible, match="都已有登录码"):
        issue_codes(desk.store, LOCAL_STAFF, "2020", now=NOW)
    assert len(issue_codes(desk.store, LOCAL_STAFF, "2020", renew=True, now=NOW).slips) == 2


def test_an_exempt_enterprise_gets_one_when_asked_for(desk: Desk) -> None:
    assert [slip.enterprise.uscc for slip in renew_code(desk.store, LOCAL_STAFF, "2020", THIRD, now=NOW).slips] == [THIRD]


def test_nobody_outside_the_roster_and_nobody_of_a_closed_period_gets_one(desk: Desk) -> None:
    with pytest.raises(NotPossible, match="花名册上没有"):
        renew_code(desk.store, LOCAL_STAFF, "2020", STRANGER, now=NOW)
    with desk.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2020", NOW)
    with pytest.raises(NotPossible, match="已关闭"):
        issue_codes(desk.store, LOCAL_STAFF, "2020", now=NOW)


def test_the_workbook_has_a_slip_and_a_row_for_everybody(desk: Desk) -> None:
    issued = issue_codes(desk.store, LOCAL_STAFF, "2020", now=NOW)

    book = load_workbook(BytesIO(issued.workbook("https://zp.example.org")))

    headings, *rows = [[cell.value for cell in row] for row in book[MERGE].iter_rows()]
    found = [dict(zip(headings, row, strict=True)) for row in rows]
    assert [(row["登录码"], row["网址"], row["截止日"]) for row in found] == [
        (slip.code, "https://zp.example.org", "2020-09-10") for slip in issued.slips
    ]
    printed = [cell.value for [cell] in book[SLIPS].iter_rows()]
    assert all(slip.code in printed and slip.enterprise.name in printed for slip in issued.slips)
    assert book[SLIPS].page_setup.orientation == "portrait"
