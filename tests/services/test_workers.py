"""What a bad file costs in a child process: itself and nothing else, and no process stays behind."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from services.watch import Watch
from services.workers import Failure, Limits, WorkerPool, why_unread
from tests.services import jobs

ROOT = Path(__file__).resolve().parents[2]
LIMITS = Limits(memory=256 * 1024 * 1024, cpu_seconds=1, wall_seconds=10)


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    """Hold one pool of two children for the tests that do not count them."""
    with WorkerPool(2, LIMITS, shared="shared") as opened:
        yield opened


@pytest.fixture(scope="module")
def watched() -> Iterator[WorkerPool]:
    """Hold a pool as it is on Windows: no child limits itself, the parent watches alone."""
    with WorkerPool(2, replace(LIMITS, wall_seconds=3, own=False)) as opened:
        yield opened


@pytest.mark.parametrize("failure", Failure)
def test_only_what_took_too_much_is_called_exhausting(failure: Failure) -> None:
    issue = why_unread(failure)

    assert issue.code == ("FILE_EXHAUSTING" if failure in {Failure.TIME, Failure.MEMORY} else "FILE_UNREADABLE")
    assert str(failure) in issue.message


def failures(pool: WorkerPool, *calls: tuple[object, ...]) -> list[Failure | None]:
    """Run calls by name and tell what became of each."""
    return [result.failure for result in pool.map(jobs.run, calls)]


def gone(process: int) -> bool:
    """Tell whether a process is no more (a zombie is not gone)."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def test_results_come_in_the_order_of_the_arguments(pool: WorkerPool) -> None:
    calls = [(0, 0.2), (1, 0.0), (2, 0.1), (3, 0.0), (4, 0.0)]

    results = [result.value for result in pool.map(jobs.slowly, calls)]

    assert results == [0, 1, 2, 3, 4]


def test_a_child_stays_warm_and_has_what_is_shared(pool: WorkerPool) -> None:
    results = list(pool.map(jobs.echo, [(number,) for number in range(20)]))
    processes = {result.value for result in pool.map(jobs.process, [()] * 20)}

    assert [result.value for result in results] == [("shared", number) for number in range(20)]
    assert len(processes) <= 2


@pytest.mark.parametrize(
    ("call", "failure"),
    [
        (("loop",), Failure.TIME),
        (("eat", 400), Failure.MEMORY),
        (("abort",), Failure.ENDED),
        (("fail",), Failure.RAISED),
        (("panic",), Failure.ENDED),
        (("unsendable",), Failure.RAISED),
    ],
)
def test_a_bad_file_costs_only_itself(pool: WorkerPool, call: tuple[object, ...], failure: Failure) -> None:
    good = ("echo", "good")

    assert failures(pool, good, call, good, good, good) == [None, failure, None, None, None]


@pytest.mark.parametrize(
    ("call", "failure"),
    [
        (("loop",), Failure.TIME),
        (("slowly", 1, 60.0), Failure.TIME),
        (("eat", 4000), Failure.MEMORY),
        (("eat_by_and_by", 4000), Failure.MEMORY),
        (("abort",), Failure.ENDED),
        (("fail",), Failure.RAISED),
    ],
)
def test_the_parent_alone_stops_a_bad_file_too(watched: WorkerPool, call: tuple[object, ...], failure: Failure) -> None:
    good = ("echo", "good")

    assert failures(watched, good, call, good, good, good) == [None, failure, None, None, None]


def test_a_child_that_is_only_watched_has_no_limits_of_its_own(pool: WorkerPool, watched: WorkerPool) -> None:
    limits = [next(of.map(jobs.own_memory_limit, [()])).value for of in (pool, watched)]

    assert limits == [LIMITS.memory, -1]


def test_memory_that_was_given_back_counts_no_more(watched: WorkerPool) -> None:
    assert failures(watched, *[("eat", 150)] * 10) == [None] * 10


def test_the_parent_sees_what_a_job_has_taken() -> None:
    watch = Watch(os.getpid())
    held = bytearray(100 * 1024 * 1024)
    before = watch.taken()
    watch.begin()
    watch.taken()
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass

    taken = watch.taken()

    assert before.memory > len(held)
    assert 0.05 <= taken.cpu_seconds <= taken.wall_seconds + 0.05


def test_a_child_that_is_no_more_has_taken_nothing() -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    watch = Watch(process.pid)
    process.wait()

    taken = watch.taken()

    assert (taken.cpu_seconds, taken.memory) == (0, 0)


def test_all_children_may_die_at_once(pool: WorkerPool) -> None:
    assert failures(pool, *[("abort",)] * 6, ("echo", 1)) == [Failure.ENDED] * 6 + [None]


def test_the_detail_says_what_happened(pool: WorkerPool) -> None:
    result = next(pool.map(jobs.fail, [()]))

    assert "the file is odd" in result.detail


def test_what_a_job_prints_does_not_disturb_the_answers(pool: WorkerPool) -> None:
    results = [result.value for result in pool.map(jobs.chatter, [()] * 3)]

    assert results == ["said"] * 3


def test_large_arguments_and_values_pass(pool: WorkerPool) -> None:
    content = os.urandom(20_000_000)

    result = next(pool.map(jobs.echo, [(content,)]))

    assert result.value == ("shared", content)


def test_a_sleeper_is_killed_by_the_clock() -> None:
    with WorkerPool(1, Limits(wall_seconds=0.5)) as pool:
        results = list(pool.map(jobs.slowly, [(1, 60.0), (2, 0.0)]))

    assert [result.failure for result in results] == [Failure.TIME, None]
    assert results[0].seconds < 3


def test_the_time_on_the_processor_counts_anew_for_each_job() -> None:
    with WorkerPool(1, LIMITS) as pool:
        assert failures(pool, *[("eat", 100)] * 40) == [None] * 40


def test_a_child_killed_from_outside_is_replaced(pool: WorkerPool) -> None:
    processes = {result.value for result in pool.map(jobs.process, [()] * 8)}
    for process in processes:
        assert process is not None
        os.kill(process, signal.SIGKILL)
    time.sleep(0.1)

    assert failures(pool, *[("echo", 1)] * 4) == [None] * 4


def test_a_job_whose_child_is_killed_from_outside_is_done_again(pool: WorkerPool) -> None:
    children = {result.value for result in pool.map(jobs.process, [()] * 8)}
    shots = [threading.Timer(0.5, os.kill, (child, signal.SIGKILL)) for child in children if child is not None]
    for shot in shots:
        shot.start()

    results = list(pool.map(jobs.slowly, [(1, 1.5), (2, 1.5)]))

    assert [(result.value, result.failure) for result in results] == [(1, None), (2, None)]
    assert not children & {result.value for result in pool.map(jobs.process, [()] * 8)}


def test_arguments_are_taken_as_they_are_needed(pool: WorkerPool) -> None:
    taken = []

    def arguments() -> Iterator[tuple[int]]:
        for number in range(1000):
            taken.append(number)
            yield (number,)

    results = pool.map(jobs.echo, arguments())
    next(results)

    assert len(taken) <= 6
    results.close()  # type: ignore[attr-defined]


def test_several_threads_may_use_one_pool(pool: WorkerPool) -> None:
    found: dict[int, list[object]] = {}

    def work(thread: int) -> None:
        found[thread] = [result.value for result in pool.map(jobs.echo, [((thread, number),) for number in range(30)])]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {thread: [("shared", (thread, number)) for number in range(30)] for thread in range(5)}


def test_no_child_is_left_when_the_pool_is_closed() -> None:
    with WorkerPool(2, LIMITS) as pool:
        processes = {result.value for result in pool.map(jobs.process, [()] * 8)}
        list(pool.map(jobs.abort, [()]))
        processes |= {result.value for result in pool.map(jobs.process, [()] * 8)}

    assert all(gone(process) for process in processes if process)


def test_closing_ends_the_work_in_hand() -> None:
    with WorkerPool(1, Limits()) as pool:
        results = pool.map(jobs.slowly, [(1, 60.0)])
        taker = threading.Timer(0.5, pool.close)
        taker.start()
        started = time.monotonic()
        failure = next(results).failure
        taker.join()

    assert failure is Failure.ENDED
    assert time.monotonic() - started < 5


def test_children_end_when_the_parent_is_killed() -> None:
    script = textwrap.dedent("""
        import sys
        from services.workers import WorkerPool
        from tests.services import jobs
        with WorkerPool(2) as pool:
            print(*{result.value for result in pool.map(jobs.process, [()] * 8)}, flush=True)
            list(pool.map(jobs.slowly, [(1, 60.0), (2, 60.0)]))
    """)
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    processes = [int(process) for process in parent.stdout.readline().split()]
    parent.kill()
    parent.communicate()

    until = time.monotonic() + 5
    while time.monotonic() < until and not all(gone(process) for process in processes):
        time.sleep(0.05)

    assert processes
    assert all(gone(process) for process in processes)


def test_a_child_holds_no_file_of_the_parent_open(tmp_path: Path) -> None:
    with (tmp_path / "store.sqlite").open("w") as store:
        os.set_inheritable(store.fileno(), True)
        with WorkerPool(1, LIMITS) as fresh:
            process = next(fresh.map(jobs.process, [()])).value
            held = {str(entry.readlink()) for entry in Path(f"/proc/{process}/fd").iterdir()}

    assert not any("store.sqlite" in name for name in held)


def test_a_child_starts_without_the_heavy_libraries() -> None:
    with WorkerPool(1, LIMITS) as pool:
        loaded = next(pool.map(jobs.echo, [(None,)]))
        modules = next(pool.map(jobs.modules, [()])).value

    assert loaded.failure is None
    assert modules is not None
    assert not {"pandas", "numpy", "streamlit", "sqlalchemy", "openpyxl"} & modules
