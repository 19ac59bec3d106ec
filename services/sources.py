"""The files of one intake, one at a time: paths, folders, zips and uploads alike."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from exchange.archive import BOUNDS, members
from exchange.bounds import FORM, MEGABYTE
from exchange.file_kind import ATTACHMENTS, FileKind, open_archive, recognise
from models.errors import NotPossible
from models.issue import Issue
from models.system_words import reason

# Under these names a PDF or a zip is a mistake to be told, not a scan or a pack.
SPREADSHEET_NAMES = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv"})

# A file is read whole, so a larger one, a film in the folder perhaps, is told and left alone.
LARGEST = BOUNDS.total

# What Windows, macOS, Office and WPS leave beside files; ~$ and .~ are the marks of a workbook that was open.
LITTER_NAMES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini", "ehthumbs.db"})
LITTER_STARTS = ("~$", ".~", "._")
_WORKBOOKS = frozenset({FileKind.WORKBOOK, FileKind.OLD_EXCEL, FileKind.OPEN_DOCUMENT})


class Source(NamedTuple):
    """One file to receive: its path as shown, and its bytes or the reason there are none."""

    file: str
    content: bytes
    issue: Issue | None = None

    @property
    def is_attachment(self) -> bool:
        """Say whether this is a stamped PDF or a picture, and meant to be one."""
        return not _named_spreadsheet(self.file) and recognise(self.content) in ATTACHMENTS


def from_paths(paths: Iterable[Path]) -> Iterator[Source]:
    """Read files and folders; a folder is searched, and a file is named by its path below the argument.

    Raises NotPossible for a path that is not there, before anything is read.
    """
    given = tuple(paths)
    for path in given:
        if not path.exists():
            message = f"找不到 {path}。请检查路径。"
            raise NotPossible(message)
        if path.is_dir() and not any(names for _, _, names in os.walk(path)):
            message = f"文件夹 {path} 里没有文件。请检查路径。"
            raise NotPossible(message)
    return (source for path in given for source in _below(path))


def from_upload(name: str, content: bytes) -> Iterator[Source]:
    """Take one file, opened if it is a zip of files."""
    if _is_pack(name, content):
        for member in members(name, content):
            yield _source(member.path, member.content or b"", member.issue)
    else:
        yield _source(name, content)


def count_files(name: str, content: bytes) -> int:
    """Guess how many files an upload holds, for a progress bar: a zip's entries, else one."""
    archive = open_archive(content) if _is_pack(name, content) else None
    return max(1, sum(not entry.is_dir() for entry in archive.infolist())) if archive else 1


def _below(path: Path) -> Iterator[Source]:
    closed: list[OSError] = []
    inside = (Path(folder) / name for folder, _, names in os.walk(path, onerror=closed.append) for name in names)
    found = sorted(inside) if path.is_dir() else [path]
    for file in found:
        yield from _from_disk(file, file.relative_to(path).as_posix() if path.is_dir() else file.name)
    for fault in closed:
        yield _unreadable(Path(str(fault.filename)).relative_to(path).as_posix(), fault)


def _from_disk(file: Path, name: str) -> Iterator[Source]:
    """Read one file, unless it is far too large to be a form, a pack or a scan."""
    try:
        size = file.stat().st_size
        if size > (LARGEST if _may_be_large(file) else FORM.size):
            yield _too_large(name, size, LARGEST if _may_be_large(file) else FORM.size)
            return
        content = file.read_bytes()
    except OSError as fault:
        yield _unreadable(name, fault)
    else:
        yield from from_upload(name, content)


def _may_be_large(file: Path) -> bool:
    """Tell a zip, a PDF or a picture by its first bytes: a pack of forms may be large, and so may a scan."""
    with file.open("rb") as opened:
        head = opened.read(4096)
    return head.startswith(b"PK") or recognise(head) in ATTACHMENTS


def _unreadable(name: str, fault: OSError) -> Source:
    return Source(name, b"", Issue(code="FILE_UNREADABLE", found=reason(fault)))


def _too_large(name: str, size: int, limit: int) -> Source:
    return Source(name, b"", Issue(code="FILE_TOO_LARGE", found=_megabytes(size), details={"limit": _megabytes(limit)}))


def _megabytes(size: int) -> str:
    return f"{size // MEGABYTE} MB"


def _source(file: str, content: bytes, issue: Issue | None = None) -> Source:
    """Take one file; what a system leaves beside files is told from its name, as long as it is no workbook."""
    *folders, name = re.split(r"[/!]", file)
    litter = name in LITTER_NAMES or name.startswith(LITTER_STARTS) or "__MACOSX" in folders
    if litter and recognise(content) not in _WORKBOOKS:
        return Source(file, b"", Issue(code="FILE_LITTER", found=name))
    if len(content) > FORM.size and recognise(content) not in ATTACHMENTS:
        return _too_large(file, len(content), FORM.size)
    return Source(file, content, issue)


def _is_pack(name: str, content: bytes) -> bool:
    """Tell a zip of files by its content; a damaged one only its name can tell."""
    kind = recognise(content)
    damaged = kind is FileKind.CUT_OFF and Path(name).suffix.lower() == ".zip"
    return damaged or (kind is FileKind.ARCHIVE and not _named_spreadsheet(name))


def _named_spreadsheet(name: str) -> bool:
    return Path(name).suffix.lower() in SPREADSHEET_NAMES
