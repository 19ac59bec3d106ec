"""A batch of forms, one an enterprise, and the account of it: what was acknowledged, what is stored, and whether it is whole."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select

from data import audit, integrity, periods, rosters
from data.schema import audit as log
from data.schema import batch, facts, intake_file, submission
from data.store import Store
from models.access import LOCAL_STAFF
from models.enterprise import Enterprise
from models.period import Period
from models.submission import Outcome
from services.progress import snapshot
from services.receive import receive
from services.sources import from_paths
from tests.builders import USCC, edition, enterprise
from tests.exchange.crafted_zip import packed, parts_of
from tests.exchange.plain_forms import as_bytes, plain_book

NOW = datetime(2020, 8, 21, 3, 0, tzinfo=UTC)
# Three transactions, so that a fault can fall between two.
FILES = int(os.environ.get("FAULT_FILES", "240"))
_ITEM = "P1-03"


@dataclass(frozen=True, slots=True)
class Batch:
    """Forms by the sha256 of their bytes, in the order of their names."""

    forms: Mapping[str, bytes]

    @classmethod
    def of(cls, folder: Path) -> "Batch":
        """Read a batch that was written."""
        contents = [path.read_bytes() for path in sorted(folder.iterdir())]
        return cls({hashlib.sha256(content).hexdigest(): content for content in contents})

    @property
    def digests(self) -> list[str]:
        """Give the sha256 of each form, in order."""
        return list(self.forms)

    def enterprises(self) -> list[Enterprise]:
        """Give the roster these forms come from."""
        return [replace(enterprise(), uscc=code(number), name=f"企业{number:04}") for number in range(len(self.forms))]

    def write(self, folder: Path) -> Path:
        """Write the forms as files of a folder."""
        folder.mkdir()
        for number, content in enumerate(self.forms.values()):
            (folder / f"{number:04}.xlsx").write_bytes(content)
        return folder


def code(number: int) -> str:
    """Give an enterprise its 统一社会信用代码."""
    return f"9132000000{number:07}A"


@cache
def made(count: int = FILES) -> Batch:
    """Make a batch; each form differs in whose it is and in one level."""
    known = {level: parts_of(as_bytes(plain_book({_ITEM: level}, {"企业名称": "企业0000"}))) for level in range(5)}
    forms = [_form(known[number % 5], number) for number in range(count)]
    return Batch({hashlib.sha256(content).hexdigest(): content for content in forms})


def prepare(store: Store, batch: Batch) -> None:
    """Give the store the roster of a batch and the period its forms are for."""
    with store.writing() as connection:
        rosters.import_roster(connection, LOCAL_STAFF, batch.enterprises(), NOW)
        periods.add_period(connection, LOCAL_STAFF, Period(code="2020", edition="2020", deadline=date(2020, 9, 10)), NOW)


def stored(store: Store) -> list[str]:
    """Give the digests of what is stored, after making sure that each is whole: form, facts, row, log, bytes; and nothing beside."""
    with store.reading() as connection:
        forms = connection.execute(select(submission.c.id, submission.c.sha256, submission.c.uscc, submission.c.levels)).all()
        with_facts = set(connection.execute(select(facts.c.submission_id)).scalars())
        rows = connection.execute(select(intake_file.c.sha256).where(intake_file.c.outcome == Outcome.ACCEPTED.value)).scalars().all()
        deeds = connection.execute(select(log.c.detail).where(log.c.action == audit.Action.SUBMISSION_ADDED)).scalars().all()
        assert audit.verify(connection) is None
        assert integrity.damaged_pages(connection) == []
        assert list(integrity.lost_files(connection, store.kept)) == []
    digests = [form.sha256 for form in forms]
    assert {form.id for form in forms} == with_facts
    assert Counter(digests) == Counter(rows) == Counter(json.loads(detail)["sha256"] for detail in deeds)
    place = edition().position[_ITEM]
    assert all(form.levels[place] == int(form.uscc[10:17]) % 5 for form in forms)
    return digests


def lost(acknowledged: Iterable[str], store: Store) -> set[str]:
    """Give what somebody was told is stored and is not."""
    return set(acknowledged) - set(stored(store))


def unfinished(store: Store) -> int:
    """Count the intakes that were begun and never closed."""
    with store.reading() as connection:
        return sum(end is None for end in connection.execute(select(batch.c.finished_at)).scalars())


def repeat(store: Store, folder: Path) -> Counter[str]:
    """Receive the same folder once more, and count the outcomes."""
    intake = receive(store, LOCAL_STAFF, from_paths([folder]), "2020", now=NOW)
    return Counter(file.outcome.value for file in intake.files)


def assert_complete(store: Store, batch: Batch) -> None:
    """Make sure that each form is stored exactly once, and that ledger and figures know all of them."""
    assert sorted(stored(store)) == sorted(batch.digests)
    seen = snapshot(store, LOCAL_STAFF, "2020")
    assert set(seen.enterprises["status"]) == {"in_review"}
    assert set(seen.enterprises["revision"]) == {1}
    assert len(seen.enterprises) == len(batch.forms)


def _form(parts: dict[str, bytes], number: int) -> bytes:
    changes = {USCC.encode(): code(number).encode(), "企业0000".encode(): f"企业{number:04}".encode()}
    changed = dict(parts)
    for old, new in changes.items():
        changed = {name: data.replace(old, new) for name, data in changed.items()}
    return packed(list(changed.items()), 1)
