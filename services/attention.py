"""需关注 of a period: what the staff should look at before relying on a form that passed the checks."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

import pandas as pd

from data import submissions
from data.store import Store
from models.access import Viewer
from models.assessment import Field, Level
from models.attention import Attention, Names, is_uniform, is_worth_reading, of_levels, of_texts, of_twins, without_evidence
from services.overview import previous_period
from services.progress import Snapshot, snapshot

COLUMNS = ("uscc", "name", "code", "title", "item", "sentence")
_LONG_ENOUGH = 30
_Content = TypeVar("_Content", str, bytes)


def attention(store: Store, viewer: Viewer, period: str) -> pd.DataFrame:
    """List what to look at in the forms that count: one row a thing, in the roster's order.

    Columns: `uscc`, `name`, `code`, `title`, `item` (None when it is about the whole form), `sentence`.
    """
    return _attention(store, viewer, period, store.version())


@lru_cache(maxsize=8)
def _attention(store: Store, viewer: Viewer, period: str, version: str) -> pd.DataFrame:  # noqa: ARG001 - the version is the cache's key
    now = snapshot(store, viewer, period)
    found: dict[str, list[Attention]] = {uscc: [] for uscc in now.levels}
    names = dict(zip(now.enterprises["uscc"], now.enterprises["name"], strict=True))
    before = previous_period(store, viewer, now.period)
    earlier = snapshot(store, viewer, before.code).levels if before and before.edition == now.period.edition else {}
    for uscc, levels in now.levels.items():
        found[uscc] += of_levels(levels, earlier.get(uscc), before.code if before else "")
    written = _written(store, viewer, now)
    _add_twins(found, "各项等级", now.levels, names, lambda levels: not is_uniform(levels))
    _add_twins(found, "所写的文字", written, names, _says_much)
    for uscc, noticed in _of_texts(now, written, names):
        found[uscc] += noticed
    rows = [(uscc, names[uscc], one.code, one.title, one.item, one.sentence) for uscc in names for one in found.get(uscc, ())]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _written(store: Store, viewer: Viewer, now: Snapshot) -> dict[str, str]:
    """Fetch the texts of the forms that count, as JSON, by enterprise."""
    whose = _counted_forms(now)
    with store.reading() as connection:
        rows = submissions.texts_as_written(connection, viewer, now.period.code)
        return {whose[number]: text for number, text in rows if number in whose}


def _counted_forms(now: Snapshot) -> dict[int, str]:
    """Map the id of each form that passed to its enterprise; provisional ones too."""
    rows = now.enterprises[now.enterprises["submission_id"].notna()]
    return dict(zip(rows["submission_id"].astype(int), rows["uscc"], strict=True))


def _add_twins(
    found: dict[str, list[Attention]],
    what: str,
    contents: Mapping[str, _Content],
    names: Mapping[str, str],
    telling: Callable[[_Content], bool],
) -> None:
    """Find contents that several enterprises share and that are not the same by chance."""
    shared: dict[_Content, list[str]] = {}
    for uscc, content in contents.items():
        shared.setdefault(content, []).append(uscc)
    for content, usccs in shared.items():
        if len(usccs) > 1 and telling(content):
            for uscc in usccs:
                found[uscc].append(of_twins(what, tuple(names[other] for other in usccs if other != uscc)))


def _says_much(written: str) -> bool:
    """Say whether notes and evidence are long enough not to be the same by chance; 不涉及 is what many write as a reason."""
    texts = submissions.unpacked_texts(written)
    return sum(len(fields.get(field, "")) for fields in texts.values() for field in (Field.NOTE, Field.EVIDENCE)) >= _LONG_ENOUGH


def _of_texts(now: Snapshot, written: Mapping[str, str], names: Mapping[str, str]) -> Iterator[tuple[str, list[Attention]]]:
    """Look at the texts item by item only where the whole says that there may be something."""
    roster, deadline = Names(names.values()), now.period.deadline
    codes = [item.code for item in now.catalogue.items]
    for uscc, levels in now.levels.items():
        text = written.get(uscc, "{}")
        leading, speaking = Level.LEADING in levels, is_worth_reading(text, names[uscc], roster, deadline)
        texts = submissions.unpacked_texts(text) if leading or speaking else {}
        bare = without_evidence(dict(zip(codes, levels, strict=True)), texts) if leading else ()
        yield uscc, [*bare, *(of_texts(texts, names[uscc], roster, deadline) if speaking else ())]
