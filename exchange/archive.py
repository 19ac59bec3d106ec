"""Takes a zip of files apart, one file at a time, zips inside it included."""

import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import BadZipFile, ZipFile, ZipInfo

from exchange.bounds import MEGABYTE
from exchange.file_kind import FOREIGN_ARCHIVES, FileKind, open_archive, recognise
from models.issue import Issue

_ENCRYPTED, _UTF8 = 0x0001, 0x0800
_STORED, _DEFLATED = 0, 8
_UNREADABLE = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive: `path` as `pack.zip!a/b.xlsx`; `content` is None where `issue` says why."""

    path: str
    content: bytes | None = None
    issue: Issue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveBounds:
    """How much one archive may hold, zips inside it counted: files, bytes unpacked, bytes a file, zips in zips.

    `ratio` bounds how much a file of more than a megabyte may grow: office files are packed already.
    """

    count: int = 5_000
    total: int = 2_048 * MEGABYTE
    member: int = 64 * MEGABYTE
    depth: int = 3
    ratio: int = 500


BOUNDS = ArchiveBounds()


def members(name: str, content: bytes, bounds: ArchiveBounds = BOUNDS) -> Iterator[Member]:
    """Yield the files of a zip one by one, each with its content or with the issue that kept it closed.

    Folders are skipped; an archive that cannot be opened, is empty or too large is one row itself.
    """
    yield from _Unpacking(bounds).members(name, content, 1)


class _Unpacking:
    """Counts what one upload has unpacked so far, over all zips in it."""

    def __init__(self, bounds: ArchiveBounds) -> None:
        self._bounds = bounds
        self._count = 0
        self._total = 0

    def members(self, path: str, content: bytes, depth: int) -> Iterator[Member]:
        if depth > self._bounds.depth:
            yield Member(path=path, issue=Issue(code="ARCHIVE_UNREADABLE", found=f"压缩包套了 {depth} 层"))
            return
        archive = open_archive(content)
        if archive is None:
            yield Member(path=path, issue=Issue(code="ARCHIVE_UNREADABLE", found="文件不完整或已损坏"))
            return
        with archive:
            yield from self._files(path, archive, depth)

    def _files(self, path: str, archive: ZipFile, depth: int) -> Iterator[Member]:
        files = [entry for entry in archive.infolist() if not entry.is_dir()]
        if not files:
            yield Member(path=path, issue=Issue(code="ARCHIVE_EMPTY"))
        elif self._count + len(files) > self._bounds.count:
            found = f"超过 {self._bounds.count} 个文件"
            yield Member(path=path, issue=Issue(code="ARCHIVE_TOO_LARGE", found=found))
        else:
            self._count += len(files)
            for entry in files:
                yield from self._member(f"{path}!{_readable_name(entry)}", archive, entry, depth)

    def _member(self, path: str, archive: ZipFile, entry: ZipInfo, depth: int) -> Iterator[Member]:
        issue = self._declared_fault(entry)
        content = None if issue else self._read(archive, entry)
        if issue or content is None:
            yield Member(path=path, issue=issue or Issue(code="FILE_TRUNCATED", found="在压缩包里已损坏"))
            return
        kind = recognise(content)
        if kind is FileKind.ARCHIVE:
            yield from self.members(path, content, depth + 1)
        elif kind in FOREIGN_ARCHIVES:
            yield Member(path=path, issue=Issue(code="ARCHIVE_UNREADABLE", found=f"是{kind.value}，不是 zip"))
        else:
            yield Member(path=path, content=content)

    def _declared_fault(self, entry: ZipInfo) -> Issue | None:
        if entry.flag_bits & _ENCRYPTED:
            return Issue(code="FILE_ENCRYPTED")
        if entry.compress_type not in (_STORED, _DEFLATED):
            return Issue(code="FILE_UNREADABLE", found="压缩包用了少见的压缩方法")
        if entry.file_size > self._bounds.member:
            limit = f"{self._bounds.member // MEGABYTE} MB"
            return Issue(code="FILE_TOO_LARGE", found=f"{entry.file_size / MEGABYTE:.0f} MB", details={"limit": limit})
        if entry.file_size > MEGABYTE and entry.file_size > self._bounds.ratio * entry.compress_size:
            return Issue(code="FILE_EXHAUSTING", found=f"解开后有 {entry.file_size // MEGABYTE} MB")
        if self._total + entry.file_size > self._bounds.total:
            return Issue(code="ARCHIVE_TOO_LARGE", found=f"解开后超过 {self._bounds.total // MEGABYTE} MB")
        return None

    def _read(self, archive: ZipFile, entry: ZipInfo) -> bytes | None:
        """Read one file, at most one byte more than was declared; None when it is damaged or lies."""
        try:
            with archive.open(entry) as stream:
                content = stream.read(entry.file_size + 1)
        except _UNREADABLE:
            return None
        self._total += len(content)
        return content if len(content) == entry.file_size else None


def _readable_name(entry: ZipInfo) -> str:
    """Decode a name as its program meant it, and make it a plain path below the archive."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        name = _guessed(name.encode("cp437"))
    name = "".join(letter for letter in unicodedata.normalize("NFC", name) if letter.isprintable())
    return "/".join(step for step in name.replace("\\", "/").split("/") if step not in {"", ".", ".."})


def _guessed(raw: bytes) -> str:
    """Decode a name without the UTF-8 mark: macOS writes UTF-8 there, Chinese Windows GBK."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")
