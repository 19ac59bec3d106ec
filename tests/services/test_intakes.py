"""What an intake comes to as it stands now, and the zip of what goes back from it."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from models.access import LOCAL_STAFF
from models.submission import IntakeFile, Outcome
from services import returning
from services.intakes import annotated_pack, intake_files, is_withdrawn, result_of
from services.receive import Intake, receive
from services.sources import from_upload
from services.withdrawing import restore, withdraw, withdrawn_among
from services.workers import Failure, Result
from tests.services.desk import NOW, SECOND, Desk, PoolHere, form_of

GOOD, BAD = form_of(), form_of(SECOND, {"P1-03": "3分"})


class PoolThatFails(PoolHere):
    """A pool in which nothing works."""

    def map(self, _job: object, arguments: object) -> Iterator[Result[object]]:
        """Fail at every job."""
        return (Result(failure=Failure.RAISED) for _ in arguments)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def pool_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolHere)


def test_a_withdrawn_form_is_counted_as_such_and_as_before_when_it_is_restored(desk: Desk) -> None:
    intake = desk.receive(("a.xlsx", GOOD), ("again.xlsx", GOOD), ("b.xlsx", BAD))
    before = _result(desk, intake)
    number = [int(intake.files[0].submission_id or 0)]

    withdraw(desk.store, LOCAL_STAFF, number, "发错了", now=NOW)
    after = _result(desk, intake)
    restore(desk.store, LOCAL_STAFF, number, "核实无误", now=NOW)

    assert before == ({Outcome.ACCEPTED: 1, Outcome.RETURNED: 1, Outcome.DUPLICATE: 1}, 0, 0, 3)
    assert after == ({Outcome.RETURNED: 1, Outcome.DUPLICATE: 1}, 1, 0, 3)
    assert _result(desk, intake) == before


def test_a_duplicate_of_a_withdrawn_form_is_not_itself_withdrawn(desk: Desk) -> None:
    first, again = desk.receive(("a.xlsx", GOOD), ("again.xlsx", GOOD)).files
    out = {int(first.submission_id or 0)}

    assert (is_withdrawn(first, out), is_withdrawn(again, out)) == (True, False)


@pytest.mark.parametrize("name", ["Thumbs.db", "__MACOSX/._a.xlsx", "~$自评表.xlsx", ".DS_Store"])
def test_litter_is_counted_apart_and_needs_nobody(desk: Desk, name: str) -> None:
    sources = [source for file in ((name, b"\0litter"), ("a.xlsx", b"")) for source in from_upload(*file)]

    intake = receive(desk.store, LOCAL_STAFF, sources, "2020", now=NOW)

    assert _result(desk, intake) == ({Outcome.REFUSED: 1}, 0, 1, 1)
    assert [(file.is_litter, file.needs_somebody) for file in intake.files] == [(True, False), (False, True)]


def test_no_two_files_of_a_pack_share_a_name_and_none_is_lost(desk: Desk) -> None:
    rows = [desk.row(form_of(levels={"P1-03": level})) for level in ("3分", "优", "很好")]
    # As if they were of one revision: nothing but their content tells them apart.
    files = tuple(replace(row, revision=1) for row in rows)

    with ZipFile(BytesIO(b"".join(annotated_pack(desk.store, LOCAL_STAFF, files)))) as archive:
        contents = {archive.read(name) for name in archive.namelist()}
        names = [name.rpartition("退回修改")[2] for name in archive.namelist()]

    assert names == [".xlsx", "（2）.xlsx", "（3）.xlsx"]
    assert len(contents) == 3


def test_a_pack_names_what_could_not_be_marked_as_it_came(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "open_pool", PoolThatFails)
    files = desk.receive(("表.XLS", BAD)).files

    with ZipFile(BytesIO(b"".join(annotated_pack(desk.store, LOCAL_STAFF, files)))) as archive:
        assert [name.rpartition("_")[2] for name in archive.namelist()] == ["退回修改（未标注）.XLS"]


def _result(desk: Desk, intake: Intake) -> tuple[dict[Outcome, int], int, int, int]:
    files: tuple[IntakeFile, ...] = intake_files(desk.store, LOCAL_STAFF, intake.batch)
    result = result_of(files, withdrawn_among(desk.store, LOCAL_STAFF, files))
    return result.outcomes, result.withdrawn, result.litter, result.files
