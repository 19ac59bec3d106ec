"""A server's children stay ready from one piece of work to the next, each with what its own jobs share."""

import threading

import psutil

from services.pools import kept_warm, open_pool
from services.workers import WorkerPool
from tests.services import jobs
from tests.services.soak import children_now


def test_children_are_the_same_from_one_piece_of_work_to_the_next_and_gone_with_the_server() -> None:
    before = children_now()
    with kept_warm():
        processes = [_processes() for _ in range(3)]
        assert children_now() - before == processes[0]

    assert processes[0] == processes[1] == processes[2]
    assert not any(psutil.pid_exists(process) for process in processes[0])
    with open_pool("shared") as pool:
        assert isinstance(pool, WorkerPool)


def test_every_piece_of_work_has_what_its_own_jobs_share_also_side_by_side() -> None:
    found: dict[int, set[object]] = {}

    def work(number: int) -> None:
        with open_pool(f"shared {number}") as pool:
            found[number] = {result.value for result in pool.map(jobs.echo, [(number,)] * 20)}

    with kept_warm():
        threads = [threading.Thread(target=work, args=(number,)) for number in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert found == {number: {(f"shared {number}", number)} for number in range(10)}


def test_a_child_that_died_knows_what_is_shared_when_it_is_replaced() -> None:
    with kept_warm(), open_pool("other") as pool:
        list(pool.map(jobs.abort, [()] * 4))

        assert {result.value for result in pool.map(jobs.echo, [(1,)] * 8)} == {("other", 1)}


def _processes() -> set[int]:
    with open_pool("shared") as pool:
        return {int(result.value or 0) for result in pool.map(jobs.process_after, [(0.05,)] * 12)}
