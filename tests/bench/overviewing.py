"""总览 over 10,000 enterprises and 8 periods, and the same work on one row an answer in three engines."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from data import periods, rosters, submissions
from data.editions import load_edition
from data.store import Store
from models.access import LOCAL_STAFF
from models.scoring import FACT_COLUMNS, facts_of, level_matrix
from models.submission import NewSubmission
from services.filters import Filters
from services.overview import overview
from services.progress import snapshot
from tests.bench.measuring import Line, best, timed
from tests.browser.serving import ROOT

NEW = 100
QUERY = """
WITH form AS (
  SELECT uscc, sector, priority, 100.0 * SUM(weight * level) / (4 * SUM(weight)) AS score FROM answers
  WHERE period = '{period}' AND level <= 4 GROUP BY uscc, sector, priority)
SELECT {group} COUNT(*) AS n, AVG(score) AS mean, QUANTILE_CONT(score, 0.25) AS q1, QUANTILE_CONT(score, 0.75) AS q3
FROM form GROUP BY {by}
"""
ITEMS = "SELECT item, AVG(level) AS level, AVG(CAST(level >= target AS INT)) AS met FROM answers WHERE period = '{period}' AND level <= 4 GROUP BY item"


def overviewing(folder: Path, enterprises: int, count: int) -> list[Line]:
    """Fill a store with the demo at this size, and measure 总览 in a process of its own and against other engines."""
    command = [sys.executable, "manage.py", "init", "--demo", "--enterprises", str(enterprises), "--periods", str(count)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"VAR_DIR": str(folder)}, check=True, stdout=subprocess.DEVNULL)
    store = Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder)
    with store.reading() as connection:
        latest = periods.period_named(connection, LOCAL_STAFF, "latest")
    show = lambda: overview(store, LOCAL_STAFF, latest.code, Filters(), today=date(2020, 9, 1))  # noqa: E731
    with timed() as first:
        show()
    resident = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6
    again = best(5, show)
    add_forms(store, latest.code)
    with timed() as folded:
        snapshot(store, LOCAL_STAFF, latest.code)
    answers = answer_rows(store)
    rows = f"{len(answers):,} answer rows"
    return [
        Line(f"总览, first load ({enterprises:,} x {count})", f"{first.seconds:.2f} s", "at most 2 s"),
        Line("the process then", f"{resident:.0f} MB", "at most 600 MB"),
        Line("总览, made anew", f"{again * 1000:.0f} ms", "at most 150 ms"),
        Line(f"{NEW} new forms folded in", f"{folded.seconds * 1000:.0f} ms", "at most 100 ms"),
        *_engines(answers, latest.code, rows),
    ]


def add_forms(store: Store, period: str) -> None:
    """Let some forms come in."""
    with store.writing() as connection:
        codes = list(rosters.roster(connection, LOCAL_STAFF, period))[:NEW]
        row = bytes([2] * 48)
        catalogue = load_edition("2020")
        facts = facts_of(level_matrix([row], catalogue), catalogue)[list(FACT_COLUMNS)].to_dict("records")[0]
        new = [
            NewSubmission(
                uscc=code, period=period, sha256=f"bench{code}", file_name="", received_at=datetime.now(UTC), received_on=date(2020, 9, 1),
                passed=True, levels=row, facts=facts, context="",
            )
            for code in codes
        ]  # fmt: skip
        submissions.add_submissions(connection, LOCAL_STAFF, new)


def answer_rows(store: Store, only: str | None = None) -> pd.DataFrame:
    """Lay out every answer of the store, or of one period, as a row, as most programs would keep them."""
    catalogue, frames = load_edition("2020"), []
    with store.reading() as connection:
        for period in [one for one in periods.periods(connection, LOCAL_STAFF) if only in {None, one.code}]:
            roster = rosters.roster(connection, LOCAL_STAFF, period.code)
            forms = submissions.forms(connection, LOCAL_STAFF, period.code)
            forms = forms[forms["passed"]].drop_duplicates("uscc", keep="last")
            matrix = level_matrix(list(forms["levels"]), catalogue)
            n, items = matrix.shape
            frames.append(
                pd.DataFrame(
                    {
                        "period": period.code,
                        "uscc": np.repeat(forms["uscc"].to_numpy(), items),
                        "sector": np.repeat([roster[code].sector for code in forms["uscc"]], items),
                        "item": np.tile([item.code for item in catalogue.items], n),
                        "priority": np.tile([str(item.priority) for item in catalogue.items], n),
                        "weight": np.tile([item.weight for item in catalogue.items], n),
                        "target": np.tile([item.target_level for item in catalogue.items], n),
                        "level": matrix.reshape(-1).astype(np.int64),
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def _engines(answers: pd.DataFrame, period: str, rows: str) -> list[Line]:
    jobs = engines(answers, period)
    return [Line(f"the same groups with {name}, {rows}", f"{best(3, job) * 1000:.0f} ms") for name, job in jobs.items()]


def engines(answers: pd.DataFrame, period: str) -> dict[str, Callable[[], object]]:
    """Give each engine the answer rows, and what it does with them."""
    frame = pl.from_pandas(answers)
    database = duckdb.connect()
    database.register("given", answers)
    database.execute("CREATE TABLE answers AS SELECT * FROM given")
    gc.collect()
    return {
        "pandas": lambda: _pandas(answers, period),
        "polars": lambda: _polars(frame, period),
        "DuckDB": lambda: _duckdb(database, period),
    }


def _pandas(answers: pd.DataFrame, period: str) -> list[pd.DataFrame]:
    of = answers[(answers["period"] == period) & (answers["level"] <= 4)]
    of = of.assign(points=of["weight"] * of["level"], met=of["level"] >= of["target"])
    form = of.groupby(["uscc", "sector", "priority"], observed=True)[["points", "weight"]].sum().reset_index()
    form["score"] = 100 * form["points"] / (4 * form["weight"])
    groups = [form.groupby(by, observed=True)["score"].describe() for by in ("priority", ["sector", "priority"])]
    return [*groups, of.groupby("item", observed=True)[["level", "met"]].mean()]


def _polars(answers: pl.DataFrame, period: str) -> list[pl.DataFrame]:
    of = answers.lazy().filter((pl.col("period") == period) & (pl.col("level") <= 4))
    points = (pl.col("weight") * pl.col("level")).sum()
    form = of.group_by("uscc", "sector", "priority").agg((100 * points / (4 * pl.col("weight").sum())).alias("score"))
    score = pl.col("score")
    figures = [pl.len(), score.mean().alias("mean"), score.quantile(0.25, "linear").alias("q1"), score.quantile(0.75, "linear").alias("q3")]
    items = of.group_by("item").agg(pl.col("level").mean(), (pl.col("level") >= pl.col("target")).mean().alias("met"))
    return [form.group_by("priority").agg(figures).collect(), form.group_by("sector", "priority").agg(figures).collect(), items.collect()]


def _duckdb(database: duckdb.DuckDBPyConnection, period: str) -> list[object]:
    whole = QUERY.format(period=period, group="priority,", by="priority")
    sectors = QUERY.format(period=period, group="sector, priority,", by="sector, priority")
    return [database.execute(query).fetchall() for query in (whole, sectors, ITEMS.format(period=period))]
