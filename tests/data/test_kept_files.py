"""The kept bytes of what came in."""

import hashlib
from pathlib import Path

import pytest

from data.kept_files import KeptFiles
from models.errors import StoreFault

CONTENT = b"PK\x03\x04 a form"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_bytes_come_back_by_their_digest(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path / "kept")

    digest = kept.keep(CONTENT)

    assert digest == DIGEST
    assert kept.read(digest) == CONTENT
    assert (tmp_path / "kept" / DIGEST[:2] / DIGEST).read_bytes() == CONTENT


def test_the_same_bytes_are_kept_once_and_leave_nothing_beside_them(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path)

    kept.keep(CONTENT)
    kept.keep(CONTENT)

    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [DIGEST]


def test_bytes_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="找不到"):
        KeptFiles(tmp_path).read(DIGEST)


def test_bytes_that_rotted_are_told(tmp_path: Path) -> None:
    kept = KeptFiles(tmp_path)
    kept.keep(CONTENT)
    (tmp_path / DIGEST[:2] / DIGEST).write_bytes(CONTENT[:-1])

    with pytest.raises(StoreFault, match="已损坏"):
        kept.read(DIGEST)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()

    with pytest.raises(StoreFault, match="存不进"):
        KeptFiles(tmp_path / "kept").keep(CONTENT)
