"""企业: one enterprise's form of a period, its issues, its revisions, and where it stands among its peers."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from data import batches, submissions
from data.store import Store
from models.access import Viewer
from models.assessment import Field, Level
from models.basis import Basis
from models.benchmark import LEAST_FOR_STAFF, Benchmark, Benchmarks
from models.catalogue import Catalogue
from models.errors import NotPossible
from models.period import Period
from models.submission import IntakeFile, Receipt, Submission
from services.earlier import Earlier, earlier_form
from services.progress import snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseView:
    """Everything the page of one enterprise shows; `form` is the newest not withdrawn, `row` its line in the enterprises' frame."""

    period: Period
    basis: Basis
    catalogue: Catalogue
    row: pd.Series
    form: Submission | None
    files: tuple[IntakeFile, ...]
    history: tuple[Receipt, ...]
    attachments: tuple[IntakeFile, ...]
    peers: str
    position: pd.DataFrame
    scores: pd.DataFrame
    answers: pd.DataFrame
    earlier: Earlier | None


def enterprise_view(store: Store, viewer: Viewer, period: str, uscc: str, basis: Basis = Basis.SELF) -> EnterpriseView:
    """Gather one enterprise's period; its peers are those of models.benchmark."""
    now = snapshot(store, viewer, period, basis)
    found = now.enterprises[now.enterprises["uscc"] == uscc]
    if found.empty:
        message = f"{now.period.code} 期花名册上没有 {uscc}。请从企业名单重新选择。"
        raise NotPossible(message)
    row = found.iloc[0]
    with store.reading() as connection:
        history = submissions.history(connection, viewer, now.period.code, uscc)
        standing = [receipt for receipt in history if receipt.withdrawn is None]
        form = submissions.submission(connection, viewer, standing[-1].id) if standing else None
        files = batches.files_of(connection, viewer, standing[-1].id) if standing else ()
        attachments = batches.attachments(connection, viewer, now.period.code, uscc)
    benchmarks = Benchmarks(now.enterprises, least=LEAST_FOR_STAFF, guarded=False)
    benchmark = benchmarks.of(uscc)
    earlier = earlier_form(store, viewer, now, uscc)
    reviewed = snapshot(store, viewer, period, Basis.REVIEWED).levels.get(uscc)
    return EnterpriseView(
        period=now.period,
        basis=basis,
        catalogue=now.catalogue,
        row=row,
        form=form,
        files=files,
        history=history,
        attachments=attachments,
        peers=benchmark.peers,
        position=_position(row, benchmark, now.catalogue),
        scores=pd.DataFrame({"score": _peers(benchmarks, benchmark, uscc)["total"] / 10}),
        answers=_answers(form, now.catalogue, earlier.levels if earlier else {}, reviewed),
        earlier=earlier,
    )


def _peers(benchmarks: Benchmarks, benchmark: Benchmark, uscc: str) -> pd.DataFrame:
    """Give the rows of the peers, none where there are too few of any kind."""
    rows = benchmarks.rows(benchmark.group, without=uscc)
    return rows if benchmark.kind else rows.iloc[:0]


def _position(row: pd.Series, benchmark: Benchmark, catalogue: Catalogue) -> pd.DataFrame:
    """Lay own score rates over the quartiles of the peers; a priority that fewer than 3 peers have shows nothing of them."""
    rows = []
    for priority, spread in benchmark.priorities.items():
        figures = [spread.lower_quartile, spread.median, spread.upper_quartile]
        rows.append([catalogue.titles(priority).short, row[priority.lower()], *figures, spread.n])
    frame = pd.DataFrame(rows, columns=["title", "own", "q1", "median", "q3", "n"])
    for column in ("own", "q1", "median", "q3"):
        frame[column] = pd.to_numeric(frame[column]) / 10
    return frame


def _answers(form: Submission | None, catalogue: Catalogue, earlier: Mapping[str, Level], reviewed: bytes | None) -> pd.DataFrame:
    """Lay out a form item by item, as a person reads it; 上期等级 is empty where the period before has nothing to compare.

    核定等级 is there once the form was accepted.
    """
    columns = ["编号", "评价项目", "标准分", "目标等级", "自评等级", "上期等级", "达标", "不适用理由", "自评说明", "证明材料", "责任部门"]
    if form is None:
        return pd.DataFrame(columns=columns)
    rows = []
    for item, value in zip(catalogue.items, form.levels, strict=True):
        level, texts = Level(value), form.texts.get(item.code, {})
        before = level_word(earlier[item.code]) if item.code in earlier else None
        met = "" if level > Level.LEADING else "是" if level >= item.target_level else "否"
        words = [texts.get(field, "") for field in (Field.REASON, Field.NOTE, Field.EVIDENCE, Field.DEPARTMENT)]
        rows.append([item.code, item.title, item.weight, item.target_level, level_word(level), before, met, *words])
    frame = pd.DataFrame(rows, columns=columns)
    if reviewed:
        frame.insert(columns.index("自评等级") + 1, "核定等级", [level_word(Level(level)) for level in reviewed])
    return frame


def level_word(level: Level) -> str:
    """Write a level for a table: its number, 不适用, 空, or 待改."""
    words = {Level.NOT_APPLICABLE: "不适用", Level.BLANK: "空", Level.FAULTY: "待改"}
    return words.get(level, str(int(level)))
