"""Drafts and pledges in the store: whose they are, and that two windows do not write over each other."""

from dataclasses import replace

import pytest

from data.audit import Action, audit_rows
from data.drafts import save_draft, saved_draft
from data.pledges import add_pledges, pledges
from data.store import Store
from data.submissions import add_submissions
from models.assessment import Answer, Field, Level
from models.draft import Draft
from models.errors import NotPermitted, Overtaken
from models.pledge import Pledge
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise_viewer, form, prepare

OWN = enterprise_viewer(FIRST)
TYPED = Draft(
    period="2020",
    uscc=FIRST,
    answers={"P1-01": Answer(level=Level.EFFECTIVE, texts={Field.EVIDENCE: "证书“甲”\n第 2 页"}), "P1-02": Answer(level=Level.BLANK)},
)


def test_a_draft_comes_back_as_it_was_saved(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        version = save_draft(connection, OWN, TYPED, NOW)

    with store.reading() as connection:
        found = saved_draft(connection, OWN, "2020", FIRST)
    assert found == replace(TYPED, version=version, updated_at=NOW, by=OWN.name)


def test_the_second_window_is_told_and_the_first_ones_answers_stay(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        first = replace(TYPED, version=save_draft(connection, OWN, TYPED, NOW))
        save_draft(connection, OWN, first.changed("P2-01", Answer(level=Level.PLANNED)), NOW)
        with pytest.raises(Overtaken):
            save_draft(connection, OWN, first.changed("P2-02", Answer(level=Level.LEADING)), NOW)
        with pytest.raises(Overtaken):
            save_draft(connection, OWN, TYPED, NOW)
        found = saved_draft(connection, OWN, "2020", FIRST)

    assert found is not None
    assert (found.version, sorted(found.answers)) == (2, ["P1-01", "P1-02", "P2-01"])


def test_nobody_else_sees_or_saves_a_draft(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        save_draft(connection, OWN, TYPED, NOW)
        other = enterprise_viewer(SECOND)

        assert saved_draft(connection, other, "2020", FIRST) is None
        with pytest.raises(NotPermitted):
            save_draft(connection, other, replace(TYPED, version=1), NOW)


def test_the_log_says_once_that_a_draft_was_begun(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        save_draft(connection, OWN, replace(TYPED, version=save_draft(connection, OWN, TYPED, NOW)), NOW)
        deeds = [row for row in audit_rows(connection, STAFF, f"2020/{FIRST}") if row.action == Action.DRAFT_STARTED]

    assert len(deeds) == 1


def test_a_pledge_stays_with_its_form_and_is_seen_by_its_enterprise_alone(store: Store) -> None:
    given = Pledge(signer="张工", statement="真实", at=NOW, by=OWN.name)
    with store.writing() as connection:
        prepare(connection)
        [(number, _)] = add_submissions(connection, OWN, [form()])
        add_pledges(connection, OWN, [number], given)

    with store.reading() as connection:
        assert pledges(connection, OWN, [number]) == {number: given}
        assert pledges(connection, enterprise_viewer(SECOND), [number]) == {}
        deeds = [row.detail for row in audit_rows(connection, STAFF, f"2020/{FIRST}") if row.action == Action.PLEDGE_GIVEN]
    assert deeds == [{"submission": number, "revision": 1, "signer": "张工"}]


def test_nobody_pledges_for_another(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        [(number, _)] = add_submissions(connection, OWN, [form()])
        with pytest.raises(NotPermitted):
            add_pledges(connection, enterprise_viewer(SECOND), [number], Pledge(signer="李", statement="真实", at=NOW, by="李"))
