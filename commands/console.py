"""What every command shares: its options, how it speaks, what it reads and writes."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from models.errors import NotPossible
from models.period import SHANGHAI
from models.system_words import reason
from services.reporting import Report, silent
from services.whole_file import written_whole

DONE, WITH_FAULTS, NOT_DONE = 0, 1, 2
DAY = ["%Y-%m-%d"]
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档")]
PeriodCode = Annotated[str, typer.Option("--period", help="报告期，如 2020、2020H2、2020Q3；latest 为最近一期")]
Uscc = Annotated[str, typer.Option("--enterprise", help="统一社会信用代码")]
Out = Annotated[Path, typer.Option("--out", help="写到哪个文件")]


def say(document: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    """Print what was done: one JSON document, or lines for people."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))


@contextmanager
def progress_bar(label: str, total: int, *, as_json: bool) -> Iterator[Report]:
    """Show on stderr how far a long job is, to whoever sits there; a pipe or a log gets nothing."""
    if not total or as_json or not sys.stderr.isatty():
        yield silent
        return
    with typer.progressbar(length=total, label=label, file=sys.stderr, show_pos=True) as bar:
        yield lambda done: bar.update(done - bar.pos)


def fail(message: str) -> NoReturn:
    """End with one line that says why and what to do."""
    typer.echo(message, err=True)
    sys.exit(NOT_DONE)


def read(file: Path) -> bytes:
    """Read a file that somebody named."""
    try:
        return file.read_bytes()
    except OSError as fault:
        message = f"读不了 {file}（{reason(fault)}）。请检查路径。"
        raise NotPossible(message) from fault


def write(out: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with written_whole(out) as file:
        file.write(content)


def now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


def today() -> date:
    """Tell the day in China."""
    return now().astimezone(SHANGHAI).date()
