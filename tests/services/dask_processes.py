"""A real Dask scheduler and its workers as processes of their own on this machine, started and ended by whoever tests."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 60


class DaskProcesses:
    """A scheduler on a free port, and the workers under it that are alive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", "0", "--dashboard-address", ":0", "--scheduler-file", str(self._file))
        try:
            self._wait(lambda: bool(self.address))
        except BaseException:
            self.end()
            raise

    @property
    def address(self) -> str:
        """Give the scheduler's address; empty as long as it has not written it down, which takes it several writes."""
        try:
            return str(json.loads(self._file.read_text(encoding="utf-8"))["address"])
        except (FileNotFoundError, json.JSONDecodeError):
            return ""

    def have_workers(self, count: int) -> None:
        """Start workers until so many are alive and known to the scheduler."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < count:
            options = ("--no-nanny", "--nthreads", "1", "--local-directory", str(self._folder))
            self.workers.append(self._start("worker", self.address, *options))
        self._wait(lambda: self._known() == count)

    def end(self) -> None:
        """End every process that was started, by its id, and wait until it is gone."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _known(self) -> int:
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:
            return len(client.nthreads())

    def _start(self, kind: str, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1", "--no-dashboard", *arguments]
        with (self._folder / "dask.log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log)

    def _wait(self, until: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_WITHIN
        while not until():
            assert time.monotonic() < deadline, (self._folder / "dask.log").read_text(encoding="utf-8")
            time.sleep(0.05)
