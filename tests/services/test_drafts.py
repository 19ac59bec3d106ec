"""在线填报: what is typed is the form that an upload would be, saved as it goes, and two windows lose nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import periods
from exchange.judge import JudgingContext, judge
from models.access import LOCAL_STAFF, Role, Viewer
from models.assessment import Answer, Field, Level
from models.draft import Draft
from models.errors import NotPossible, Overtaken
from models.submission import Outcome
from services.drafts import LONGEST_TEXT, Filling, draft_form, draft_issues, filling, hand_in_draft, save, save_answers
from services.hand_in import hand_in
from services.my_task import my_task
from tests.builders import PERIOD, USCC, edition, enterprise
from tests.services.desk import FIRM, NOW, Desk, form_of

OWN = Viewer(name=FIRM.name, role=Role.ENTERPRISE, uscc=USCC)
TODAY = NOW.date()
THREE = Answer(level=Level.EFFECTIVE, texts={Field.EVIDENCE: "制度 QM-01", Field.REASON: "先填了后来不用"})
TEXT_FIELDS = [field for field in Field if field is not Field.LEVEL]
CONTEXT = JudgingContext(period=PERIOD, catalogue=edition(), roster={USCC: enterprise()}, extensions={}, received_on=TODAY)

typed_levels = st.sampled_from([level for level in Level if level is not Level.FAULTY])
typed_texts = st.dictionaries(st.sampled_from(TEXT_FIELDS), st.text(max_size=60), max_size=3)
typed_answers = st.dictionaries(
    st.sampled_from([item.code for item in edition().items]), st.builds(Answer, level=typed_levels, texts=typed_texts), max_size=12
)


def _filling(desk: Desk) -> Filling:
    return filling(desk.store, OWN, "2020")


def _complete(desk: Desk) -> Filling:
    opened = _filling(desk)
    answers = {
        item.code: Answer(level=Level.IMPLEMENTED)
        if item.applies(FIRM.size, FIRM.traits)
        else Answer(level=Level.NOT_APPLICABLE, texts={Field.REASON: "不涉及"})
        for item in opened.catalogue.items
    }
    return replace(opened, draft=save_answers(desk.store, OWN, opened.draft, answers, now=NOW))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=typed_answers)
def test_what_is_typed_is_judged_as_typed(desk: Desk, typed: dict[str, Answer]) -> None:
    opened = filling(desk.store, OWN, "2020")
    draft = save_answers(desk.store, OWN, opened.draft, typed, now=NOW)
    asked = replace(opened, draft=draft).assessment()

    judgement = judge(CONTEXT, draft_form(replace(opened, draft=draft), today=TODAY)[1])

    assert judgement.assessment is not None
    assert judgement.assessment.levels() == asked.levels()
    assert {code: answer.texts for code, answer in judgement.assessment.answers.items()} == {
        code: answer.texts for code, answer in asked.answers.items()
    }


@pytest.mark.parametrize("text", ["=1+1", "'引号", "_x0041_", "一\r\n二\r三", "+86", "@甲", "<b>&amp;", "　全角　", "\x00空", "\ud800半"])
def test_awkward_texts_come_through(desk: Desk, text: str) -> None:
    opened = _filling(desk)
    draft = save_answers(desk.store, OWN, opened.draft, {"P1-01": Answer(level=Level.PLANNED, texts={Field.NOTE: text})}, now=NOW)

    judgement = judge(CONTEXT, draft_form(replace(opened, draft=draft), today=TODAY)[1])

    assert judgement.assessment is not None
    assert judgement.assessment.answers["P1-01"].texts == draft.answer("P1-01").texts


def test_a_complete_draft_is_handed_in_as_a_form_that_counts(desk: Desk) -> None:
    opened = _complete(desk)

    [row] = hand_in_draft(desk.store, OWN, opened.draft, signer="张工", now=NOW, today=TODAY).files

    assert (row.outcome, row.revision, row.total_score, row.provisional) == (Outcome.ACCEPTED, 1, "50.0", False)
    assert [issue.code for issue in row.issues] == [issue.code for issue in draft_issues(desk.store, OWN, opened, today=TODAY)]


def test_typed_and_uploaded_are_the_same_kind_of_submission(desk: Desk) -> None:
    opened = _complete(desk)
    name, content = draft_form(opened, today=TODAY)

    [uploaded] = hand_in(desk.store, OWN, "2020", [(name, content)], signer="张工", now=NOW).files
    [typed] = hand_in_draft(desk.store, OWN, opened.draft, signer="张工", now=NOW, today=TODAY).files

    assert uploaded.outcome is Outcome.ACCEPTED
    assert (typed.outcome, typed.revision) == (Outcome.DUPLICATE, 1)


def test_the_checks_are_those_of_the_form_and_name_the_item(desk: Desk) -> None:
    opened = _complete(desk)
    typed = {"P1-01": Answer(level=Level.NOT_APPLICABLE, texts={Field.REASON: "不想填"}), "P1-02": Answer(level=Level.BLANK)}
    opened = replace(opened, draft=save_answers(desk.store, OWN, opened.draft, typed, now=NOW))

    found = draft_issues(desk.store, OWN, opened, today=TODAY)

    assert [(issue.item, issue.code, issue.cell) for issue in found] == [("P1-01", "NA_NOT_ALLOWED", None), ("P1-02", "BLANK", None)]
    assert found[0].message.startswith("P1-01 填了“不适用”")


def test_a_reason_typed_before_a_level_was_chosen_does_not_count_but_is_not_lost(desk: Desk) -> None:
    opened = _filling(desk)
    opened = replace(opened, draft=save_answers(desk.store, OWN, opened.draft, {"P1-01": THREE}, now=NOW))

    assert opened.assessment().answers["P1-01"].texts == {Field.EVIDENCE: "制度 QM-01"}
    assert _filling(desk).draft.answer("P1-01").texts == THREE.texts


def test_the_second_window_is_told_and_can_add_what_it_typed(desk: Desk) -> None:
    first, second = _filling(desk).draft, _filling(desk).draft
    save_answers(desk.store, OWN, first, {"P1-01": THREE}, now=NOW)

    with pytest.raises(Overtaken):
        save_answers(desk.store, OWN, second, {"P1-02": THREE}, now=NOW)
    save_answers(desk.store, OWN, _filling(desk).draft, {"P1-02": THREE}, now=NOW)

    assert sorted(_filling(desk).draft.answers) == ["P1-01", "P1-02"]


def test_a_draft_that_was_changed_elsewhere_is_not_handed_in_unseen(desk: Desk) -> None:
    seen = _complete(desk).draft
    save_answers(desk.store, OWN, seen, {"P1-01": THREE}, now=NOW)

    with pytest.raises(Overtaken):
        hand_in_draft(desk.store, OWN, seen, signer="张工", now=NOW, today=TODAY)

    assert my_task(desk.store, OWN, "2020", today=TODAY).history == ()


def test_a_draft_begins_with_the_newest_form_and_leaves_open_what_was_unreadable(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of(levels={"P1-03": "3分", "P1-04": 4})))

    draft = _filling(desk).draft

    assert (draft.version, draft.answer("P1-03").level, draft.answer("P1-04").level) == (0, Level.BLANK, Level.LEADING)
    assert draft.filled(edition().items) == 47


def test_a_draft_begins_with_what_last_period_leaves_unchanged(desk: Desk) -> None:
    opened = _complete(desk)
    opened = replace(opened, draft=save_answers(desk.store, OWN, opened.draft, {"P1-01": THREE}, now=NOW))
    hand_in_draft(desk.store, OWN, opened.draft, signer="张工", now=NOW, today=TODAY)
    desk.add_period("2021", PERIOD.deadline + timedelta(days=365))

    begun = filling(desk.store, OWN, "2021")

    assert begun.draft.answer("P1-01") == Answer(level=Level.BLANK, texts={Field.EVIDENCE: "制度 QM-01"})
    assert begun.earlier["P1-01"] is Level.EFFECTIVE
    assert begun.draft.filled(edition().items) == 0


def test_the_newest_form_can_take_the_place_of_a_draft(desk: Desk) -> None:
    save_answers(desk.store, OWN, _filling(desk).draft, {"P1-01": THREE}, now=NOW)
    desk.receive(("a.xlsx", form_of(levels={"P1-01": 1})))

    save(desk.store, OWN, filling(desk.store, OWN, "2020", anew=True).draft, now=NOW)

    assert _filling(desk).draft.answer("P1-01").level is Level.PLANNED


def test_nothing_is_saved_in_a_closed_period(desk: Desk) -> None:
    draft = _filling(desk).draft
    with desk.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2020", NOW)

    with pytest.raises(NotPossible, match="已关闭"):
        save_answers(desk.store, OWN, draft, {"P1-01": THREE}, now=NOW)


def test_a_text_too_long_for_its_box_is_told(desk: Desk) -> None:
    long = Answer(level=Level.PLANNED, texts={Field.NOTE: "长" * (LONGEST_TEXT + 1)})

    with pytest.raises(NotPossible, match="自评说明太长"):
        save_answers(desk.store, OWN, _filling(desk).draft, {"P1-01": long}, now=NOW)


def test_the_first_open_item_is_the_first_without_a_level() -> None:
    draft = Draft(period="2020", uscc=USCC, answers={"P1-01": THREE})

    assert draft.first_open(edition()) is edition().by_code["P1-02"]
