"""下载原件: what an enterprise sent as it came, under its own name and as the kind of file it is."""

import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from data import submissions
from data.kept_files import Kept
from data.store import Store
from exchange.file_kind import FileKind, recognise
from models.access import Viewer
from models.errors import StoreFault
from models.submission import Receipt, Submission
from services.exports import XLSX
from services.sources import SPREADSHEET_NAMES


class Label(NamedTuple):
    """What a browser is told of a file: its name and its MIME type."""

    name: str
    mime: str


class _Kind(NamedTuple):
    """How a kind of file is told to a browser, and the endings it may have, the usual one first."""

    mime: str
    endings: tuple[str, ...]


_KINDS = {
    FileKind.WORKBOOK: _Kind(XLSX, (".xlsx",)),
    FileKind.OLD_EXCEL: _Kind("application/vnd.ms-excel", (".xls", ".et")),
    FileKind.OPEN_DOCUMENT: _Kind("application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
}
_ANY = "application/octet-stream"


def own_name(file: str) -> str:
    """Give the name of a file without the folders and archives it came in."""
    return re.split(r"[/!]", file)[-1]


def label_of(store: Store, form: Receipt | Submission) -> Label:
    """Name a stored form by what its bytes are: an xlsx that was sent as .xls would not open under that name."""
    name = own_name(form.file_name)
    try:
        kind = _KINDS.get(_kind(store.kept, form.sha256))
    except StoreFault:
        # Told when somebody asks for the bytes; the page is shown all the same.
        kind = None
    if kind is None:
        return Label(name, _ANY)
    ending = PurePosixPath(name).suffix
    if ending.lower() in kind.endings:
        return Label(name, kind.mime)
    stem = name.removesuffix(ending) if ending.lower() in SPREADSHEET_NAMES else name
    return Label(stem + kind.endings[0], kind.mime)


def original(store: Store, viewer: Viewer, submission_id: int) -> tuple[Label, bytes]:
    """Give a stored form as it came: how it is called, and its bytes."""
    with store.reading() as connection:
        form = submissions.submission(connection, viewer, submission_id)
    return label_of(store, form), store.kept.read(form.sha256)


@lru_cache(maxsize=4096)
def _kind(kept: Kept, sha256: str) -> FileKind:
    """Tell the kind of kept bytes, which never change."""
    return recognise(kept.read(sha256))
