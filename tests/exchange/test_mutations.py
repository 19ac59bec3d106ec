"""Spoiled forms, some hundred of them on every run: each has an outcome, and what is still read accounts for every item."""

from collections import Counter
from dataclasses import replace

import pytest

from exchange.guard import inspect
from exchange.judge import judge
from models.submission import Outcome
from services.workers import Failure, Result
from tests.exchange.mutation_run import fault_of, tried
from tests.exchange.mutations import forms, mutant
from tests.exchange.plain_forms import context

COUNT = 300


def test_a_spoiled_form_has_an_outcome_and_accounts_for_every_item() -> None:
    trials = list(tried(range(COUNT)))

    outcomes = Counter(trial.outcome for trial in trials)
    assert [trial for trial in trials if trial.fault] == []
    # All ends are met, so the forms are neither spoiled too much nor too little.
    assert min(outcomes[outcome] for outcome in (Outcome.ACCEPTED, Outcome.RETURNED, Outcome.REFUSED)) > COUNT // 20


def test_the_forms_that_are_spoiled_are_sound() -> None:
    outcomes = [judge(context(), form).outcome for form in forms()]

    assert outcomes == [Outcome.ACCEPTED, Outcome.RETURNED, Outcome.RETURNED, Outcome.ACCEPTED]


def test_a_number_and_a_seed_spoil_a_form_always_the_same_way() -> None:
    assert mutant(5, seed=2) == mutant(5, seed=2)
    assert mutant(5, seed=2) != mutant(5, seed=3)


@pytest.mark.parametrize(
    "lost",
    [
        Result(failure=Failure.RAISED),
        Result(failure=Failure.TIME),
        Result(value=replace(judge(context(), b""), issues=())),
        Result(value=replace(judge(context(), b""), outcome=Outcome.ACCEPTED)),
    ],
)
def test_a_form_that_got_past_would_be_seen(lost: Result) -> None:  # type: ignore[type-arg]
    assert fault_of(lost)


@pytest.mark.parametrize(
    ("number", "seed", "why"),
    [
        (324, 7, "自评表 with a character no XML may have"),
        (469, 7, "自评表 with a tag closed under another name"),
        (402, 8, "an item code in a cell of an unknown kind, which calamine reads and Excel does not"),
    ],
)
def test_what_spoiling_once_got_past_the_guard_is_refused(number: int, seed: int, why: str) -> None:
    _, content = mutant(number, seed)

    assert [issue.code for issue in inspect(content).issues] == ["FILE_MALFORMED"], why
