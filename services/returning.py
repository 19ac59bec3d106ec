"""Returning: the enterprise's own workbook, annotated; made in the workers, because the file is a foreign one."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from data.store import Store
from exchange.annotate import annotate
from models.issue import Issue
from models.submission import IntakeFile, Outcome
from services.whole_file import written_whole
from services.workers import WorkerPool

NOTE = "请按下表逐条修改，改好后保存，把这个文件再发回来即可，不必重填。"


def returned(files: Iterable[IntakeFile]) -> list[IntakeFile]:
    """Keep the files that go back to their enterprises."""
    return [file for file in files if file.outcome is Outcome.RETURNED]


def annotated(store: Store, files: Sequence[IntakeFile]) -> Iterator[tuple[IntakeFile, bytes | None]]:
    """Annotate stored files with their issues; None where a file cannot be rewritten."""
    with WorkerPool() as pool:
        jobs = ((store.kept.read(str(file.sha256)), file.issues) for file in files)
        for file, result in zip(files, pool.map(_annotate, jobs), strict=True):
            yield file, result.value if result.failure is None else None


def write_returned(store: Store, files: Sequence[IntakeFile], folder: Path) -> dict[str, str]:
    """Write the annotated file of each returned form into a folder; give its path by the file received."""
    paths: dict[str, str] = {}
    for file, content in annotated(store, returned(files)):
        if content is not None:
            path = folder / returned_name(file)
            with written_whole(path) as out:
                out.write(content)
            paths[file.file] = str(path)
    return paths


def returned_name(file: IntakeFile) -> str:
    """Name an annotated file by code, enterprise and revision."""
    return f"{file.uscc}_{file.enterprise}_第{file.revision}版_退回修改.xlsx"


def _annotate(shared: object, content: bytes, issues: tuple[Issue, ...]) -> bytes:  # noqa: ARG001 - every job is handed it
    return annotate(content, issues, note=NOTE)
