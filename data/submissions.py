"""Submissions in the store: added and read, never changed."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Row, Select, func, insert, select

from data.audit import Action, Deed, record_all
from data.portions import AT_ONCE, portions
from data.schema import facts, texts
from data.schema import submission as table
from data.stories import add_stories, stories_of
from data.visibility import own_only, visible
from data.withdrawals import counts, withdrawn
from models.access import Verb, Viewer
from models.assessment import Field
from models.errors import NotPossible
from models.scoring import FACT_COLUMNS
from models.submission import NewSubmission, Places, Receipt, Submission, Texts

_FORM_COLUMNS = ("id", "uscc", "revision", "passed", "received_on", "received_at", "sha256", "levels")

_STANDING = ("id", "uscc", "revision", "passed", "received_on", "levels")


def add_submissions(connection: Connection, viewer: Viewer, new: Sequence[NewSubmission]) -> list[tuple[int, int]]:
    """Add forms in their order, each as the next revision of its enterprise and period; give (id, revision) of each."""
    if not new:
        return []
    for form in new:
        own_only(connection, viewer, Verb.SUBMIT, form.uscc)
    revisions = _next_revisions(connection, new)
    rows = [_row(form, revision, viewer) for form, revision in zip(new, revisions, strict=True)]
    adding = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    ids = list(connection.execute(adding, rows).scalars())
    connection.execute(insert(facts), [_facts(number, form) for number, form in zip(ids, new, strict=True)])
    if written := [_texts(number, form) for number, form in zip(ids, new, strict=True) if form.texts or form.places]:
        connection.execute(insert(texts), written)
    add_stories(connection, {number: form.stories for number, form in zip(ids, new, strict=True)})
    record_all(connection, viewer, [_deed(form, revision) for form, revision in zip(new, revisions, strict=True)])
    return list(zip(ids, revisions, strict=True))


def by_digest(connection: Connection, viewer: Viewer, period: str, sha256s: Iterable[str]) -> dict[str, Receipt]:
    """Find which of these bytes the period already has: the newest submission of each that is not withdrawn."""
    found: dict[str, Receipt] = {}
    for some in portions(sha256s):
        query = _of_period(viewer, period).where(counts(), table.c.sha256.in_(some))
        found |= {receipt.sha256: receipt for receipt in _receipts(connection, query.order_by(table.c.id))}
    return found


def newest(connection: Connection, viewer: Viewer, period: str) -> dict[str, Receipt]:
    """Give each enterprise's newest form that is not withdrawn, passed or not, by 统一社会信用代码."""
    revisions = select(table.c.uscc, func.max(table.c.revision).label("revision")).where(table.c.period == period, counts())
    last = revisions.group_by(table.c.uscc).subquery()
    query = _of_period(viewer, period).join(last, (table.c.uscc == last.c.uscc) & (table.c.revision == last.c.revision))
    return {receipt.uscc: receipt for receipt in _receipts(connection, query)}


def history(connection: Connection, viewer: Viewer, period: str, uscc: str) -> tuple[Receipt, ...]:
    """Give all of an enterprise's revisions of a period, the first one first; a withdrawn one says so."""
    query = _of_period(viewer, period).where(table.c.uscc == uscc).order_by(table.c.revision)
    receipts = tuple(_receipts(connection, query))
    out = withdrawn(connection, viewer, [receipt.id for receipt in receipts])
    return tuple(replace(receipt, withdrawn=out.get(receipt.id)) for receipt in receipts)


def submission(connection: Connection, viewer: Viewer, number: int) -> Submission:
    """Give one submission with its texts, places and stories, by its id; a withdrawn one too."""
    row = connection.execute(visible(select(table).where(table.c.id == number), table.c.uscc, viewer)).mappings().first()
    if row is None:
        raise NotPossible(f"没有编号为 {number} 的自评表。请从企业页面重新打开。")
    written = connection.execute(select(texts.c.texts, texts.c.places).where(texts.c.submission_id == number)).first()
    words, places = written or ("{}", "")
    return Submission(**row, texts=_read_texts(words), places=_read_places(places), stories=stories_of(connection, number))


def forms(connection: Connection, viewer: Viewer, period: str, after: int = 0) -> pd.DataFrame:
    """Give the submissions of a period that are not withdrawn, in the order they were stored: one row a submission.

    With `after`, only those with a greater id: ids are in the order of commits, so that none is ever missed.

    Columns: `id`, `uscc`, `revision`, `passed` (bool), `received_on` (day, datetime64), `received_at` (UTC), `sha256`,
    `levels` (bytes, one an item) and FACT_COLUMNS (int64).
    """
    columns = [table.c[name] for name in _FORM_COLUMNS] + [facts.c[name] for name in FACT_COLUMNS]
    query = select(*columns).join(facts, facts.c.submission_id == table.c.id).where(table.c.period == period, table.c.id > after, counts())
    return _frame(connection.execute(visible(query, table.c.uscc, viewer, Verb.SEE_FIGURES)).all())


def standing_levels(connection: Connection, viewer: Viewer, period: str, usccs: Collection[str] | None = None) -> list[Row[Any]]:
    """Give what the figures need of the submissions of a period that are not withdrawn, in the order they were stored.

    Columns: `id`, `uscc`, `revision`, `passed`, `received_on`, `levels`; with `usccs`, only of these enterprises. The
    facts stay where they are: summing up the levels anew is faster than fetching 39 numbers a form.
    """
    query = select(*(table.c[name] for name in _STANDING)).where(table.c.period == period, counts())
    if usccs is not None:
        query = query.where(table.c.uscc.in_(usccs))
    # Sorted here: the database would have to move whole rows for it.
    return sorted(connection.execute(visible(query, table.c.uscc, viewer, Verb.SEE_FIGURES)).all(), key=itemgetter(0))


def texts_as_written(connection: Connection, viewer: Viewer, period: str, only: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    """Give the id of each submission of a period that has texts, with them as JSON: by item, then field; or `only` some.

    Reading JSON takes longer than fetching it: whoever wants a few of them looks before unpacking with `unpacked_texts`.
    """
    query = select(texts.c.submission_id, texts.c.texts).join(table, table.c.id == texts.c.submission_id).where(table.c.period == period)
    if only is not None:
        query = query.where(table.c.id.in_(only))
    return ((number, written) for number, written in connection.execute(visible(query, table.c.uscc, viewer)))


def unpacked_texts(written: str) -> Texts:
    """Unpack the texts of one submission; the fields are plain strings, equal to Field, which takes a quarter of the time."""
    unpacked: Texts = json.loads(written)
    return unpacked


def _next_revisions(connection: Connection, new: Sequence[NewSubmission]) -> list[int]:
    """Count on from each enterprise's last revision; nobody else does meanwhile, the transaction being a Store.writing."""
    counters: dict[tuple[str, str], Iterator[int]] = {}
    for period in sorted({form.period for form in new}):
        query = select(table.c.uscc, func.max(table.c.revision)).where(table.c.period == period).group_by(table.c.uscc)
        if len(new) < AT_ONCE:
            query = query.where(table.c.uscc.in_(sorted({form.uscc for form in new})))
        counters |= {(period, uscc): count(last + 1) for uscc, last in connection.execute(query)}
    return [next(counters.setdefault((form.period, form.uscc), count(1))) for form in new]


def _row(form: NewSubmission, revision: int, viewer: Viewer) -> dict[str, Any]:
    return {
        "period": form.period,
        "uscc": form.uscc,
        "revision": revision,
        "sha256": form.sha256,
        "file_name": form.file_name,
        "received_at": form.received_at,
        "received_on": form.received_on,
        "passed": form.passed,
        "levels": form.levels,
        "context": form.context,
        "by": viewer.name,
    }


def _facts(number: int, form: NewSubmission) -> dict[str, int]:
    """Name the facts for their table; numpy's integers would rest in SQLite as raw bytes."""
    return {"submission_id": number} | {name: int(form.facts[name]) for name in FACT_COLUMNS}


def _texts(number: int, form: NewSubmission) -> dict[str, Any]:
    return {"submission_id": number, "texts": json.dumps(form.texts, ensure_ascii=False), "places": _places(form.places)}


def _places(places: Places | None) -> str:
    """Write places in about 200 letters, a form having one column of levels."""
    if places is None:
        return ""
    return json.dumps([places.sheet, places.column, places.rows], ensure_ascii=False, separators=(",", ":"))


def _read_places(written: str) -> Places | None:
    if not written:
        return None
    sheet, column, rows = json.loads(written)
    return Places(sheet=sheet, column=column, rows=tuple(rows))


def _read_texts(written: str) -> dict[str, dict[Field, str]]:
    return {item: {Field(name): text for name, text in fields.items()} for item, fields in json.loads(written).items()}


def _deed(form: NewSubmission, revision: int) -> Deed:
    detail: Mapping[str, object] = {"revision": revision, "sha256": form.sha256, "file": form.file_name, "passed": form.passed}
    return Deed(action=Action.SUBMISSION_ADDED, subject=f"{form.period}/{form.uscc}", detail=detail, at=form.received_at)


def _of_period(viewer: Viewer, period: str) -> Select[Any]:
    return visible(select(table).where(table.c.period == period), table.c.uscc, viewer)


def _receipts(connection: Connection, query: Select[Any]) -> Iterator[Receipt]:
    result = connection.execute(query)
    names = tuple(result.keys())
    return (Receipt(**dict(zip(names, row, strict=True))) for row in result)


def _frame(rows: Sequence[Row[Any]]) -> pd.DataFrame:
    """Lay the rows of `forms` into a frame; the facts as one block of integers, which is many times faster."""
    names = (*_FORM_COLUMNS, *FACT_COLUMNS)
    # Sorted here: the database would have to move whole rows for it.
    in_order = sorted(rows, key=itemgetter(0))
    columns = dict(zip(names, zip(*in_order, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    numbers = np.array([columns[name] for name in FACT_COLUMNS], dtype=np.int64).T
    described = pd.DataFrame(
        {
            "id": pd.Series(columns["id"], dtype="int64"),
            "uscc": pd.Series(columns["uscc"], dtype="str"),
            "revision": pd.Series(columns["revision"], dtype="int64"),
            "passed": pd.Series(columns["passed"], dtype="bool"),
            "received_on": pd.Series(np.array(columns["received_on"], dtype="datetime64[s]")),
            "received_at": pd.to_datetime(pd.Series(columns["received_at"], dtype="object"), utc=True).dt.as_unit("us"),
            "sha256": pd.Series(columns["sha256"], dtype="str"),
            "levels": pd.Series(columns["levels"], dtype="object"),
        }
    )
    return pd.concat([described, pd.DataFrame(numbers, columns=list(FACT_COLUMNS))], axis=1)
