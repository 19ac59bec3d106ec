"""Receiving a thousand filled forms, against merely reading them with pandas and openpyxl; and making the forms."""

import os
import random
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd

from data import periods, rosters
from data.demo_enterprises import demo_roster
from data.editions import load_edition
from data.store import Store
from exchange.template import FormMaster, build_form
from models.access import LOCAL_STAFF
from models.assessment import Answer, Field, Level, SelfAssessment
from models.enterprise import Enterprise
from models.period import Period
from tests.bench.measuring import Line, Stopwatch, timed
from tests.browser.serving import ROOT
from tests.services.dask_processes import DaskProcesses

PERIOD = Period(code="2020", edition="2020", deadline=date(2020, 9, 10))
ISSUED = date(2020, 6, 1)


def receiving(folder: Path, count: int) -> list[Line]:
    """Receive `count` forms with the whole command on a durable store, and read them with pandas."""
    enterprises = demo_roster(count, 59)
    forms = _write_forms(folder / "forms", enterprises)
    ours = _received(folder, "var", enterprises)
    sample = forms[:: max(1, count // 100)]
    with timed() as theirs:
        for form in sample:
            pd.read_excel(form, sheet_name="自评表", engine="openpyxl")
    naive = theirs.seconds / len(sample) * count
    return [
        Line(f"receive {count:,} forms, the whole command", f"{ours.seconds:.1f} s, {count / ours.seconds:.0f} a second"),
        Line(f"pandas and openpyxl read them one by one ({len(sample)} measured)", f"{naive:.1f} s"),
        Line("ratio", f"{ours.seconds / naive:.3f}", "at most 0.25, better 0.15"),
        Line("the same by two Dask workers on this machine", f"{_through_dask(folder, enterprises).seconds:.1f} s"),
    ]


def _through_dask(folder: Path, enterprises: tuple[Enterprise, ...]) -> Stopwatch:
    processes = DaskProcesses(folder)
    try:
        processes.have_workers(2)
        return _received(folder, "var-dask", enterprises, DASK_SCHEDULER_ADDRESS=processes.address)
    finally:
        processes.end()


def _received(folder: Path, var: str, enterprises: tuple[Enterprise, ...], **settings: str) -> Stopwatch:
    """Run the command on a fresh store."""
    _prepare(folder / var, enterprises)
    command = [sys.executable, "manage.py", "receive", str(folder / "forms"), "--period", "2020", "--received-on", "2020-09-01", "--json"]
    environment = os.environ | {"VAR_DIR": str(folder / var)} | settings
    with timed() as taken:
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return taken


def making(count: int) -> list[Line]:
    """Make forms by patching one master, against writing each with XlsxWriter."""
    catalogue, enterprises = load_edition("2020"), demo_roster(count, 59)
    with timed() as patched:
        master = FormMaster(catalogue, PERIOD, issued_on=ISSUED, digest="", with_previous=False)
        for enterprise in enterprises:
            master.build(enterprise)
    few = enterprises[: max(1, count // 20)]
    with timed() as written:
        for enterprise in few:
            FormMaster(catalogue, PERIOD, issued_on=ISSUED, digest="", with_previous=False).build(enterprise)
    each, whole = patched.seconds / count * 1000, written.seconds / len(few) * 1000
    return [
        Line(f"a form from the patched master ({count:,})", f"{each:.2f} ms"),
        Line(f"a form written by XlsxWriter ({len(few)})", f"{whole:.1f} ms"),
        Line("times faster", f"{whole / each:.0f}", "at least 10, better 50"),
    ]


def _write_forms(folder: Path, enterprises: tuple[Enterprise, ...]) -> list[Path]:
    folder.mkdir(parents=True)
    chance = random.Random(1)
    paths = []
    for enterprise in enterprises:
        path = folder / f"{enterprise.uscc}.xlsx"
        filled = _filled(enterprise, chance)
        path.write_bytes(
            build_form(load_edition("2020"), enterprise, PERIOD, issued_on=ISSUED, digest="", previous=filled, carry_levels=True)
        )
        paths.append(path)
    return paths


def _filled(enterprise: Enterprise, chance: random.Random) -> SelfAssessment:
    answers = {}
    for item in load_edition("2020").items:
        if item.applies(enterprise.size, enterprise.traits):
            texts = {Field.EVIDENCE: f"制度文件 QM-{chance.randint(1, 999)}", Field.DEPARTMENT: "质量部"}
            answers[item.code] = Answer(level=Level(chance.randint(0, 4)), texts=texts)
        else:
            answers[item.code] = Answer(level=Level.NOT_APPLICABLE, texts={Field.REASON: "本企业不涉及"})
    return SelfAssessment(uscc=enterprise.uscc, period="2020", edition="2020", answers=answers)


def _prepare(folder: Path, enterprises: tuple[Enterprise, ...]) -> None:
    store, now = Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder), datetime.now(UTC)
    with store.writing() as connection:
        rosters.import_roster(connection, LOCAL_STAFF, enterprises, now)
        periods.add_period(connection, LOCAL_STAFF, PERIOD, now)
    store.close()
