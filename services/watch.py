"""What the parent sees of a child at work, on any system: seconds by the clock, seconds on the processor, memory."""

import time
from typing import NamedTuple

import psutil


class Taken(NamedTuple):
    """What a child has taken for its job: seconds by the clock and on the processor, and bytes of memory of its own."""

    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory: int = 0


class Watch:
    """Watches one child from outside; `begin` where it begins a job, `taken` as often as one wants to know."""

    def __init__(self, process: int) -> None:
        self._process = psutil.Process(process)
        self._started = time.monotonic()
        self._cpu_before: float | None = None

    def begin(self) -> None:
        """Count anew. The processor's time is first looked at with the first `taken`, so that short jobs pay nothing."""
        self._started = time.monotonic()
        self._cpu_before = None

    def taken(self) -> Taken:
        """Measure: about 0.1 ms. A child that is no more has taken nothing."""
        seconds = time.monotonic() - self._started
        try:
            cpu = self._cpu()
            memory = _private_memory(self._process)
        except psutil.Error:
            return Taken(wall_seconds=seconds)
        if self._cpu_before is None:
            # It cannot have used more than the clock has run.
            self._cpu_before = max(0.0, cpu - seconds)
        return Taken(wall_seconds=seconds, cpu_seconds=cpu - self._cpu_before, memory=memory)

    def _cpu(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


def _private_memory(process: psutil.Process) -> int:
    """Give the bytes nobody shares: what Windows calls private and has promised, on Linux what is there."""
    memory = process.memory_info()
    private = getattr(memory, "private", None)
    return int(memory.rss - memory.shared if private is None else private)
