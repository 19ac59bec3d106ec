"""Whatever is sent, reviewed, returned and withdrawn in whatever order: status, ledger and both bases say the same thing."""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import reviews, submissions, withdrawals
from data.store import Store
from models.access import LOCAL_STAFF
from models.basis import Basis
from models.errors import NotPossible
from models.progress import counted, ledger, summarise
from models.review import NewReview, ReviewDecision
from models.scoring import facts_of, level_matrix
from models.submission import NewSubmission, WithdrawalKind
from services import progress
from services.progress import snapshot
from tests.builders import USCC, edition
from tests.services.desk import NOW, SECOND

FIRMS = (USCC, SECOND)
Step = tuple[str, int, int, int]
STEPS = st.tuples(
    st.sampled_from(["send", "send", "fault", "review", "review", "review", "withdraw", "restore"]),
    st.integers(0, 1),
    st.integers(0, 4),
    st.integers(0, 3),
)


@dataclass
class Form:
    """A form as the test remembers it."""

    id: int
    passed: bool
    own: int
    out: bool = False
    decisions: list[tuple[ReviewDecision, int]] = field(default_factory=list)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_status_ledger_and_both_bases_agree_after_every_step(first_store: Path, steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        shutil.copyfile(first_store, path)
        store = Store.open(f"sqlite:///{path}", Path(folder))
        try:
            known: dict[str, list[Form]] = {uscc: [] for uscc in FIRMS}
            for number, step in enumerate(steps):
                _do(store, known, number, step)
                _check(store, known)
            _check_read_anew(store)
        finally:
            store.close()


def _do(store: Store, known: dict[str, list[Form]], number: int, step: Step) -> None:
    deed, firm, level, choice = step
    uscc = FIRMS[firm]
    forms = known[uscc]
    with store.writing() as connection:
        if deed in {"send", "fault"}:
            [(identity, _)] = submissions.add_submissions(connection, LOCAL_STAFF, [_form(uscc, number, level, passed=deed == "send")])
            forms.append(Form(id=identity, passed=deed == "send", own=level))
        elif forms and deed == "review":
            _review(connection, forms, forms[choice % len(forms)], list(ReviewDecision)[level % 4], choice)
        elif forms:
            form = forms[choice % len(forms)]
            kind = WithdrawalKind.WITHDRAWN if deed == "withdraw" else WithdrawalKind.RESTORED
            withdrawals.add_withdrawals(connection, LOCAL_STAFF, [form.id], kind, "原因", NOW)
            form.out = deed == "withdraw"


def _review(connection: object, forms: list[Form], form: Form, decision: ReviewDecision, level: int) -> None:
    """Try a decision; the store takes it exactly when the rules say so."""
    newest = next((other for other in reversed(forms) if not other.out), None)
    last = form.decisions[-1][0] if form.decisions else None
    settled = last in {ReviewDecision.ACCEPTED, ReviewDecision.RETURNED}
    allowed = (
        form.passed
        and not form.out
        and settled == (decision is ReviewDecision.REOPENED)
        and (decision is ReviewDecision.IN_PROGRESS or form is newest)
    )
    new = NewReview(
        submission_id=form.id, seen=len(form.decisions), decision=decision, levels=bytes([level] * 48), remarks={}, reason="原因"
    )
    taken = False
    with suppress(NotPossible):
        reviews.add_review(connection, LOCAL_STAFF, new, NOW)  # type: ignore[arg-type]
        taken = True
    assert taken == allowed
    if taken:
        form.decisions.append((decision, level))


def _check(store: Store, known: dict[str, list[Form]]) -> None:
    own, reviewed = (snapshot(store, LOCAL_STAFF, "2020", basis) for basis in Basis)
    rows = {basis: picture.enterprises.set_index("uscc") for basis, picture in zip(Basis, (own, reviewed), strict=True)}
    for uscc, forms in known.items():
        standing = [form for form in forms if not form.out]
        status, accepted = _expected(standing)
        passed = [form for form in standing if form.passed]
        assert rows[Basis.SELF].loc[uscc, "status"] == rows[Basis.REVIEWED].loc[uscc, "status"] == status
        assert own.levels.get(uscc) == (bytes([passed[-1].own] * 48) if passed else None)
        assert reviewed.levels.get(uscc) == (None if accepted is None else bytes([accepted] * 48))
    assert ledger(own.enterprises) == ledger(reviewed.enterprises)
    summaries = [summarise(picture.enterprises, edition()) for picture in (own, reviewed)]
    assert summaries[0].valid == summaries[1].valid == sum(any(form.passed and not form.out for form in forms) for forms in known.values())
    assert summaries[0].reviewed == summaries[1].reviewed == len(counted(reviewed.enterprises))
    assert set(reviewed.levels) <= set(own.levels)


def _expected(standing: list[Form]) -> tuple[str, int | None]:
    """Say from the newest form how the enterprise stands, and which level its reviewed figures have, if any."""
    if not standing:
        return "missing", None
    decision, level = standing[-1].decisions[-1] if standing[-1].decisions else (None, 0)
    if not standing[-1].passed or decision is ReviewDecision.RETURNED:
        return "returned", None
    return ("accepted", level) if decision is ReviewDecision.ACCEPTED else ("in_review", None)


def _check_read_anew(store: Store) -> None:
    """Hold what was folded in, step by step, against reading everything at once."""
    folded = [snapshot(store, LOCAL_STAFF, "2020", basis).enterprises for basis in Basis]
    progress._loaded.clear()
    for basis, frame in zip(Basis, folded, strict=True):
        assert frame.equals(snapshot(store, LOCAL_STAFF, "2020", basis).enterprises)


def _form(uscc: str, number: int, level: int, *, passed: bool) -> NewSubmission:
    levels = bytes([level] * 48)
    facts = facts_of(level_matrix([levels], edition()), edition()).iloc[0].to_dict()
    return NewSubmission(
        uscc=uscc,
        period="2020",
        sha256=sha256(str(number).encode()).hexdigest(),
        file_name="自评表.xlsx",
        received_at=NOW,
        received_on=NOW.date(),
        passed=passed,
        levels=levels,
        facts=facts,
        context="",
    )
