"""Returning: the enterprise's own workbook, annotated; made in the workers, because the file is a foreign one."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from data import batches, periods, rosters, submissions
from data.editions import digest, edition_path, load_edition
from data.store import Store
from exchange.jobs import annotate_form, build_fresh_form
from models.access import Viewer
from models.submission import IntakeFile, Outcome
from services.pack import assessment_of
from services.pools import open_pool
from services.whole_file import apart, safe_name, written_whole

NOTE = "请按下表逐条修改，改好后保存，把这个文件再发回来即可，不必重填。"
_CARRIED = (
    "您在“自评表”“企业信息”“亮点与故事”里填的都转过来了；统一社会信用代码、报告期和清单版本按本期花名册写。"
    "没有转过来的只有：读不出来的格子、清单以外的行、写在表格外的文字、批注和图片，需要的请从您的原文件抄。"
    "请按下表逐条修改，改好后把这个文件发回来。"
)
OTHER_KIND_NOTE = f"您发来的是 .xls 或 .ods 文件，不能在原文件上标注，这是一份 .xlsx 新表。{_CARRIED}"
FRESH_NOTE = f"您的原文件无法直接标注，这是一份新表。{_CARRIED}"


def returned(files: Iterable[IntakeFile]) -> list[IntakeFile]:
    """Keep the files that go back to their enterprises."""
    return [file for file in files if file.outcome is Outcome.RETURNED]


def annotated(store: Store, viewer: Viewer, files: Sequence[IntakeFile]) -> Iterator[tuple[IntakeFile, bytes]]:
    """Annotate returned files with their issues; one that cannot be rewritten becomes a fresh form with its answers.

    That is an xls or ods, which nothing here can write without loss, or a workbook openpyxl fails at; the note says so.
    Where even the fresh form fails, the file is given as it came.
    """
    with open_pool(NOTE) as pool:
        jobs = ((store.kept.read(str(file.sha256)), file.issues) for file in files)
        for file, result in zip(files, pool.map(annotate_form, jobs), strict=True):
            content = result.value
            if content is None:
                values = _fresh_values(store, viewer, file, FRESH_NOTE if result.failure else OTHER_KIND_NOTE)
                [fresh] = pool.map(build_fresh_form, [(values,)])
                content = fresh.value
            yield file, store.kept.read(str(file.sha256)) if content is None else content


def write_returned(store: Store, viewer: Viewer, files: Sequence[IntakeFile], folder: Path) -> dict[str, str]:
    """Write the annotated file of each returned form into a folder; give its path by the sha256 of the file received.

    One that was returned before and came once more is written again: its file may have got lost.
    """
    paths: dict[str, str] = {}
    for file, name, content in named(annotated(store, viewer, [*returned(files), *_returned_before(store, viewer, files)])):
        with written_whole(folder / name) as out:
            out.write(content)
        paths[str(file.sha256)] = str(folder / name)
    return paths


def named(files: Iterable[tuple[IntakeFile, bytes]]) -> Iterator[tuple[IntakeFile, str, bytes]]:
    """Name what goes back, each file differently; one that goes back as it came says so and keeps its ending."""
    taken: set[str] = set()
    for file, content in files:
        name = returned_name(file) if _is_marked(file, content) else _unmarked_name(file)
        yield file, apart(name, taken), content


def returned_name(file: IntakeFile) -> str:
    """Name an annotated file by code, enterprise and revision."""
    return f"{file.uscc}_{safe_name(file.enterprise or '')}_第{file.revision}版_退回修改.xlsx"


def _returned_before(store: Store, viewer: Viewer, files: Sequence[IntakeFile]) -> list[IntakeFile]:
    """Find the rows with which duplicates of forms that did not pass were first received, each content once."""
    now = {file.sha256 for file in returned(files)}
    again = {
        str(file.sha256): file.submission_id
        for file in files
        if file.outcome is Outcome.DUPLICATE and file.submission_id is not None and file.sha256 not in now
    }
    if not again:
        return []
    with store.reading() as connection:
        period = submissions.submission(connection, viewer, next(iter(again.values()))).period
        receipts = submissions.by_digest(connection, viewer, period, again)
        failed = [receipt.id for receipt in receipts.values() if not receipt.passed]
        return [batches.files_of(connection, viewer, number)[0] for number in failed]


def _is_marked(file: IntakeFile, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() != file.sha256


def _unmarked_name(file: IntakeFile) -> str:
    """Name a file that goes back as it came, with the ending it had."""
    return f"{file.uscc}_{safe_name(file.enterprise or '')}_第{file.revision}版_退回修改（未标注）{safe_name(Path(file.file).suffix)}"


def _fresh_values(store: Store, viewer: Viewer, file: IntakeFile, note: str) -> dict[str, Any]:
    """Gather what the form is built anew from: what was read of it."""
    with store.reading() as connection:
        form = submissions.submission(connection, viewer, int(file.submission_id or 0))
        period = periods.period_named(connection, viewer, form.period)
        enterprise = rosters.entry(connection, viewer, form.period, form.uscc)
    catalogue = load_edition(period.edition)
    return {
        "catalogue": catalogue,
        "enterprise": enterprise,
        "period": period,
        "assessment": assessment_of(form, catalogue),
        "issues": file.issues,
        "content": store.kept.read(form.sha256),
        "issued_on": form.received_on,
        "digest": digest(edition_path(period.edition)),
        "note": note,
    }
