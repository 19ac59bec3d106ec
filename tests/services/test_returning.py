"""What goes back to an enterprise: its own file with the faults in it, or a fresh form when that cannot be."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from exchange.layout import ISSUE_SHEET
from models.access import LOCAL_STAFF
from services import returning
from services.intakes import annotated_file, annotated_pack
from services.returning import returned_name, write_returned
from services.workers import Failure, Result
from tests.builders import USCC
from tests.exchange.forms import opened
from tests.services.desk import FIRM, SECOND, Desk, PoolHere, form_of

BAD = form_of(levels={"P1-03": "3分", "P1-01": 4})


class PoolThatFails(PoolHere):
    """A pool in which no file can be rewritten."""

    def map(self, job: object, arguments: object) -> Iterator[Result[bytes]]:
        """Fail at every job."""
        return (Result(failure=Failure.RAISED) for _ in arguments)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def pool_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "WorkerPool", PoolHere)


def test_only_returned_files_are_written_each_beside_its_sha256(desk: Desk, tmp_path: Path) -> None:
    files = desk.receive(("a.xlsx", BAD), ("b.xlsx", form_of(SECOND)), ("c.xlsx", BAD), ("d.xlsx", b"x")).files

    paths = write_returned(desk.store, LOCAL_STAFF, files, tmp_path / "out")

    assert paths == {str(files[0].sha256): str(tmp_path / "out" / f"{USCC}_{FIRM.name}_第1版_退回修改.xlsx")}
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{USCC}_{FIRM.name}_第1版_退回修改.xlsx"]


def test_the_file_that_goes_back_is_their_own_with_a_list_in_front(desk: Desk) -> None:
    row = desk.row(BAD)

    book = opened(annotated_file(desk.store, LOCAL_STAFF, row))

    assert book.sheetnames == [ISSUE_SHEET, "企业信息", "自评表"]
    assert book["自评表"]["D4"].value == "3分"
    assert "3分" in book["自评表"]["D4"].comment.text


def test_a_file_that_cannot_be_rewritten_becomes_a_fresh_form_with_its_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "WorkerPool", PoolThatFails)
    row = desk.row(BAD)

    content = annotated_file(desk.store, LOCAL_STAFF, row)

    again = desk.row(content)
    assert (again.outcome.value, again.uscc, again.revision) == ("accepted", USCC, 2)
    assert [issue.item for issue in again.issues if issue.code == "BLANK"] == ["P1-03"]


def test_what_goes_back_from_an_intake_fits_into_one_zip(desk: Desk) -> None:
    files = desk.receive(("a.xlsx", BAD), ("b.xlsx", form_of(SECOND, {"P1-03": "优"}))).files

    with ZipFile(BytesIO(annotated_pack(desk.store, LOCAL_STAFF, files))) as archive:
        assert len(archive.namelist()) == 2


@pytest.mark.parametrize("name", ["../../etc/passwd", 'a/b\\c:d*e?"f"', "甲\n乙"])
def test_a_name_can_lead_nowhere_else(desk: Desk, name: str) -> None:
    row = replace(desk.row(BAD), enterprise=name)

    assert Path(returned_name(row)).name == returned_name(row)
    assert not set(returned_name(row)) & set('/\\:*?"<>|\n')
