"""The demo store: a roster, closed years, an open one, and everything an intake would have left behind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data import batches, periods, rosters, submissions
from data.audit import verify
from data.store import Store
from data.stories import told_stories
from exchange.judge import judge
from models.access import LOCAL_STAFF
from models.errors import NotPossible
from models.progress import ledger, summarise
from models.submission import IntakeFile, Outcome
from services.demo import fill_demo
from services.judging import judging_context
from services.periods import add_period
from services.progress import Snapshot, snapshot

NOW = datetime(2020, 8, 31, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Fill one store for all tests that only read it."""
    store = _store(tmp_path_factory.mktemp("demo"))
    fill_demo(store, LOCAL_STAFF, enterprises=120, periods=3, seed=59, now=NOW)
    yield store
    store.close()


def test_the_last_period_is_open_for_ten_days_and_the_others_are_closed(demo: Store) -> None:
    with demo.reading() as connection:
        found = periods.periods(connection, LOCAL_STAFF)

    assert [(period.code, period.deadline, period.closed) for period in found] == [
        ("2018", date(2018, 9, 10), True),
        ("2019", date(2019, 9, 10), True),
        ("2020", date(2020, 9, 10), False),
    ]


def test_past_years_are_nearly_complete_and_the_open_one_is_on_its_way(demo: Store) -> None:
    rates = {code: ledger(_snapshot(demo, code).enterprises).submission_rate or 0 for code in ("2018", "2019", "2020")}

    assert 0.9 < rates["2018"] < 0.96
    assert 0.9 < rates["2019"] < 0.96
    assert 0.8 < rates["2020"] < 0.84


def test_every_status_occurs_in_the_open_period(demo: Store) -> None:
    book = ledger(_snapshot(demo, "2020").enterprises)

    assert book.expected + book.exempt == 120
    assert min(book.accepted, book.returned, book.missing, book.exempt) >= 2
    assert book.returned < 15


def test_some_forms_are_provisional_and_some_are_held_by_the_gate(demo: Store) -> None:
    now = _snapshot(demo, "2020")

    summary = summarise(now.enterprises, now.catalogue)

    assert summary.provisional >= 1
    assert summary.gated >= 1


def test_the_roster_grows_a_little_from_year_to_year(demo: Store) -> None:
    with demo.reading() as connection:
        sizes = [len(rosters.roster(connection, LOCAL_STAFF, code)) for code in ("2018", "2019", "2020")]

    assert 100 < sizes[0] < sizes[1] < sizes[2] == 120


def test_forms_came_in_the_year_of_their_period_and_never_in_the_future(demo: Store) -> None:
    with demo.reading() as connection:
        forms = {code: submissions.forms(connection, LOCAL_STAFF, code) for code in ("2018", "2019", "2020")}

    for code, frame in forms.items():
        assert set(frame["received_on"].dt.year) == {int(code)}
        assert frame["received_at"].max() < NOW
        assert frame["received_at"].is_monotonic_increasing


def test_some_enterprises_have_two_revisions_and_some_were_late(demo: Store) -> None:
    files = _files(demo, "2019")

    assert any(file.revision == 2 for file in files)
    assert any(issue.code == "LATE" for file in files for issue in file.issues)


def test_the_history_of_intakes_shows_what_an_office_sees(demo: Store) -> None:
    with demo.reading() as connection:
        history = [batch for code in ("2018", "2019", "2020") for batch in batches.batches(connection, LOCAL_STAFF, code)]

    assert len(history) > 40
    assert all(batch.finished_at and batch.finished_at > batch.started_at for batch in history)
    assert {outcome for batch in history for outcome in batch.outcomes} == set(Outcome)


def test_a_returned_form_is_a_real_workbook_with_the_issues_of_its_row(demo: Store) -> None:
    returned = [file for file in _files(demo, "2020") if file.outcome is Outcome.RETURNED]
    context = judging_context(demo, LOCAL_STAFF, "2020", date(2020, 8, 30))

    for file in returned:
        judgement = judge(context, demo.kept.read(str(file.sha256)))

        assert judgement.outcome is Outcome.RETURNED
        assert [(issue.cell, issue.code) for issue in judgement.issues] == [(issue.cell, issue.code) for issue in file.issues]
    assert len(returned) >= 5


def test_an_accepted_form_is_a_real_workbook_that_says_what_the_store_says(demo: Store) -> None:
    accepted = [file for file in _files(demo, "2020") if file.outcome is Outcome.ACCEPTED][:20]
    context = judging_context(demo, LOCAL_STAFF, "2020", date(2020, 8, 30))

    for file in accepted:
        judgement = judge(context, demo.kept.read(str(file.sha256)))
        with demo.reading() as connection:
            stored = submissions.submission(connection, LOCAL_STAFF, int(file.submission_id or 0))

        assert judgement.assessment is not None
        assert judgement.assessment.levels() == stored.levels
        assert {code: answer.texts for code, answer in judgement.assessment.answers.items() if answer.texts} == stored.texts
        assert judgement.stories == stored.stories


def test_some_enterprises_tell_a_story_in_every_scope(demo: Store) -> None:
    with demo.reading() as connection:
        told = told_stories(connection, LOCAL_STAFF, "2020")

    assert {story.scope for stories in told.values() for story in stories} == {"S.1", "S.2", "S.3", "S.4", "S.5"}
    assert 10 < len(told) < 60


def test_the_log_of_a_demo_is_unbroken(demo: Store) -> None:
    with demo.reading() as connection:
        assert verify(connection) is None


def test_the_same_seed_and_moment_give_the_same_demo(tmp_path: Path) -> None:
    stores = [_store(tmp_path / name) for name in ("a", "b")]

    for store in stores:
        fill_demo(store, LOCAL_STAFF, enterprises=12, periods=2, seed=4, now=NOW)

    first, second = ([_files(store, code) for code in ("2019", "2020")] for store in stores)
    assert first == second
    for store in stores:
        store.close()


def test_a_demo_may_be_as_small_as_one_enterprise_and_one_period(tmp_path: Path) -> None:
    store = _store(tmp_path)

    fill_demo(store, LOCAL_STAFF, enterprises=1, periods=1, seed=4, now=NOW)

    assert len(_snapshot(store, "latest").enterprises) == 1
    store.close()


def test_a_demo_is_refused_where_there_is_something_already(tmp_path: Path) -> None:
    store = _store(tmp_path)
    add_period(store, LOCAL_STAFF, "2020", date(2020, 9, 10), edition="2020", now=NOW)

    with pytest.raises(NotPossible, match="空的数据库"):
        fill_demo(store, LOCAL_STAFF, now=NOW)

    with store.reading() as connection:
        assert rosters.roster(connection, LOCAL_STAFF, None) == {}
    store.close()


def _store(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder)


def _snapshot(store: Store, code: str) -> Snapshot:
    return snapshot(store, LOCAL_STAFF, code)


def _files(store: Store, code: str) -> list[IntakeFile]:
    with store.reading() as connection:
        history = batches.batches(connection, LOCAL_STAFF, code)
        return [file for batch in history for file in batches.batch_files(connection, LOCAL_STAFF, batch.id)]
