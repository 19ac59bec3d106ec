"""Where files come from: paths, folders and zips, each file with its place below what was given."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from models.errors import NotPossible
from services.sources import Source, count_files, from_paths, from_upload
from tests.services.desk import form_of

FORM, SCAN, PICTURE = b"PK no real form", b"%PDF-1.4 scan", b"\x89PNG\r\n"


def test_a_folder_is_searched_and_files_are_named_by_their_path_below_it(tmp_path: Path) -> None:
    for name in ("b/c/2.xlsx", "1.xlsx", "b/1.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(FORM)

    assert _names(from_paths([tmp_path])) == ["1.xlsx", "b/1.xlsx", "b/c/2.xlsx"]
    assert _names(from_paths([tmp_path / "b" / "1.xlsx"])) == ["1.xlsx"]


def test_a_zip_is_opened_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "邮件").mkdir()
    (tmp_path / "邮件" / "pack.zip").write_bytes(_zip({"a/b.xlsx": FORM, "盖章.pdf": SCAN}))

    assert _names(from_paths([tmp_path])) == ["邮件/pack.zip!a/b.xlsx", "邮件/pack.zip!盖章.pdf"]


@pytest.mark.parametrize("name", ["pack.ZIP", "pack", "pack.dat"])
def test_a_zip_is_told_by_its_content(name: str) -> None:
    assert _names(from_upload(name, _zip({"b.xlsx": FORM}))) == [f"{name}!b.xlsx"]


def test_a_workbook_named_as_a_zip_is_one_file() -> None:
    assert _names(from_upload("自评表.zip", form_of())) == ["自评表.zip"]


def test_a_zip_named_as_a_workbook_is_one_file() -> None:
    assert _names(from_upload("自评表.xlsx", _zip({"b.xlsx": FORM}))) == ["自评表.xlsx"]


def test_a_damaged_zip_is_one_row_with_its_reason() -> None:
    [source] = from_upload("pack.zip", _zip({"b.xlsx": FORM * 100})[:-30])

    assert (source.file, source.issue and source.issue.code) == ("pack.zip", "ARCHIVE_UNREADABLE")


def test_an_empty_file_is_one_row() -> None:
    assert _names(from_upload("pack.zip", b"")) == ["pack.zip"]
    assert _names(from_upload("a.xlsx", b"")) == ["a.xlsx"]


def test_a_path_that_is_not_there_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(FORM)

    with pytest.raises(NotPossible, match=r"b\.xlsx"):
        from_paths([tmp_path / "a.xlsx", tmp_path / "b.xlsx"])


def test_a_file_that_cannot_be_read_has_its_row_and_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(FORM)
    (tmp_path / "a.xlsx").symlink_to(tmp_path / "gone.xlsx")

    first, second = from_paths([tmp_path])

    assert (first.file, first.content, first.issue and first.issue.code) == ("a.xlsx", b"", "FILE_UNREADABLE")
    assert (second.file, second.issue) == ("b.xlsx", None)


@pytest.mark.parametrize(
    ("name", "content", "attached"),
    [
        ("盖章.pdf", SCAN, True), ("盖章.PDF", SCAN, True), ("盖章", SCAN, True), ("照片.jpg", PICTURE, True),
        ("自评表.xlsx", SCAN, False), ("自评表.pdf", form_of(), False), ("盖章.pdf", b"", False),
    ],
)  # fmt: skip
def test_an_attachment_is_told_by_its_content_unless_it_is_named_as_a_workbook(name: str, content: bytes, attached: bool) -> None:
    assert Source(name, content).is_attachment is attached


def test_the_number_of_files_is_known_beforehand() -> None:
    assert count_files("pack.zip", _zip({"a/": b"", "a/1.xlsx": FORM, "2.xlsx": FORM})) == 2
    assert count_files("1.xlsx", form_of()) == 1
    assert count_files("pack.zip", b"PK\x03\x04 cut off") == 1


def _names(sources: Iterable[Source]) -> list[str]:
    return [source.file for source in sources]


def _zip(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()
