"""Handing out forms: whose names begin with the code, with last period's answers beside the open cells."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from exchange.interpret import interpret
from exchange.layout import Heading, Sheet
from exchange.parsed import ParsedWorkbook
from exchange.read import read_form
from models.access import LOCAL_STAFF
from models.assessment import Field, Level
from models.errors import NotPossible
from services.pack import form_name, pack
from services.pack import form_of as build_form_of
from tests.builders import PERIOD, USCC, edition
from tests.services.desk import FIRM, ROSTER, SECOND, STRANGER, Desk, form_of

TODAY = date(2021, 7, 1)


def test_every_expected_enterprise_gets_a_form_named_by_its_code(desk: Desk, tmp_path: Path) -> None:
    done: list[int] = []

    count = pack(desk.store, LOCAL_STAFF, "2020", tmp_path / "pack.zip", today=TODAY, report=done.append)

    with ZipFile(tmp_path / "pack.zip") as archive:
        names = archive.namelist()
    assert (count, done) == (2, [1, 2])
    assert names == [f"{SECOND}_浙东轴承_2020自评表.xlsx", f"{USCC}_恒岳机床_2020自评表.xlsx"]


def test_a_name_that_no_file_may_have_is_made_fit(desk: Desk, tmp_path: Path) -> None:
    desk.add_roster(replace(FIRM, short_name='../a:b\\c*"d"'))

    name, _ = build_form_of(desk.store, LOCAL_STAFF, "2020", USCC, today=TODAY)

    assert name == f"{USCC}_..abcd_2020自评表.xlsx"


def test_a_code_that_is_a_path_leads_nowhere(desk: Desk) -> None:
    assert "/" not in form_name(replace(FIRM, uscc="../../../../TMP/AB"), PERIOD)


def test_a_form_handed_out_comes_back_as_accepted(desk: Desk) -> None:
    _, content = build_form_of(desk.store, LOCAL_STAFF, "2020", USCC, today=TODAY)

    row = desk.row(content)

    assert (row.uscc, row.outcome.value, row.provisional) == (USCC, "accepted", True)


def test_the_code_may_be_typed_in_small_letters(desk: Desk) -> None:
    name, _ = build_form_of(desk.store, LOCAL_STAFF, "2020", f" {USCC.lower()} ", today=TODAY)

    assert name.startswith(USCC)


def test_last_period_s_levels_stand_beside_the_open_cells(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels={"P1-03": 4})), ("b.xlsx", form_of(levels={"P1-03": "优"})))
    desk.add_period("2021", date(2021, 9, 10))

    _, content = build_form_of(desk.store, LOCAL_STAFF, "2021", USCC, today=TODAY)

    parsed = _parsed(content)
    assert _beside(content, "P1-03") == 4
    assert {answer.level for answer in interpret(parsed, edition()).answers.values()} == {Level.BLANK}


def test_what_was_left_out_last_period_is_remembered_without_its_reason(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))
    desk.add_period("2021", date(2021, 9, 10))

    _, content = build_form_of(desk.store, LOCAL_STAFF, "2021", USCC, today=TODAY)

    assert _beside(content, "P3-04") == "不适用"
    assert Field.REASON not in interpret(_parsed(content), edition()).answers["P3-04"].texts


def test_without_a_form_that_passed_there_is_no_column_of_last_period(desk: Desk) -> None:
    desk.receive(("b.xlsx", form_of(levels={"P1-03": "优"})))
    desk.add_period("2021", date(2021, 9, 10))

    _, content = build_form_of(desk.store, LOCAL_STAFF, "2021", USCC, today=TODAY)

    assert Heading.PREVIOUS not in _parsed(content).headings


def test_a_pack_holds_forms_with_and_without_a_last_period(desk: Desk, tmp_path: Path) -> None:
    desk.receive(("a.xlsx", form_of()))
    desk.add_period("2021", date(2021, 9, 10))

    pack(desk.store, LOCAL_STAFF, "2021", tmp_path / "pack.zip", today=TODAY)

    with ZipFile(tmp_path / "pack.zip") as archive:
        found = [Heading.PREVIOUS in _parsed(archive.read(name)).headings for name in archive.namelist()]
    assert found == [False, True]


def test_a_stranger_gets_no_form(desk: Desk) -> None:
    with pytest.raises(NotPossible, match=f"没有 {STRANGER}"):
        build_form_of(desk.store, LOCAL_STAFF, "2020", STRANGER, today=TODAY)


def test_an_empty_roster_makes_no_pack_and_no_file(desk: Desk, tmp_path: Path) -> None:
    desk.add_roster(*(replace(firm, exempt=True) for firm in ROSTER))

    with pytest.raises(NotPossible, match="没有应报企业"):
        pack(desk.store, LOCAL_STAFF, "2020", tmp_path / "out" / "pack.zip", today=TODAY)

    assert not (tmp_path / "out").exists()


def test_a_pack_that_is_stopped_midway_leaves_no_half_file(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        pack(desk.store, LOCAL_STAFF, "2020", tmp_path / "out" / "pack.zip", today=TODAY, report=_stop)

    assert list((tmp_path / "out").iterdir()) == []


def test_a_pack_is_itself_fit_to_be_received(desk: Desk, tmp_path: Path) -> None:
    pack(desk.store, LOCAL_STAFF, "2020", tmp_path / "pack.zip", today=TODAY)

    with ZipFile(BytesIO((tmp_path / "pack.zip").read_bytes())) as archive:
        assert desk.outcomes(*((name, archive.read(name)) for name in archive.namelist())) == ["accepted", "accepted"]


def _parsed(content: bytes) -> ParsedWorkbook:
    parsed = read_form(content)
    assert isinstance(parsed, ParsedWorkbook)
    return parsed


def _stop(done: int) -> None:
    raise KeyboardInterrupt


def _beside(content: bytes, code: str) -> object:
    """Read what stands under 上期等级 in the row of an item."""
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(content))[Sheet.FORM].iter_rows()]
    column = next(row.index(Heading.PREVIOUS) for row in rows if Heading.PREVIOUS in row)
    return next(row[column] for row in rows if row[0] == code)
