"""反馈: what each enterprise of a period gets back, one at a time or all in a zip."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pandas as pd

from data import periods, rosters
from data.store import Store
from models.access import LOCAL_STAFF, Viewer
from models.basis import Basis
from models.benchmark import Benchmarks
from models.catalogue import Priority
from models.errors import NotPossible
from models.feedback import Feedback, PriorityFeedback
from models.gaps import largest_gaps
from models.period import Period
from models.progress import Status, ledger
from reports.feedback import build_feedback
from reports.jobs import write_feedback
from services.freezing import picture
from services.pools import OWN_WORK, open_pool, values_of
from services.progress import Snapshot
from services.reporting import Report, silent
from services.whole_file import safe_name

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def feedback(store: Store, viewer: Viewer, period: str, uscc: str, basis: Basis = Basis.SELF, *, frozen: str | None = None) -> Feedback:
    """Work out the feedback of one enterprise that the viewer may see; to whoever sees only some, once the period is closed."""
    _refuse_a_second_look(viewer, frozen)
    own = picture(store, viewer, period, basis, name=frozen)
    _wait_for_the_end(viewer, own.period)
    if uscc not in set(own.enterprises["uscc"]):
        message = f"{own.period.code} 期花名册上没有 {uscc}。请从企业名单重新选择。"
        raise NotPossible(message)
    return next(feedbacks_of(_everybody(store, period, basis, frozen), [uscc]))


def feedbacks(store: Store, viewer: Viewer, period: str, basis: Basis = Basis.SELF, *, frozen: str | None = None) -> Iterator[Feedback]:
    """Give the feedback of every enterprise the viewer may see that has to report, in the roster's order."""
    _refuse_a_second_look(viewer, frozen)
    own = picture(store, viewer, period, basis, name=frozen)
    _wait_for_the_end(viewer, own.period)
    reporting = own.enterprises["status"] != Status.EXEMPT
    return feedbacks_of(_everybody(store, period, basis, frozen), own.enterprises["uscc"][reporting].tolist())


def count_feedbacks(store: Store, viewer: Viewer, period: str, *, frozen: str | None = None) -> int:
    """Count the enterprises that `feedbacks` is about: those that have to report."""
    return ledger(picture(store, viewer, period, name=frozen).enterprises).expected


def last_closed(store: Store, viewer: Viewer, uscc: str) -> Period:
    """Find the newest period whose feedback an enterprise may have."""
    with store.reading() as connection:
        for period in reversed(periods.periods(connection, viewer)):
            if period.closed and rosters.entry(connection, viewer, period.code, uscc) is not None:
                return period
    raise NotPossible("还没有反馈。每期结束后，这里给出本企业与同行的对比、差距最大的项目和下一步怎么做。")


def written(of: Feedback, *, association: str = "") -> bytes:
    """Write the document of one enterprise."""
    return build_feedback(of, association=association)


def pack_feedbacks(of: Iterable[Feedback], *, association: str = "", report: Report = silent) -> bytes:
    """Put the documents into one zip; the same feedback gives the same bytes."""
    out = BytesIO()
    # The documents are zips already: packing them again costs time and saves nothing.
    with open_pool(association, OWN_WORK) as pool, ZipFile(out, "w", ZIP_STORED) as archive:
        everybody = list(of)
        documents = values_of(pool.map(write_feedback, ((one,) for one in everybody)))
        for done, (one, document) in enumerate(zip(everybody, documents, strict=True), start=1):
            archive.writestr(ZipInfo(feedback_name(one), _EARLIEST), document)
            report(done)
    return out.getvalue()


def feedback_name(of: Feedback) -> str:
    """Name the document so that a folder of hundreds sorts by enterprise: code, name, period."""
    return f"{safe_name(of.uscc)}_{safe_name(of.name)}_{of.period.code}反馈单.docx"


def _wait_for_the_end(viewer: Viewer, period: Period) -> None:
    """Keep the peers' figures of an open period from whoever does not see everybody: two looks, before and after one of them reports, tell its score."""
    if not viewer.scope.everybody and not period.closed:
        raise NotPossible(f"{period.name}的反馈在本期结束后给出：现在还在收表，同行的数字还会变。")


def _refuse_a_second_look(viewer: Viewer, frozen: str | None) -> None:
    """Keep frozen figures from them too: beside today's they are the second look."""
    if frozen is not None and not viewer.scope.everybody:
        raise NotPossible("定稿只供协会内部使用。请下载现在的反馈单。")


def _everybody(store: Store, period: str, basis: Basis, frozen: str | None) -> Snapshot:
    """Read the whole period, whoever asks: peers are everybody's, and only the guarded benchmark leaves this module."""
    return picture(store, LOCAL_STAFF, period, basis, name=frozen)


def feedbacks_of(now: Snapshot, usccs: Sequence[str]) -> Iterator[Feedback]:
    """Give the feedback of these enterprises of a period."""
    benchmarks = Benchmarks(now.enterprises)
    received = now.enterprises["newest_received_on"].dropna()
    as_of = received.max() if len(received) else None
    for row in now.enterprises.set_index("uscc", drop=False).loc[list(usccs)].to_dict("records"):
        yield _feedback(now, row, benchmarks, as_of)


def _feedback(now: Snapshot, row: dict[Any, Any], benchmarks: Benchmarks, as_of: Any) -> Feedback:
    benchmark, levels = benchmarks.of(row["uscc"]), now.levels.get(row["uscc"])
    return Feedback(
        period=now.period,
        basis=now.basis,
        as_of=as_of,
        uscc=row["uscc"],
        name=row["name"],
        region=row["region"],
        sector=row["sector"],
        size=row["size"],
        status=Status(row["status"]),
        revision=_whole(row["revision"]),
        newest_revision=_whole(row["newest_revision"]),
        total=_whole(row["total"]),
        band=row["band"] if isinstance(row["band"], str) else None,
        gated=row["gated"] is True,
        provisional=row["provisional"] is True,
        blank=_whole(row["blank"]) or 0,
        met=_whole(row["met"]) or 0,
        applicable=_whole(row["applicable"]) or 0,
        priorities=tuple(
            PriorityFeedback(
                code=priority,
                short=now.catalogue.titles(priority).short,
                own=_whole(row[priority.lower()]),
                peers=benchmark.priorities[priority],
            )
            for priority in Priority
        ),
        benchmark=benchmark,
        gaps=largest_gaps(levels, now.catalogue) if levels is not None else (),
    )


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
