"""需关注 of a period: what the staff should look at before relying on a form that passed the checks."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock
from typing import TypeVar

import pandas as pd

from data import rosters, submissions
from data.store import Store
from data.visibility import permit
from models.access import Verb, Viewer
from models.assessment import Field, Level
from models.attention import (
    Attention,
    Names,
    is_uniform,
    is_worth_reading,
    jumps,
    may_jump,
    not_expected,
    of_levels,
    of_texts,
    of_twins,
    without_evidence,
)
from models.enterprise import Enterprise
from models.submission import Texts
from services.overview import previous_period
from services.progress import Snapshot, snapshot

COLUMNS = ("uscc", "name", "code", "title", "item", "sentence", "items")
_LONG_ENOUGH = 30
_FEW = 500
_KEPT_PERIODS = 4
_Content = TypeVar("_Content", str, bytes)
_Row = tuple[str, str, str | None, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was found in one form, and what it was found in: `text` is the digest of what it says, empty for little."""

    of: tuple[int, bytes, bytes | None]
    in_levels: tuple[_Row, ...]
    in_texts: tuple[_Row, ...]
    text: bytes


@dataclass(slots=True)
class _Remembered:
    """What was looked at of a period under one roster, so that only forms that came since are looked at."""

    forms: dict[str, _Looked] = field(default_factory=dict)
    seen: tuple[Snapshot, Snapshot | None] | None = None
    rows: pd.DataFrame | None = None


_remembered: OrderedDict[tuple[object, ...], _Remembered] = OrderedDict()
_looking = Lock()


def attention(store: Store, viewer: Viewer, period: str) -> pd.DataFrame:
    """List what to look at in the forms that count: one row a thing, in the roster's order.

    Columns: `uscc`, `name`, `code`, `title`, `item` (None when it is about the whole form), `sentence`, `items` (every
    item it is about). For reviewers only: it names other enterprises.
    """
    permit(viewer, Verb.REVIEW)
    now = snapshot(store, viewer, period)
    before = previous_period(store, viewer, now.period)
    earlier = snapshot(store, viewer, before.code) if before and before.edition == now.period.edition else None
    with _looking:
        known = _recall((id(store), viewer.scope, now.period.code, now.rostered))
        if known.rows is None or known.seen is None or known.seen[0] is not now or known.seen[1] is not earlier:
            _look(store, viewer, now, earlier, known)
            known.seen, known.rows = (now, earlier), _frame(now, known)
        return known.rows


def _recall(key: tuple[object, ...]) -> _Remembered:
    known = _remembered.setdefault(key, _Remembered())
    _remembered.move_to_end(key)
    if len(_remembered) > _KEPT_PERIODS:
        _remembered.popitem(last=False)
    return known


def _look(store: Store, viewer: Viewer, now: Snapshot, earlier: Snapshot | None, known: _Remembered) -> None:
    """Look at the forms that are not the ones looked at last, and forget those that count no longer."""
    theirs = earlier.levels if earlier else {}
    rows = now.enterprises[now.enterprises["submission_id"].notna()]
    ids = dict(zip(rows["uscc"].tolist(), rows["submission_id"].astype(int).tolist(), strict=True))
    wanted = {uscc: (number, now.levels[uscc], theirs.get(uscc)) for uscc, number in ids.items()}
    new = {uscc: of for uscc, of in wanted.items() if uscc not in known.forms or known.forms[uscc].of != of}
    roster, written = _roster(store, viewer, now, new), _written(store, viewer, now, {of[0]: uscc for uscc, of in new.items()})
    names = Names(now.enterprises["name"].tolist()) if new else Names(())
    for uscc, of in new.items():
        known.forms[uscc] = _looked(of, roster[uscc], written.get(uscc, "{}"), now, earlier, names)
    known.forms = {uscc: known.forms[uscc] for uscc in wanted}


def _looked(
    of: tuple[int, bytes, bytes | None], firm: Enterprise, text: str, now: Snapshot, earlier: Snapshot | None, names: Names
) -> _Looked:
    """Look at one form; at its texts item by item only where the whole says that there may be something."""
    _, levels, theirs = of
    codes, before, deadline = list(now.catalogue.by_code), earlier.period.code if earlier else "", now.period.deadline
    given = dict(zip(codes, levels, strict=True))
    found = [*of_levels(levels, theirs, before)]
    if theirs and may_jump(levels, theirs):
        found += jumps(given, dict(zip(codes, theirs, strict=True)), before)
    found += not_expected(given, firm, now.catalogue)
    texts = submissions.unpacked_texts(text)
    in_texts = [*without_evidence(given, texts)] if Level.EFFECTIVE in levels or Level.LEADING in levels else []
    if is_worth_reading(text, firm.name, names, deadline):
        in_texts += of_texts(texts, firm.name, names, deadline)
    digest = blake2b(text.encode(), digest_size=16).digest() if _says_much(texts) else b""
    return _Looked(of, _rows(found), _rows(in_texts), digest)


def _frame(now: Snapshot, known: _Remembered) -> pd.DataFrame:
    """Lay out what was found, with the forms that are alike, which is looked for among all of them."""
    names = dict(zip(now.enterprises["uscc"].tolist(), now.enterprises["name"].tolist(), strict=True))
    levels = _twins("各项等级", {uscc: one.of[1] for uscc, one in known.forms.items()}, names, lambda levels: not is_uniform(levels))
    texts = _twins("所写的文字", {uscc: one.text for uscc, one in known.forms.items() if one.text}, names, lambda _: True)
    rows = [
        (uscc, names[uscc], *row)
        for uscc, one in known.forms.items()
        for row in (*one.in_levels, *levels.get(uscc, ()), *texts.get(uscc, ()), *one.in_texts)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _rows(found: Iterable[Attention]) -> tuple[_Row, ...]:
    return tuple((one.code, one.title, one.item, one.sentence, one.items) for one in found)


def _roster(store: Store, viewer: Viewer, now: Snapshot, usccs: Collection[str]) -> dict[str, Enterprise]:
    """Read the roster, or of a large one only these few."""
    with store.reading() as connection:
        if len(usccs) > _FEW:
            return rosters.roster(connection, viewer, now.period.code)
        found = {uscc: rosters.entry(connection, viewer, now.period.code, uscc) for uscc in usccs}
        return {uscc: firm for uscc, firm in found.items() if firm is not None}


def _written(store: Store, viewer: Viewer, now: Snapshot, whose: Mapping[int, str]) -> dict[str, str]:
    """Fetch the texts of these forms, as JSON, by enterprise."""
    with store.reading() as connection:
        rows = submissions.texts_as_written(connection, viewer, now.period.code, only=whose if len(whose) <= _FEW else None)
        return {whose[number]: text for number, text in rows if number in whose}


def _twins(
    what: str, contents: Mapping[str, _Content], names: Mapping[str, str], telling: Callable[[_Content], bool]
) -> dict[str, tuple[_Row, ...]]:
    """Find contents that several enterprises share and that are not the same by chance."""
    shared: dict[_Content, list[str]] = {}
    for uscc, content in contents.items():
        shared.setdefault(content, []).append(uscc)
    groups = [usccs for content, usccs in shared.items() if len(usccs) > 1 and telling(content)]
    return {uscc: _rows([of_twins(what, _others(usccs, uscc, names))]) for usccs in groups for uscc in usccs}


def _others(usccs: Sequence[str], own: str, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names[uscc] for uscc in usccs if uscc != own)


def _says_much(texts: Texts) -> bool:
    """Say whether notes and evidence are long enough not to be the same by chance; 不涉及 is what many write as a reason."""
    return sum(len(fields.get(name, "")) for fields in texts.values() for name in (Field.NOTE, Field.EVIDENCE)) >= _LONG_ENOUGH
