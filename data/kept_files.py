"""The bytes of every file that came in or went back, kept under their sha256 and never changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models.errors import StoreFault
from models.system_words import reason


class Kept(Protocol):
    """Where the bytes of the files rest: a folder, or an object store."""

    def keep(self, content: bytes) -> str:
        """Keep the bytes, once, whole; give their sha256."""

    def read(self, sha256: str) -> bytes:
        """Give the bytes back as they came; StoreFault when they are gone or changed."""

    def digests(self) -> Iterator[str]:
        """Give the sha256 of every file, in their order."""

    def __hash__(self) -> int:
        """Let what was worked out of a place be remembered under it."""


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """A folder of files named by their content: `ab/abcdef…`."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Keep the bytes, once, safe against a stop at any moment; give their sha256."""
        digest = hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_whole(path, content)
            except OSError as fault:
                raise StoreFault(f"文件存不进 {self.folder}（{reason(fault)}）。请检查磁盘空间和文件夹权限。") from fault
        return digest

    def read(self, sha256: str) -> bytes:
        """Give the bytes back as they came."""
        try:
            content = self._path(sha256).read_bytes()
        except OSError as fault:
            raise StoreFault(f"保存的原文件 {sha256[:12]}… 找不到了（{reason(fault)}）。请从备份恢复 {self.folder}。") from fault
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreFault(f"保存的原文件 {sha256[:12]}… 已损坏。请从备份恢复 {self.folder}。")
        return content

    def digests(self) -> Iterator[str]:
        """Give the sha256 of every file, in their order."""
        return (path.name for path in sorted(self.folder.glob("??/*")) if not path.name.startswith("."))

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside the place and move there, so that nobody ever sees half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make the new name survive a power loss; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
