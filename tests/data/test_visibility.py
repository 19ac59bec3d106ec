"""Whose rows a viewer gets from the store, whatever is asked."""

import pytest

from data import batches, rosters, submissions
from data.periods import add_period
from data.rosters import import_roster
from data.store import Store
from models.access import Role, Viewer
from models.enterprise import Contact
from models.errors import NotPermitted
from models.submission import IntakeFile, Outcome
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise, enterprise_viewer, form, period

NORTH = Viewer(name="北方 赵", role=Role.FORWARDER, forwarder="北方机械行业协会")
SOUTH = Viewer(name="南方 钱", role=Role.FORWARDER, forwarder="南方机械行业协会")
LEADER = Viewer(name="会长", role=Role.LEADER)


@pytest.fixture
def forwarded(store: Store) -> Store:
    """Let FIRST be forwarded by the north and SECOND by the south, each with a form and a batch."""
    firms = [enterprise(FIRST, forwarder="北方机械行业协会"), enterprise(SECOND, forwarder="南方机械行业协会")]
    with store.writing() as connection:
        import_roster(connection, STAFF, firms, NOW)
        add_period(connection, STAFF, period(), NOW)
        for viewer, uscc in ((NORTH, FIRST), (SOUTH, SECOND)):
            number = batches.start_batch(connection, viewer, "2020", NOW.date(), NOW)
            submissions.add_submissions(connection, viewer, [form(uscc, sha256=uscc * 3)])
            rows = [
                IntakeFile(file="表.xlsx", outcome=Outcome.ACCEPTED, uscc=uscc),
                IntakeFile(file="别的.xlsx", outcome=Outcome.UNRECOGNISED),
            ]
            batches.add_files(connection, viewer, number, rows)
    return store


def test_a_forwarder_sees_the_enterprises_it_forwards_and_its_own_batches_only(forwarded: Store) -> None:
    with forwarded.reading() as connection:
        roster = rosters.roster(connection, NORTH, "2020")
        seen = submissions.forms(connection, NORTH, "2020")
        [batch] = batches.batches(connection, NORTH, "2020")
        files = batches.batch_files(connection, NORTH, batch.id)
        others = batches.batch_files(connection, NORTH, batch.id + 1)

    assert list(roster) == [FIRST]
    assert seen["uscc"].tolist() == [FIRST]
    assert [file.file for file in files] == ["表.xlsx", "别的.xlsx"]
    assert others == ()


def test_a_forwarder_hands_in_for_the_enterprises_it_forwards_only(forwarded: Store) -> None:
    with forwarded.writing() as connection, pytest.raises(NotPermitted, match="只能报送本单位"):
        submissions.add_submissions(connection, NORTH, [form(SECOND, sha256="dd" * 32)])


def test_a_forwarder_that_an_enterprise_has_left_sees_it_no_longer(forwarded: Store) -> None:
    with forwarded.writing() as connection:
        import_roster(connection, STAFF, [enterprise(FIRST, forwarder="南方机械行业协会")], NOW)
        before, after = (submissions.forms(connection, viewer, "2020")["uscc"].tolist() for viewer in (NORTH, SOUTH))

    assert (before, sorted(after)) == ([], [FIRST, SECOND])


def test_a_forwarder_without_a_name_is_not_taken_for_that_of_firms_without_forwarder(store: Store) -> None:
    nameless = Viewer(name="某", role=Role.FORWARDER, forwarder="")
    with store.writing() as connection:
        import_roster(connection, STAFF, [enterprise(FIRST, forwarder="")], NOW)

        assert rosters.roster(connection, nameless, None) == {}


def test_a_leader_sees_figures_but_no_form_no_file_and_no_contact(forwarded: Store) -> None:
    with forwarded.reading() as connection:
        roster = rosters.roster(connection, LEADER, "2020")

        assert submissions.forms(connection, LEADER, "2020")["uscc"].tolist() == [FIRST, SECOND]
        assert {firm.contact for firm in roster.values()} == {Contact()}
        assert submissions.history(connection, LEADER, "2020", FIRST) == ()
        assert list(submissions.texts_as_written(connection, LEADER, "2020")) == []
        assert batches.batches(connection, LEADER, "2020") == ()


def test_a_leader_hands_nothing_in(forwarded: Store) -> None:
    with forwarded.writing() as connection, pytest.raises(NotPermitted, match="没有报送自评表的权限"):
        batches.start_batch(connection, LEADER, "2020", NOW.date(), NOW)


def test_an_enterprise_sees_what_others_received_for_it_but_not_their_batches(forwarded: Store) -> None:
    with forwarded.reading() as connection:
        assert [file.uscc for file in batches.batch_files(connection, enterprise_viewer(FIRST), 1)] == [FIRST]
        assert batches.batches(connection, enterprise_viewer(FIRST), "2020") == ()
