"""Measures what each hostile file costs: the guard alone, and the reader without it in a limited child."""

import io
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from exchange.guard import inspect
from services.workers import Failure, Result, WorkerPool
from tests.exchange import hostile


def guarded(_shared: object, content: bytes) -> tuple[str, float, int]:
    """Inspect a file: the code, milliseconds, and the peak of the whole process in MB (Linux)."""
    started = time.perf_counter()
    inspection = inspect(content)
    milliseconds = (time.perf_counter() - started) * 1000
    peak = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return ", ".join(issue.code for issue in inspection.issues) or "opened", milliseconds, int(peak) // 1024


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


def main() -> None:
    """Print the table of docs/hostile-files.md."""
    write = sys.stdout.write
    write("| file | bytes | the guard says | ms | MB | calamine without it | s | openpyxl without it | s |\n")
    write("| --- | ---: | --- | ---: | ---: | --- | ---: | --- | ---: |\n")
    contents: dict[str, Callable[[], bytes]] = {"(an ordinary workbook)": hostile.valid}
    contents |= {name: make for name, (make, _) in hostile.KINDS.items()}
    for name, make in contents.items():
        content = make()
        # A fresh child for each, since the peak of a process never falls again.
        with WorkerPool(1) as pool:
            result = next(pool.map(guarded, [(content,)]))
            code, milliseconds, peak = result.value or (str(result.failure), 0.0, 0)
            others = list(pool.map(unguarded, [(content, "calamine"), (content, "openpyxl")]))
        cells = " | ".join(f"{_outcome(other)} | {other.seconds:.2f}" for other in others)
        write(f"| {name} | {len(content):,} | {code} | {milliseconds:.1f} | {peak} | {cells} |\n")


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
