"""Measures what each hostile file costs: guard and reader as in an intake, and the readers without the guard."""

import io
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from exchange.guard import inspect
from exchange.jobs import judge_form
from services.workers import Failure, Result, WorkerPool
from tests.exchange import hostile

ORDINARY = "(an ordinary workbook, no form)"


def guarded(_shared: object, content: bytes) -> float:
    """Inspect a file: milliseconds."""
    started = time.perf_counter()
    inspect(content)
    return (time.perf_counter() - started) * 1000


def unguarded(_shared: object, content: bytes, reader: str) -> str:
    """Read every sheet with calamine, or load and save with openpyxl, as if there were no guard."""
    if reader == "openpyxl":
        import openpyxl

        openpyxl.load_workbook(io.BytesIO(content)).save(io.BytesIO())
        return "opened"
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_object(io.BytesIO(content))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return "opened"


def peak(_shared: object) -> int:
    """Tell the most memory this process ever had, in MB (Linux)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def main() -> None:
    """Print the table of docs/hostile-files.md."""
    write = sys.stdout.write
    write("| file | bytes | what happens | guard ms | child ms | MB | calamine without the guard | openpyxl without it |\n")
    write("| --- | ---: | --- | ---: | ---: | ---: | --- | --- |\n")
    contents: dict[str, Callable[[], bytes]] = {ORDINARY: hostile.valid}
    contents |= {name: make for name, (make, _) in hostile.KINDS.items()}
    for name, make in contents.items():
        write(row(name, make()) + "\n")
        sys.stdout.flush()


def row(name: str, content: bytes) -> str:
    """Measure one file, in a fresh child since the peak of a process never falls again."""
    # Here, because the children import this module, and should not be weighed with the tests' libraries.
    from tests.exchange.plain_forms import context

    with WorkerPool(1, shared=context()) as pool:
        next(pool.map(judge_form, [(hostile.valid(),)]))
        milliseconds = next(pool.map(guarded, [(content,)])).value or 0.0
        judged = next(pool.map(judge_form, [(content,)]))
        memory = next(pool.map(peak, [()])).value
        others = list(pool.map(unguarded, [(content, "calamine"), (content, "openpyxl")]))
    issues = judged.value.issues if judged.value else ()
    happens = "、".join(f"`{issue.code}` {issue.title}" for issue in issues) or str(judged.failure)
    cells = " | ".join(f"{_outcome(other)}, {other.seconds:.2f} s" for other in others)
    return f"| {name} | {len(content):,} | {happens} | {milliseconds:.1f} | {judged.seconds * 1000:.1f} | {memory} | {cells} |"


def _outcome(result: Result[str]) -> str:
    match result.failure:
        case Failure.TIME:
            return "killed: time"
        case Failure.MEMORY:
            return "stopped: memory"
        case Failure.ENDED:
            return "**process died**"
        case Failure.RAISED:
            # The last line at the margin names the exception, whatever lines its message has.
            raised = [line for line in result.detail.splitlines() if re.match(r"[\w.]+(?:Error|Exception|Zip\w*|NotFound|error)\b", line)]
            return raised[-1].partition(":")[0].rpartition(".")[2]
    return str(result.value)
