"""Intakes in the store: a row for every file."""

from datetime import date, timedelta

import pytest

from data.batches import add_files, attachments, batch_files, batches, files_of, finish_batch, start_batch
from data.store import Store
from data.submissions import add_submissions
from models.assessment import Field
from models.errors import NotPossible
from models.issue import Issue
from models.submission import IntakeFile, Outcome
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise_viewer, form, prepare

DAY = date(2020, 8, 21)


@pytest.fixture(autouse=True)
def _a_period(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)


def test_a_row_comes_back_with_everything_that_was_said_of_the_file(store: Store) -> None:
    issue = Issue(
        code="LEVEL_NORMALISED",
        found="３级",
        item="P1-03",
        field=Field.LEVEL,
        details={"read": "3"},
        sheet="自评表",
        cell="G12",
    )
    with store.writing() as connection:
        [(number, revision)] = add_submissions(connection, STAFF, [form()])
        accepted = IntakeFile(
            file="pack.zip!a/b.xlsx",
            outcome=Outcome.ACCEPTED,
            uscc=FIRST,
            enterprise="企业1A",
            edition="2020",
            revision=revision,
            total_score="63.0",
            provisional=True,
            band="实施级",
            issues=(issue, Issue(code="LATE")),
            sha256="aa",
            submission_id=number,
        )
        refused = IntakeFile(file="坏.xlsx", outcome=Outcome.REFUSED, issues=(Issue(code="FILE_EMPTY"),))
        batch = start_batch(connection, STAFF, "2020", DAY, NOW)
        add_files(connection, STAFF, batch, [refused])
        add_files(connection, STAFF, batch, [accepted])

        found = batch_files(connection, STAFF, batch)
        of_submission = files_of(connection, STAFF, number)

    assert found == (refused, accepted)
    assert of_submission == (accepted,)
    assert found[1].issues[0].message.startswith("G12 写的是“３级”，已按“3”读取")


def test_batches_are_listed_from_the_newest_with_what_came_of_them(store: Store) -> None:
    later = NOW + timedelta(minutes=1)
    with store.writing() as connection:
        first = start_batch(connection, STAFF, "2020", DAY, NOW)
        add_files(connection, STAFF, first, [IntakeFile(file=str(n), outcome=Outcome.REFUSED) for n in range(2)])
        add_files(connection, STAFF, first, [IntakeFile(file="c", outcome=Outcome.DUPLICATE)])
        finish_batch(connection, STAFF, first, later)
        second = start_batch(connection, STAFF, "2020", DAY, later)

        running, finished = batches(connection, STAFF, "2020")

    assert (running.id, running.finished_at, running.outcomes) == (second, None, {})
    assert (finished.id, finished.started_at, finished.finished_at) == (first, NOW, later)
    assert finished.outcomes == {Outcome.DUPLICATE: 1, Outcome.REFUSED: 2}
    assert (finished.by, finished.received_on) == ("秘书处 王", DAY)


def test_attachments_are_found_by_enterprise_and_period(store: Store) -> None:
    stamped = IntakeFile(file="盖章.pdf", outcome=Outcome.ATTACHMENT, uscc=FIRST, sha256="aa")
    others = IntakeFile(file="盖章.pdf", outcome=Outcome.ATTACHMENT, uscc=SECOND, sha256="bb")
    with store.writing() as connection:
        batch = start_batch(connection, STAFF, "2020", DAY, NOW)
        add_files(connection, STAFF, batch, [stamped, others, IntakeFile(file="表.xlsx", outcome=Outcome.RETURNED, uscc=FIRST)])

        assert attachments(connection, STAFF, "2020", FIRST) == (stamped,)
        assert attachments(connection, STAFF, "2019", FIRST) == ()


def test_an_enterprise_sees_its_own_rows_and_nobodys_else(store: Store) -> None:
    own = IntakeFile(file="2.xlsx", outcome=Outcome.RETURNED, uscc=SECOND)
    with store.writing() as connection:
        batch = start_batch(connection, STAFF, "2020", DAY, NOW)
        rows = [IntakeFile(file="1.xlsx", outcome=Outcome.RETURNED, uscc=FIRST), own, IntakeFile(file="?", outcome=Outcome.UNRECOGNISED)]
        add_files(connection, STAFF, batch, rows)

        assert batch_files(connection, enterprise_viewer(SECOND), batch) == (own,)
        assert batch_files(connection, enterprise_viewer(None), batch) == ()
        assert batches(connection, enterprise_viewer(SECOND), "2020") == ()
        assert attachments(connection, enterprise_viewer(SECOND), "2020", FIRST) == ()


def test_an_enterprise_adds_to_a_batch_of_its_own_only(store: Store) -> None:
    viewer = enterprise_viewer(SECOND)
    with store.writing() as connection:
        of_staff = start_batch(connection, STAFF, "2020", DAY, NOW)
        of_its_own = start_batch(connection, viewer, "2020", DAY, NOW)
        add_files(connection, viewer, of_its_own, [IntakeFile(file="x", outcome=Outcome.RETURNED, uscc=SECOND)])

        assert [batch.id for batch in batches(connection, viewer, "2020")] == [of_its_own]
        with pytest.raises(NotPossible):
            add_files(connection, viewer, of_staff, [IntakeFile(file="x", outcome=Outcome.RETURNED)])
        with pytest.raises(NotPossible):
            finish_batch(connection, viewer, of_staff, NOW)


def test_an_unknown_batch_is_told(store: Store) -> None:
    with store.writing() as connection, pytest.raises(NotPossible, match="没有编号为 7 的收件批次"):
        finish_batch(connection, STAFF, 7, NOW)
