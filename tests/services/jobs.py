"""Jobs for the worker pool, good and bad: they must stand in a module, a child imports them by name."""

import os
import signal
import sys
import time


def echo(shared: object, value: object) -> tuple[object, object]:
    """Give back what came."""
    return shared, value


def process(_shared: object) -> int:
    """Tell which process works."""
    return os.getpid()


def process_after(_shared: object, seconds: float) -> int:
    """Tell which process works, late enough for every child to get its share."""
    time.sleep(seconds)
    return os.getpid()


def slowly(_shared: object, value: int, seconds: float) -> int:
    """Give back a number after some time."""
    time.sleep(seconds)
    return value


def loop(_shared: object) -> None:
    """Never end, and use the processor."""
    while True:
        pass


def eat(_shared: object, megabytes: int) -> int:
    """Take memory."""
    return len(bytearray(megabytes * 1024 * 1024))


def eat_by_and_by(_shared: object, megabytes: int) -> int:
    """Take memory in small pieces, as a parser does."""
    return len([bytearray(1024 * 1024) for _ in range(megabytes)])


def own_memory_limit(_shared: object) -> int:
    """Tell how much memory the system lets this process have, -1 for any (Linux)."""
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0]


def abort(_shared: object) -> None:
    """Die as a library written in another language does."""
    os.abort()


def fail(_shared: object) -> None:
    """Raise an ordinary exception."""
    raise ValueError("the file is odd")


def panic(_shared: object) -> None:
    """Raise what is no Exception, as a panic of a Rust library is."""
    raise BaseException("panicked")  # noqa: TRY002 - that is the point


def chatter(_shared: object) -> str:
    """Write to standard output, from Python and below it."""
    sys.stdout.write("some warning\n")
    os.write(1, b"some warning from C\n")
    return "said"


def unsendable(_shared: object) -> object:
    """Give back what cannot be pickled."""
    return lambda: None


def run(_shared: object, job: str, *arguments: object) -> object:
    """Run one of the others by name."""
    return globals()[job](_shared, *arguments)


def modules(_shared: object) -> set[str]:
    """Tell what the child has imported."""
    return set(sys.modules)


def kill_the_worker_once(_shared: object, marker: str, value: int) -> int:
    """Kill the process this child works for, the first time that anybody does; otherwise give back a number."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return value
    os.kill(os.getppid(), signal.SIGKILL)
    return -1
