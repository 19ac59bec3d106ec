"""A demo of levels only: as many forms as a year has, written in blocks and yet rows like any others."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data import batches, submissions
from data.audit import verify
from data.store import Store
from models.access import LOCAL_STAFF
from models.progress import ledger
from models.scoring import FACT_COLUMNS, facts_of, level_matrix
from models.submission import NewSubmission, Outcome
from services.demo import fill_demo
from services.progress import snapshot
from tests.builders import edition

NOW = datetime(2020, 8, 31, 6, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def large(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Fill a store of either engine with levels only."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    store = Store.open(url, tmp_path)
    fill_demo(store, LOCAL_STAFF, enterprises=300, periods=3, seed=4, levels_only=True, now=NOW)
    yield store
    store.close()


def test_every_form_has_the_facts_of_its_levels_and_the_log_is_unbroken(large: Store) -> None:
    with large.reading() as connection:
        forms = submissions.forms(connection, LOCAL_STAFF, "2019")

        assert verify(connection) is None
    facts = facts_of(level_matrix(forms["levels"].tolist(), edition()), edition())
    assert len(forms) > 270
    assert (forms[list(FACT_COLUMNS)].to_numpy() == facts.to_numpy()).all()
    assert set(forms["received_on"].dt.year) == {2019}


def test_the_intakes_account_for_every_form_and_some_went_back(large: Store) -> None:
    with large.reading() as connection:
        found = batches.batches(connection, LOCAL_STAFF, "2020")
        forms = submissions.forms(connection, LOCAL_STAFF, "2020")
        files = [file for batch in found for file in batches.batch_files(connection, LOCAL_STAFF, batch.id)]

    assert {file.submission_id: file.outcome is Outcome.ACCEPTED for file in files} == dict(zip(forms["id"], forms["passed"], strict=True))
    assert 0 < sum(file.outcome is Outcome.RETURNED for file in files) < len(files) / 4
    assert all(file.issues for file in files if file.outcome is Outcome.RETURNED)


def test_the_open_period_is_as_far_as_in_a_small_demo_and_the_next_form_goes_on_counting(large: Store) -> None:
    now = snapshot(large, LOCAL_STAFF, "2020")
    uscc = next(iter(now.levels))
    facts = facts_of(level_matrix([now.levels[uscc]], edition()), edition()).iloc[0].to_dict()
    new = NewSubmission(
        uscc=uscc, period="2020", sha256="0" * 64, file_name="", received_at=NOW, received_on=date(2020, 8, 31), passed=True,
        levels=now.levels[uscc], facts=facts, context="",
    )  # fmt: skip

    with large.writing() as connection:
        last = int(submissions.forms(connection, LOCAL_STAFF, "2020")["id"].max())
        [(number, revision)] = submissions.add_submissions(connection, LOCAL_STAFF, [new])

    assert 0.8 < (ledger(now.enterprises).submission_rate or 0) < 0.84
    assert number == last + 1
    assert revision == int(now.enterprises.loc[now.enterprises["uscc"] == uscc, "newest_revision"].iloc[0]) + 1
