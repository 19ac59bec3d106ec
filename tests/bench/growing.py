"""The growth curve: 总览 at three sizes, each in a process of its own, beside polars and DuckDB on facts and on answer rows."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl

from data import periods
from data.editions import load_edition
from data.store import Store
from models.access import LOCAL_STAFF
from models.progress import by_item, by_priority, counted
from models.scoring import PRIORITY_SCORES, facts_of
from services.attention import attention
from services.documents import grouped
from services.filters import Filters
from services.overview import overview
from services.progress import Snapshot, snapshot
from tests.bench.overviewing import add_forms, answer_rows, engines
from tests.browser.serving import ROOT

SIZES = {"S": (500, 4), "M": (10_000, 8), "L": (100_000, 12)}
_TIMES = 5


def growing(folder: Path, names: list[str]) -> list[dict[str, str]]:
    """Measure these sizes; a size whose folder is there already is measured as it is."""
    found = []
    for name in names:
        enterprises, count = SIZES[name]
        var = folder / name
        made = {} if (var / "store.sqlite").exists() else _fill(var, enterprises, count)
        ours = subprocess.run([sys.executable, "-m", "tests.bench.growing", str(var)], cwd=ROOT, check=True, capture_output=True, text=True)
        found.append({"size": f"{name}: {enterprises:,} x {count}"} | made | json.loads(ours.stdout))
    return found


def print_curve(found: list[dict[str, str]]) -> None:
    """Print the sizes beside each other as a Markdown table."""
    print("\n### Growth\n\n| what | " + " | ".join(one["size"] for one in found) + " |\n|" + " --- |" * (len(found) + 1))
    for what in dict.fromkeys(what for one in found for what in one if what != "size"):
        print(f"| {what} | " + " | ".join(one.get(what, "") for one in found) + " |")


def _fill(var: Path, enterprises: int, count: int) -> dict[str, str]:
    command = [sys.executable, "manage.py", "init", "--demo", "--enterprises", str(enterprises), "--periods", str(count), "--levels-only"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=os.environ | {"VAR_DIR": str(var)}, check=True, stdout=subprocess.DEVNULL)
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - started
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"the demo, made": f"{seconds:.0f} s ({busy:.0f} s of processor time)"}


def _measure(var: Path) -> dict[str, str]:
    """Measure one store; every time is by the clock, with the processor time of all threads in brackets."""
    store = Store.open(f"sqlite:///{var / 'store.sqlite'}", var)
    with store.reading() as connection:
        latest = periods.period_named(connection, LOCAL_STAFF, "latest").code
    show: Callable[[], object] = lambda: overview(store, LOCAL_STAFF, latest, Filters(), today=date(2020, 9, 1))  # noqa: E731
    lines = {"the store": f"{(var / 'store.sqlite').stat().st_size / 1e6:,.0f} MB"}
    lines["总览, first load"] = _took(1, show)
    lines["the process then"] = f"{_resident():.0f} MB"
    lines["总览, made anew"] = _took(_TIMES, show)
    lines["100 new forms folded in"] = _took(_TIMES, lambda: snapshot(store, LOCAL_STAFF, latest), lambda: add_forms(store, latest))
    lines["需关注, first time"] = _took(1, lambda: attention(store, LOCAL_STAFF, latest))
    lines["需关注, after 100 new forms"] = _took(1, lambda: attention(store, LOCAL_STAFF, latest), lambda: add_forms(store, latest))
    now = snapshot(store, LOCAL_STAFF, latest)
    lines["forms that count in the period shown"] = f"{len(counted(now.enterprises)):,}"
    lines["groups, ours"] = _took(_TIMES, lambda: _groups(now))
    for name, job in _on_facts(now).items():
        lines[f"groups, {name} on facts"] = _took(_TIMES, job)
    for name, job in engines(answer_rows(store, latest), latest).items():
        lines[f"groups, {name} on answer rows"] = _took(_TIMES, job)
    return lines


def _took(times: int, job: Callable[[], object], before: Callable[[], object] = lambda: None) -> str:
    """Do a job several times and give the shortest, by the clock and in processor time."""
    clock, busy = [], []
    for _ in range(times):
        before()
        started, worked = time.perf_counter(), time.process_time()
        job()
        clock.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
    return f"{min(clock) * 1000:,.0f} ms ({min(busy) * 1000:,.0f})"


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


def _groups(now: Snapshot) -> list[pd.DataFrame]:
    """Work out priorities, sectors and items as 总览 does."""
    items = by_item(now.matrix(now.enterprises), now.catalogue)
    return [by_priority(now.enterprises, now.catalogue), grouped(now, "sector"), items]


def _on_facts(now: Snapshot) -> dict[str, Callable[[], object]]:
    """Give polars and DuckDB one row a form with its facts, and the levels beside for the items."""
    rows = counted(now.enterprises)
    facts = facts_of(now.matrix(rows), load_edition(now.period.edition)).assign(sector=rows["sector"].to_numpy())
    items = pd.DataFrame(now.matrix(rows), columns=[item.code for item in now.catalogue.items])
    frame, matrix, database = pl.from_pandas(facts), pl.from_pandas(items), duckdb.connect()
    database.register("given", facts)
    database.register("matrix", items)
    database.execute("CREATE TABLE facts AS SELECT * FROM given")
    database.execute("CREATE TABLE levels AS SELECT * FROM matrix")
    score = {code: pl.col(f"{code}_points") * 25 / pl.col(f"{code}_weight") for code in PRIORITY_SCORES}
    figures = [
        wanted.alias(f"{code}_{name}")
        for code, of in score.items()
        for name, wanted in {"mean": of.mean(), "q1": of.quantile(0.25, "linear"), "q3": of.quantile(0.75, "linear")}.items()
    ]
    each = [pl.col(code).filter(pl.col(code) <= 4).mean() for code in items.columns]
    return {
        "polars": lambda: [frame.select(figures), frame.group_by("sector").agg(figures), matrix.select(each)],
        "DuckDB": lambda: [database.execute(query).fetchall() for query in _queries(list(items.columns))],
    }


def _queries(items: list[str]) -> list[str]:
    of = [f"{code}_points * 25.0 / NULLIF({code}_weight, 0)" for code in PRIORITY_SCORES]
    figures = ", ".join(f"AVG({score}), QUANTILE_CONT({score}, [0.25, 0.75])" for score in of)
    levels = ", ".join(f'AVG("{item}") FILTER ("{item}" <= 4)' for item in items)
    return [f"SELECT {figures} FROM facts", f"SELECT sector, {figures} FROM facts GROUP BY sector", f"SELECT {levels} FROM levels"]


if __name__ == "__main__":
    print(json.dumps(_measure(Path(sys.argv[1]))))
