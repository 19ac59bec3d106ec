"""The child in which foreign files are parsed: takes jobs from standard input until it ends, limits itself for each.

It imports nothing of the product on its own, so that it starts in the time Python needs.
"""

import os
import pickle
import queue
import stat
import struct
import sys
import threading
import traceback
import warnings
from typing import BinaryIO

LENGTH = struct.Struct("<Q")


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message: its length in eight bytes, then itself."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    """Read one message; raises EOFError when the other side has gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    message = stream.read(LENGTH.unpack(head)[0])
    if len(message) < LENGTH.unpack(head)[0]:
        raise EOFError
    return message


def main() -> None:
    """Take the settings, then one job after another, each behind what is shared from now on (empty: the same as before).

    A job is answered with `(state, value or detail)`.
    """
    answers = _private_stdout()
    warnings.simplefilter("ignore")
    messages: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(messages,), daemon=True).start()
    path, own, shared = pickle.loads(messages.get())  # noqa: S301 - the parent wrote it
    sys.path[:] = path
    memory, cpu_seconds = own or (None, None)
    _settle(memory)
    while True:
        if renewed := messages.get():
            shared = renewed
            _SHARED.clear()
        message = messages.get()
        _renew_cpu(cpu_seconds)
        _forget_said()
        answer, fit = _work(message, shared)
        _stop_cpu()
        send(answers, answer)
        if not fit:
            os._exit(1)


def _listen(messages: "queue.SimpleQueue[bytes]") -> None:
    """Pass on messages; when the parent has gone, end at once whatever is being done."""
    try:
        while True:
            messages.put(receive(sys.stdin.buffer))
    except EOFError:
        os._exit(0)


def _work(message: bytes, shared: bytes) -> tuple[bytes, bool]:
    """Do one job; tell whether the child is fit for another one."""
    try:
        job, arguments = pickle.loads(message)  # noqa: S301 - the parent wrote it
        return pickle.dumps(("done", job(_unpacked(shared), *arguments)), pickle.HIGHEST_PROTOCOL), True
    except MemoryError:
        return pickle.dumps(("memory", "MemoryError")), False
    except Exception:  # noqa: BLE001 - whatever a foreign file brings about is an answer
        return pickle.dumps(("raised", traceback.format_exc(limit=-8))), True
    except BaseException:  # noqa: BLE001 - a panic of a Rust library is no Exception, and leaves it in an unknown state
        return pickle.dumps(("ended", traceback.format_exc(limit=-8))), False


_SHARED: list[object] = []


def _unpacked(shared: bytes) -> object:
    """Unpack once what all jobs share."""
    if not _SHARED:
        _SHARED.append(pickle.loads(shared))  # noqa: S301 - the parent wrote it
    return _SHARED[0]


def _private_stdout() -> BinaryIO:
    """Keep standard output for the answers, and send whatever a library prints to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return answers


def _forget_said() -> None:
    """Empty standard error, a file of the parent's, so that it holds what this job said."""
    sys.stderr.flush()
    if stat.S_ISREG(os.fstat(2).st_mode):
        os.lseek(2, 0, os.SEEK_SET)
        os.ftruncate(2, 0)


if sys.platform == "win32":
    import msvcrt

    def _settle(_memory: int | None) -> None:
        """Die without a dialog that waits for a click; the limits are the parent's, Windows has none a process sets itself."""
        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)

    def _renew_cpu(_seconds: float | None) -> None:
        """Leave it to the parent."""

    def _stop_cpu() -> None:
        """Leave it to the parent."""

else:
    import math
    import resource
    import signal

    def _settle(memory: int | None) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory is not None:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_FSIZE, (memory, memory))

    def _renew_cpu(seconds: float | None) -> None:
        if seconds is None:
            return
        # The timer is exact and the default of its signal is death; the limit, in whole seconds, stands behind it.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))

    def _stop_cpu() -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    main()
