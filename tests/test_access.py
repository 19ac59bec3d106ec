"""Nobody gets a row outside their scope, whatever role they have and whatever they ask the store for."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

import data
from data import (
    access_codes,
    accounts,
    api_tokens,
    audit,
    batches,
    drafts,
    frozen,
    periods,
    pledges,
    reviews,
    rosters,
    stories,
    submissions,
    withdrawals,
)
from data.audit import AuditChoice
from data.measures_of_store import store_measures
from data.store import Store
from models.access import Role, Verb, Viewer
from models.assessment import Answer, Field, Level
from models.draft import Draft
from models.enterprise import Contact
from models.errors import NotPossible
from models.pledge import Pledge
from models.review import NewReview, ReviewDecision
from models.story import Story
from models.submission import IntakeFile, Outcome
from tests.data.makers import NOW, STAFF, enterprise, form, period

NORTH, SOUTH = "北方机械行业协会", "南方机械行业协会"
FIRMS = {"91320000000000001A": NORTH, "91320000000000002B": SOUTH, "91320000000000003C": ""}
NUMBERS = tuple(range(1, 7))
Ask = Callable[[Connection, Viewer, str], object]

QUERIES: dict[Callable[..., Any], Ask] = {
    access_codes.issued_codes: lambda c, v, _: access_codes.issued_codes(c, v, "2020"),
    accounts.accounts: lambda c, v, _: accounts.accounts(c, v),
    api_tokens.tokens: lambda c, v, _: api_tokens.tokens(c, v),
    api_tokens.token_numbered: lambda c, v, _: api_tokens.token_numbered(c, v, 1),
    audit.audit_rows: lambda c, v, uscc: audit.audit_rows(c, v, f"2020/{uscc}"),
    audit.latest_rows: lambda c, v, _: audit.latest_rows(c, v, AuditChoice(), most=100),
    audit.count_rows: lambda c, v, _: audit.count_rows(c, v, AuditChoice()),
    audit.actors: lambda c, v, _: audit.actors(c, v),
    batches.batches: lambda c, v, _: batches.batches(c, v, "2020"),
    batches.batch_period: lambda c, v, _: [batches.batch_period(c, v, number) for number in NUMBERS],
    batches.batch_files: lambda c, v, _: [batches.batch_files(c, v, number) for number in NUMBERS],
    batches.newest_files: lambda c, v, _: batches.newest_files(c, v, "2020"),
    batches.files_of: lambda c, v, _: [batches.files_of(c, v, number) for number in NUMBERS],
    batches.attachments: lambda c, v, uscc: batches.attachments(c, v, "2020", uscc),
    drafts.saved_draft: lambda c, v, uscc: drafts.saved_draft(c, v, "2020", uscc),
    periods.periods: lambda c, v, _: periods.periods(c, v),
    periods.period_named: lambda c, v, _: periods.period_named(c, v, "2020"),
    periods.extensions: lambda c, v, _: periods.extensions(c, v, "2020"),
    pledges.pledges: lambda c, v, _: pledges.pledges(c, v, NUMBERS),
    reviews.reviews: lambda c, v, _: [reviews.reviews(c, v, number) for number in NUMBERS],
    reviews.last_told: lambda c, v, _: [reviews.last_told(c, v, number) for number in NUMBERS],
    reviews.standing: lambda c, v, _: reviews.standing(c, v, "2020"),
    reviews.reviewers: lambda c, v, _: reviews.reviewers(c, v, "2020"),
    reviews.newer_revision: lambda c, v, _: [reviews.newer_revision(c, v, number) for number in NUMBERS],
    frozen.frozen_of: lambda c, v, _: frozen.frozen_of(c, v, "2020"),
    frozen.frozen_named: lambda c, v, _: frozen.frozen_named(c, v, "2020", "会议稿"),
    rosters.columns: lambda c, v, _: rosters.columns(c, v, "2020", ["uscc", "name", "person"]),
    rosters.entry: lambda c, v, uscc: [rosters.entry(c, v, "2020", uscc), rosters.entry(c, v, None, uscc)],
    rosters.roster: lambda c, v, _: [rosters.roster(c, v, "2020"), rosters.roster(c, v, None)],
    stories.told_stories: lambda c, v, _: stories.told_stories(c, v, "2020"),
    store_measures: lambda c, v, _: store_measures(c, v, NOW),
    submissions.by_digest: lambda c, v, uscc: submissions.by_digest(c, v, "2020", [_digest(uscc)]),
    submissions.newest: lambda c, v, _: submissions.newest(c, v, "2020"),
    submissions.history: lambda c, v, uscc: submissions.history(c, v, "2020", uscc),
    submissions.standing_levels: lambda c, v, _: submissions.standing_levels(c, v, "2020"),
    submissions.submission: lambda c, v, uscc: submissions.submission(c, v, list(FIRMS).index(uscc) + 1),
    submissions.forms: lambda c, v, _: submissions.forms(c, v, "2020"),
    submissions.texts_as_written: lambda c, v, _: submissions.texts_as_written(c, v, "2020"),
    withdrawals.withdrawn: lambda c, v, _: withdrawals.withdrawn(c, v, NUMBERS),
}
# What writes, or decides in a query of somebody else's; what a write gives back is the writer's own.
DEEDS = {
    "access_codes.put_codes", "accounts.add_account", "accounts.add_link", "accounts.change_account", "accounts.set_password",
    "api_tokens.add_token", "api_tokens.revoke_token", "audit.record", "audit.record_all", "batches.add_files", "batches.finish_batch",
    "batches.start_batch", "demo_blocks.add_block", "frozen.add_frozen", "frozen.check_name", "drafts.save_draft", "foreign_forms.record_foreign_address", "foreign_forms.record_foreign_forms",
    "periods.add_period", "periods.close_period", "periods.extend", "periods.reopen_period", "pledges.add_pledges", "reviews.add_review",
    "rosters.import_roster", "submissions.add_submissions", "visibility.own_batches", "visibility.own_files", "visibility.own_only",
    "visibility.permit", "visibility.told_reviews", "visibility.visible", "visibility.within", "withdrawals.add_withdrawals",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Fill a store in which everything of an enterprise bears its mark."""
    folder: Path = tmp_path_factory.mktemp("access")
    filled = Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder)
    with filled.writing() as connection:
        firms = [
            enterprise(uscc, name=f"名称{uscc}", forwarder=body, contact=Contact(person=f"张经理{uscc}", mobile="1", email="e"))
            for uscc, body in FIRMS.items()
        ]
        rosters.import_roster(connection, STAFF, firms, NOW)
        periods.add_period(connection, STAFF, period(), NOW)
        for number, uscc in enumerate(FIRMS, start=1):
            _mark(connection, uscc, number)
    yield filled
    filled.close()


viewers = st.builds(
    Viewer,
    name=st.just("谁"),
    role=st.sampled_from(Role),
    uscc=st.sampled_from([None, "", "不存在", *FIRMS]),
    forwarder=st.sampled_from([None, "", "不存在", NORTH, SOUTH]),
    verbs=st.none() | st.frozensets(st.sampled_from(Verb)),
)


@settings(max_examples=40)
@given(viewer=viewers)
def test_nobody_gets_a_row_outside_their_scope(store: Store, viewer: Viewer) -> None:
    reach = _reach(viewer)
    with store.reading() as connection:
        for ask in QUERIES.values():
            for uscc in FIRMS:
                said = _told(ask, connection, viewer, uscc)
                assert {one for one in FIRMS if one in said} <= reach
                assert viewer.may(Verb.SEE_CONTACTS) or "张经理" not in said
                assert viewer.may(Verb.SEE_FORMS) or viewer.may(Verb.READ_AUDIT) or "文字" not in said


@given(viewer=viewers)
def test_whoever_may_see_gets_all_of_what_is_theirs(store: Store, viewer: Viewer) -> None:
    reach = _reach(viewer)
    with store.reading() as connection:
        figures = set(submissions.forms(connection, viewer, "2020")["uscc"]) if viewer.may(Verb.SEE_FIGURES) else reach
        texts = [number for number, _ in submissions.texts_as_written(connection, viewer, "2020")]

    assert figures == reach
    assert len(texts) == (len(reach) if viewer.may(Verb.SEE_FORMS) else 0)


@pytest.mark.parametrize("ask", QUERIES.values(), ids=[f"{ask.__module__}.{ask.__name__}" for ask in QUERIES])
def test_the_association_is_answered(store: Store, ask: Ask) -> None:
    """Ask as somebody who may do everything, so that a query that never answers does not pass for a safe one."""
    said = ""
    with store.reading() as connection:
        for uscc in FIRMS:
            said += _told(ask, connection, STAFF, uscc)

    assert "REFUSED" not in said or "接口令牌" in said or "定稿" in said


def test_every_query_of_the_store_is_among_those_asked() -> None:
    asked = {f"{query.__module__.removeprefix('data.')}.{query.__name__}" for query in QUERIES}

    assert sorted(set(_taking_a_viewer()) - asked - DEEDS) == []
    assert sorted(DEEDS - set(_taking_a_viewer())) == []


def _reach(viewer: Viewer) -> set[str]:
    """Tell, by hand, whose rows a viewer reaches."""
    if viewer.role is Role.ENTERPRISE:
        return {viewer.uscc} & FIRMS.keys()  # type: ignore[return-value]
    if viewer.role is Role.FORWARDER:
        return {uscc for uscc, body in FIRMS.items() if body and body == viewer.forwarder}
    return set(FIRMS)


def _told(ask: Ask, connection: Connection, viewer: Viewer, uscc: str) -> str:
    """Give everything an answer says as text; what was asked for stands in no answer unless it is told."""
    try:
        return _spelled(ask(connection, viewer, uscc))
    except NotPossible as refused:
        return f"REFUSED {str(refused).replace(uscc, '')}"


def _spelled(value: object) -> str:
    if isinstance(value, pd.DataFrame):
        return str(value.astype(str).to_dict("list"))
    if is_dataclass(value) and not isinstance(value, type):
        return str(asdict(value))
    if isinstance(value, Mapping):
        return " ".join(f"{key} {_spelled(one)}" for key, one in value.items())
    if isinstance(value, list | tuple) or hasattr(value, "__next__"):
        return " ".join(map(_spelled, value))  # type: ignore[call-overload, no-any-return]
    return str(value)


def _mark(connection: Connection, uscc: str, number: int) -> None:
    """Give an enterprise one of everything: a batch, a form with texts and a story, a draft, a promise, a review, a code, more time."""
    batch = batches.start_batch(connection, STAFF, "2020", NOW.date(), NOW)
    texts = {"P1-01": {Field.NOTE: f"文字{uscc}"}}
    told = (Story(scope="S.3", title=f"题{uscc}", text="故事", sheet="亮点与故事", cell="C9"),)
    new = form(uscc, sha256=_digest(uscc), file_name=f"{uscc}.xlsx", texts=texts, stories=told)
    [(added, _)] = submissions.add_submissions(connection, STAFF, [new])
    assert added == number
    rows = [
        IntakeFile(file=f"{uscc}.xlsx", outcome=Outcome.ACCEPTED, uscc=uscc, submission_id=added),
        IntakeFile(file=f"{uscc}.pdf", outcome=Outcome.ATTACHMENT, uscc=uscc),
    ]
    batches.add_files(connection, STAFF, batch, rows)
    answers = {"P1-01": Answer(level=Level.PLANNED, texts={Field.NOTE: f"文字{uscc}"})}
    drafts.save_draft(connection, STAFF, Draft(period="2020", uscc=uscc, answers=answers), NOW)
    pledges.add_pledges(connection, STAFF, [added], Pledge(signer=f"文字{uscc}", statement="真实", at=NOW, by="谁"))
    reason = {"P1-01": f"文字{uscc}"}
    returned = NewReview(
        submission_id=added, seen=0, decision=ReviewDecision.RETURNED, levels=bytes(48), remarks=reason, reason=f"文字{uscc}"
    )
    reviews.add_review(connection, STAFF, returned, NOW)
    access_codes.put_codes(connection, STAFF, "2020", {uscc: _digest(uscc)}, NOW)
    periods.extend(connection, STAFF, "2020", uscc, NOW.date().replace(month=12), NOW)


def _digest(uscc: str) -> str:
    return (uscc * 4)[:64]


def _taking_a_viewer() -> Iterator[str]:
    """Name every public function of data/ that is handed a viewer."""
    for found in pkgutil.iter_modules(data.__path__):
        if found.ispkg:
            continue
        module = importlib.import_module(f"data.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and "viewer" in inspect.signature(function).parameters:
                yield f"{found.name}.{name}"
