"""Returning: the enterprise's own workbook, annotated; made in the workers, because the file is a foreign one."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from data import periods, rosters, submissions
from data.editions import digest, edition_path, load_edition
from data.store import Store
from exchange.fresh_form import fresh_form
from exchange.jobs import annotate_form
from models.access import Viewer
from models.submission import IntakeFile, Outcome
from services.pack import assessment_of
from services.whole_file import safe_name, written_whole
from services.workers import WorkerPool

NOTE = "请按下表逐条修改，改好后保存，把这个文件再发回来即可，不必重填。"
OTHER_KIND_NOTE = "您发来的是 .xls 或 .ods 文件，不能在原文件上标注。这是一份 .xlsx 新表，已填好的等级和文字都转过来了。请按下表逐条修改，改好后把这个文件发回来。"
FRESH_NOTE = "您的原文件无法直接标注，这是一份新表，已填好的内容都转过来了。请按下表逐条修改，改好后把这个文件发回来。"


def returned(files: Iterable[IntakeFile]) -> list[IntakeFile]:
    """Keep the files that go back to their enterprises."""
    return [file for file in files if file.outcome is Outcome.RETURNED]


def annotated(store: Store, viewer: Viewer, files: Sequence[IntakeFile]) -> Iterator[tuple[IntakeFile, bytes]]:
    """Annotate returned files with their issues; one that cannot be rewritten becomes a fresh form with its answers.

    That is an xls or ods, which nothing here can write without loss, or a workbook openpyxl fails at; the note says so.
    """
    with WorkerPool(shared=NOTE) as pool:
        jobs = ((store.kept.read(str(file.sha256)), file.issues) for file in files)
        for file, result in zip(files, pool.map(annotate_form, jobs), strict=True):
            yield file, result.value or _fresh(store, viewer, file, FRESH_NOTE if result.failure else OTHER_KIND_NOTE)


def write_returned(store: Store, viewer: Viewer, files: Sequence[IntakeFile], folder: Path) -> dict[str, str]:
    """Write the annotated file of each returned form into a folder; give its path by the sha256 of the file received."""
    paths: dict[str, str] = {}
    for file, content in annotated(store, viewer, returned(files)):
        path = folder / returned_name(file)
        with written_whole(path) as out:
            out.write(content)
        paths[str(file.sha256)] = str(path)
    return paths


def returned_name(file: IntakeFile) -> str:
    """Name an annotated file by code, enterprise and revision."""
    return f"{file.uscc}_{safe_name(file.enterprise or '')}_第{file.revision}版_退回修改.xlsx"


def _fresh(store: Store, viewer: Viewer, file: IntakeFile, note: str) -> bytes:
    """Build the form anew from what was read of it."""
    with store.reading() as connection:
        form = submissions.submission(connection, viewer, int(file.submission_id or 0))
        period = periods.period_named(connection, viewer, form.period)
        enterprise = rosters.roster(connection, viewer, form.period)[form.uscc]
    return fresh_form(
        load_edition(period.edition),
        enterprise,
        period,
        assessment_of(form, load_edition(period.edition)),
        file.issues,
        issued_on=form.received_on,
        digest=digest(edition_path(period.edition)),
        note=note,
    )
