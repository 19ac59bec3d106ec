"""Judges spoiled forms in the children and tells what should not have happened."""

import argparse
import hashlib
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from exchange.jobs import judge_form
from exchange.judge import Judgement
from models.assessment import Level
from models.submission import Outcome
from services.workers import Result, WorkerPool
from tests.exchange.mutations import mutant
from tests.exchange.plain_forms import context

FOLDER = Path(__file__).resolve().parents[2] / "var" / "fuzz"
_FILLED = frozenset(level for level in Level if level < Level.NOT_APPLICABLE)
_READ = frozenset({Outcome.ACCEPTED, Outcome.RETURNED})
_UNREAD = frozenset({Outcome.REFUSED, Outcome.UNRECOGNISED})


class Trial(NamedTuple):
    """One spoiled form: what was done to it, what became of it, and what is wrong with that (nothing, as a rule)."""

    number: int
    done: str
    outcome: str
    fault: str | None


def tried(numbers: Iterable[int], seed: int = 0) -> Iterator[Trial]:
    """Judge spoiled forms as an intake does, each in a child."""
    numbers = list(numbers)
    with WorkerPool(shared=context()) as pool:
        names: list[str] = []

        def contents() -> Iterator[tuple[bytes]]:
            for number in numbers:
                name, content = mutant(number, seed)
                names.append(name)
                yield (content,)

        for place, result in enumerate(pool.map(judge_form, contents())):
            outcome = result.value.outcome.value if result.value else str(result.failure)
            yield Trial(numbers[place], names[place], outcome, fault_of(result))


def fault_of(result: Result[Judgement]) -> str | None:
    """Tell what should not have happened: the guard and the reader answer every file, and account for every item."""
    judgement = result.value
    if judgement is None:
        return f"{result.failure}: {result.detail}"
    if any(not issue.message.strip() for issue in judgement.issues):
        return "an issue without a sentence"
    if judgement.outcome in _UNREAD:
        return None if judgement.issues and judgement.assessment is None else "not read, and nobody is told why"
    if judgement.outcome not in _READ or judgement.assessment is None:
        return f"an outcome a form cannot have: {judgement.outcome}"
    return _miscounted(Counter(answer.level for answer in judgement.assessment.answers.values())) or _unstorable(judgement)


def _miscounted(levels: Counter[Level]) -> str | None:
    filled = sum(levels[level] for level in _FILLED)
    total = filled + levels[Level.NOT_APPLICABLE] + levels[Level.BLANK] + levels[Level.FAULTY]
    return None if total == 48 else f"{total} items, not 48"


def _unstorable(judgement: Judgement) -> str | None:
    """Look for what a store or a workbook cannot hold: a text that is no Unicode or has NUL in it."""
    assert judgement.assessment is not None
    texts = [text for answer in judgement.assessment.answers.values() for text in answer.texts.values()]
    texts += [issue.found or "" for issue in judgement.issues]
    try:
        return "NUL in a text" if any("\0" in text or not text.encode() for text in texts if text) else None
    except UnicodeEncodeError:
        return "a text that is no Unicode"


def main() -> None:
    """Try many, keep those that failed below var/fuzz/, and count."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    started, outcomes, failed = time.monotonic(), Counter[str](), 0
    for trial in tried(range(options.count), options.seed):
        outcomes[trial.outcome] += 1
        if trial.fault:
            failed += 1
            sys.stdout.write(f"{trial.number} ({trial.done}), kept as {_kept(trial, options.seed)}: {trial.fault}\n")
    for outcome, count in outcomes.most_common():
        sys.stdout.write(f"{count:>8} {outcome}\n")
    sys.stdout.write(f"{options.count / (time.monotonic() - started):.0f} files/s, seed {options.seed}\n")
    sys.stdout.write(f"{options.count - failed} passed, {failed} failed\n")
    sys.exit(failed > 0)


def _kept(trial: Trial, seed: int) -> Path:
    _, content = mutant(trial.number, seed)
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{hashlib.sha256(content).hexdigest()[:16]}.xlsx"
    path.write_bytes(content)
    return path
