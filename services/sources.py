"""The files of one intake, one at a time: paths, folders, zips and uploads alike."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from exchange.archive import members
from models.errors import NotPossible
from models.issue import Issue

ATTACHMENT_MARKS = {
    ".pdf": (b"%PDF",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG",),
    ".tif": (b"II*\0", b"MM\0*"),
    ".tiff": (b"II*\0", b"MM\0*"),
    ".bmp": (b"BM",),
}
ZIP_MARK = b"PK\x03\x04"


class Source(NamedTuple):
    """One file to receive: its path as shown, and its bytes or the reason there are none."""

    file: str
    content: bytes
    issue: Issue | None = None

    @property
    def is_attachment(self) -> bool:
        """Say whether this is a stamped PDF or a picture, by name and content together."""
        return self.content.startswith(ATTACHMENT_MARKS.get(Path(self.file).suffix.lower(), ()))


def from_paths(paths: Iterable[Path]) -> Iterator[Source]:
    """Read files and folders; a folder is searched, and a file is named by its path below the argument."""
    for path in paths:
        if not path.exists():
            message = f"找不到 {path}。请检查路径。"
            raise NotPossible(message)
        found = sorted(below for below in path.rglob("*") if below.is_file()) if path.is_dir() else [path]
        for file in found:
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            yield from from_upload(name, file.read_bytes())


def from_upload(name: str, content: bytes) -> Iterator[Source]:
    """Take one file, opened if it is a zip of files."""
    if Path(name).suffix.lower() == ".zip" and content:
        for member in members(name, content):
            yield Source(member.path, member.content or b"", member.issue)
    else:
        yield Source(name, content)


def count_files(name: str, content: bytes) -> int:
    """Guess how many files an upload holds, for a progress bar: a zip's entries, else one."""
    if Path(name).suffix.lower() != ".zip":
        return 1
    try:
        with ZipFile(BytesIO(content)) as archive:
            return max(1, sum(not entry.is_dir() for entry in archive.infolist()))
    except (BadZipFile, OSError):
        return 1
