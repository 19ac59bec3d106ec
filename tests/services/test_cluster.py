"""With a Dask scheduler the work is done elsewhere and nothing else is different, whatever happens to the workers."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from data.store import Store
from models.access import LOCAL_STAFF
from models.errors import NotPossible
from services import cluster
from services.checks import check
from services.cluster import ClusterPool
from services.pack import pack
from services.receive import Intake, receive
from services.report import Kind, report
from services.returning import write_returned
from services.sources import Source
from services.workers import Failure, Limits, WorkerPool
from tests.builders import USCC
from tests.exchange.crafted_zip import parts_of
from tests.services import jobs
from tests.services.dask_processes import ROOT, DaskProcesses
from tests.services.desk import NOW, SECOND, STRANGER, Desk, form_of
from tests.services.soak import files

LIMITS = Limits(memory=256 * 1024 * 1024, cpu_seconds=1, wall_seconds=30)
ADDRESS = "DASK_SCHEDULER_ADDRESS"


@pytest.fixture(scope="session")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    """Start a scheduler for the whole run."""
    started = DaskProcesses(tmp_path_factory.mktemp("dask"))
    yield started
    started.end()


@pytest.fixture
def two_workers(processes: DaskProcesses) -> DaskProcesses:
    """Give the scheduler with two workers alive."""
    processes.have_workers(2)
    return processes


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.delenv(ADDRESS, raising=False)


@contextmanager
def at_a_desk(first_store: Path, folder: Path) -> Iterator[Desk]:
    """Open a store with the first roster and period in a folder of its own."""
    folder.mkdir()
    shutil.copyfile(first_store, folder / "store.sqlite")
    store = Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder)
    yield Desk(store)
    store.close()


@cache
def mixed() -> tuple[Source, ...]:
    """Mix sound, faulty and hostile files, the same content twice, and a scan."""
    mix = [Source(f"{number}.xlsx", content) for number, content in enumerate(files(54))]
    faulty = [Source(f"{level}.xlsx", form_of(levels={"P1-03": level})) for level in ("3分", "优")]
    return (
        *mix,
        *faulty,
        mix[1],
        faulty[0],
        Source(f"{USCC}.pdf", b"%PDF-1.4 scan"),
        Source("再来.xlsx", form_of(SECOND)),
        Source("外人.xlsx", form_of(STRANGER)),
    )


def received(desk: Desk, sources: Iterator[Source], folder: Path) -> tuple[Intake, dict[str, list[str]], dict[str, dict[str, bytes]]]:
    """Receive files; give the intake, all the store then holds, and the annotated files by name and part."""
    intake = receive(desk.store, LOCAL_STAFF, sources, "2020", now=NOW)
    write_returned(desk.store, LOCAL_STAFF, intake.files, folder)
    parts = {path.name: parts_of(path.read_bytes()) for path in folder.iterdir()}
    for of_one in parts.values():
        # It says at what second the file was annotated.
        del of_one["docProps/core.xml"]
    return intake, desk.tables(), parts


def test_files_are_received_and_returned_as_on_one_machine_though_a_worker_dies_meanwhile(
    two_workers: DaskProcesses, first_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.receive.FILES_A_TRANSACTION", 10)
    monkeypatch.setattr(cluster, "A_PORTION", 5)
    with ExitStack() as desks:
        here, there = (desks.enter_context(at_a_desk(first_store, tmp_path / name)) for name in ("here", "there"))
        expected = received(here, iter(mixed()), tmp_path / "returned-here")
        monkeypatch.setenv(ADDRESS, two_workers.address)

        found = received(there, dying(mixed(), two_workers), tmp_path / "returned-there")

    assert found == expected
    assert {row.outcome.value for row in found[0].files} == {"accepted", "returned", "duplicate", "refused", "unrecognised", "attachment"}
    assert two_workers.workers[0].poll() == -signal.SIGKILL


def dying(sources: tuple[Source, ...], processes: DaskProcesses) -> Iterator[Source]:
    """Give files, and kill a worker when half of them have been read."""
    yield from sources[:30]
    processes.workers[0].kill()
    processes.workers[0].wait()
    yield from sources[30:]


def test_what_is_written_and_checked_for_a_period_is_the_same_byte_for_byte(
    two_workers: DaskProcesses, first_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_a_desk(first_store, tmp_path / "here") as desk:
        desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND, {"P1-03": 4})))
        with sqlite3.connect(tmp_path / "here" / "store.sqlite") as connection:
            connection.execute("DROP TRIGGER facts_no_update")
            connection.execute("UPDATE facts SET p1_points = p1_points + 1 WHERE submission_id = 2")
        connection.close()
        desk.add_period("2021", date(2021, 9, 10))
        expected = written(desk, tmp_path / "here.zip")
        monkeypatch.setenv(ADDRESS, two_workers.address)

        assert written(desk, tmp_path / "there.zip") == expected

    assert "编号 2 的自评表" in expected[2][0]


def written(desk: Desk, out: Path) -> tuple[bytes, bytes, list[str]]:
    """Write everybody's forms and feedback, and score everything anew."""
    pack(desk.store, LOCAL_STAFF, "2021", out, today=NOW.date())
    told = [fault for one in check(desk.store, LOCAL_STAFF, now=NOW) if one.name == "得分与等级一致" for fault in one.faults]
    return out.read_bytes(), report(desk.store, LOCAL_STAFF, "2020", Kind.FEEDBACK), told


def test_the_command_says_the_same_with_and_without_a_scheduler(two_workers: DaskProcesses, first_store: Path, tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    for source in mixed()[-8:]:
        (tmp_path / "forms" / source.file).write_bytes(source.content)
    told = []
    for name, setting in (("here", {}), ("there", {ADDRESS: two_workers.address})):
        with at_a_desk(first_store, tmp_path / name):
            pass
        told.append(command("receive", str(tmp_path / "forms"), "--period", "2020", "--json", VAR_DIR=str(tmp_path / name), **setting))

    assert told[0] == told[1]
    assert (told[0].code, told[0].error) == (1, "")


def test_a_command_that_finds_no_scheduler_says_so_in_a_line_and_stores_nothing(first_store: Path, tmp_path: Path) -> None:
    with at_a_desk(first_store, tmp_path / "here") as desk:
        before = desk.tables()
        (tmp_path / "a.xlsx").write_bytes(form_of())

        told = command(
            "receive", str(tmp_path / "a.xlsx"), "--period", "2020", VAR_DIR=str(tmp_path / "here"), **{ADDRESS: "tcp://127.0.0.1:9"}
        )

        assert desk.tables() == before
    assert (told.code, told.out, told.error.count("\n")) == (2, "", 1)
    assert "连不上 Dask 调度器 tcp://127.0.0.1:9" in told.error


@dataclass(frozen=True)
class Told:
    """What a command said, and with which code it ended."""

    code: int
    out: str
    error: str


def command(*arguments: str, **settings: str) -> Told:
    """Run a command of the operator's."""
    environment = {name: value for name, value in os.environ.items() if name != ADDRESS} | settings
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return Told(done.returncode, done.stdout, done.stderr)


def test_a_hostile_job_costs_its_worker_nothing_but_itself(two_workers: DaskProcesses) -> None:
    calls = [("echo", 1), ("abort",), ("echo", 2), ("eat", 4000), ("loop",), ("fail",), ("unsendable",), ("echo", 3)]

    with ClusterPool(two_workers.address, "shared", LIMITS) as there, WorkerPool(1, LIMITS, "shared") as here:
        found, expected = ([(result.value, result.failure) for result in pool.map(jobs.run, calls)] for pool in (there, here))

    assert found == expected
    assert found[1] == (None, Failure.ENDED)
    assert [worker.poll() for worker in two_workers.workers] == [None, None]


def test_a_portion_whose_worker_dies_is_done_by_another(two_workers: DaskProcesses, tmp_path: Path) -> None:
    calls = [(str(tmp_path / "killed"), number) for number in range(120)]

    with ClusterPool(two_workers.address, None, LIMITS) as pool:
        results = [result.value for result in pool.map(jobs.kill_the_worker_once, calls)]

    assert results == list(range(120))
    assert [worker.poll() for worker in two_workers.workers].count(None) == 1


def test_arguments_are_taken_as_they_are_needed_and_what_is_shared_arrives(two_workers: DaskProcesses) -> None:
    taken = []

    def arguments() -> Iterator[tuple[int]]:
        for number in range(10_000):
            taken.append(number)
            yield (number,)

    with ClusterPool(two_workers.address, "shared", LIMITS) as pool:
        results = pool.map(jobs.echo, arguments())
        assert next(results).value == ("shared", 0)
        assert len(taken) <= pool.ahead
        results.close()  # type: ignore[attr-defined]


def test_a_worker_with_another_program_is_refused_with_its_name(two_workers: DaskProcesses) -> None:
    pool = ClusterPool(two_workers.address, None, LIMITS)
    become(pool, pandas="1.0")

    with pytest.raises(NotPossible, match=r"tcp://.*的pandas是 .*，本机是 1\.0。请各机器装上同一版本"), pool:
        pass


def test_a_worker_that_joins_later_with_another_program_does_nothing(two_workers: DaskProcesses) -> None:
    with ClusterPool(two_workers.address, None, LIMITS) as pool:
        become(pool, 程序="another")

        with pytest.raises(NotPossible, match="的程序是"):
            list(pool.map(jobs.process, [()]))


def become(pool: ClusterPool, **other: str) -> None:
    """Let a pool ask as another program than the one that is installed."""
    pool._order = replace(pool._order, marks=pool._order.marks | other)


def test_a_scheduler_without_workers_or_gone_midway_is_told_in_words(tmp_path: Path) -> None:
    started = DaskProcesses(tmp_path)
    try:
        with pytest.raises(NotPossible, match="没有计算节点"), ClusterPool(started.address, None, LIMITS):
            pass
        started.have_workers(1)

        with ClusterPool(started.address, None, LIMITS) as pool:
            started.scheduler.kill()
            with pytest.raises(NotPossible, match=r"中途停了.*不会重复"):
                list(pool.map(jobs.slowly, [(number, 0.01) for number in range(500)]))
    finally:
        started.end()
