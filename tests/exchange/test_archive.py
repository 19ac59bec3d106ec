"""How zips of files are taken apart: every file has its row, whatever it is called and whatever is wrong with it."""

import io
import struct
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from exchange.archive import BOUNDS, ArchiveBounds, Member, members
from tests.exchange import hostile

MEGABYTE = 1024 * 1024


def packed(*files: tuple[str | bytes, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files; a name given as bytes is written so, without the UTF-8 mark."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for number, (name, data) in enumerate(files):
            archive.writestr(name if isinstance(name, str) else f"{number:0{len(name)}}", data)
    content = target.getvalue()
    for number, (name, _) in enumerate(files):
        if isinstance(name, bytes):
            content = content.replace(f"{number:0{len(name)}}".encode(), name)
    return content


def rows(content: bytes, bounds: ArchiveBounds = BOUNDS) -> list[tuple[str, str | None]]:
    """List path and code of each row."""
    return [(member.path, member.issue.code if member.issue else None) for member in members("pack.zip", content, bounds)]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_name_without_the_mark_is_read_as_its_program_meant_it(encoding: str) -> None:
    content = packed(("华东/恒岳机床.xlsx".encode(encoding), b"PK"))

    assert rows(content) == [("pack.zip!华东/恒岳机床.xlsx", None)]


def test_a_name_with_the_mark_is_read_as_utf_8() -> None:
    assert rows(packed(("华东/恒岳机床.xlsx", b"x"))) == [("pack.zip!华东/恒岳机床.xlsx", None)]


@pytest.mark.parametrize("name", ["..\\..\\a\\b.xlsx", "/a/b.xlsx", "./a//b.xlsx", "../a/b.xlsx", "a/\u202eb.xlsx"])
def test_a_path_stays_below_the_archive(name: str) -> None:
    assert rows(packed((name, b"x"))) == [("pack.zip!a/b.xlsx", None)]


def test_folders_are_skipped_and_workbooks_are_not_unpacked() -> None:
    content = packed(("a/", b""), ("a/b.xlsx", hostile.valid()))

    found = list(members("pack.zip", content))

    assert found == [Member(path="pack.zip!a/b.xlsx", content=hostile.valid())]


def test_a_zip_in_a_zip_is_unpacked_whatever_it_is_called() -> None:
    inner = packed(("乙.xlsx", hostile.valid()))

    assert rows(packed(("甲.zip", inner), ("丙.xlsx", inner))) == [
        ("pack.zip!甲.zip!乙.xlsx", None),
        ("pack.zip!丙.xlsx!乙.xlsx", None),
    ]


def test_the_fourth_zip_in_a_zip_stays_closed() -> None:
    assert rows(hostile.nested_zip(3)) == [("pack.zip!2.zip!1.zip!a.xlsx", None)]
    assert rows(hostile.nested_zip(12)) == [("pack.zip!11.zip!10.zip!9.zip", "ARCHIVE_UNREADABLE")]


def test_an_empty_archive_has_one_row() -> None:
    assert rows(packed()) == [("pack.zip", "ARCHIVE_EMPTY")]
    assert rows(packed(("a/", b""))) == [("pack.zip", "ARCHIVE_EMPTY")]


def test_a_damaged_archive_has_one_row() -> None:
    assert rows(packed(("a.xlsx", b"x"))[:-30]) == [("pack.zip", "ARCHIVE_UNREADABLE")]
    assert rows(b"Rar!") == [("pack.zip", "ARCHIVE_UNREADABLE")]


def test_a_rar_in_a_zip_is_named() -> None:
    found = list(members("pack.zip", packed(("a.rar", b"Rar!\x1a\x07\x00"))))

    assert found[0].issue is not None
    assert "RAR" in found[0].issue.message


def test_a_damaged_member_costs_only_itself() -> None:
    content = packed(("a.xlsx", b"first " * 50), ("b.xlsx", b"second"), method=zipfile.ZIP_STORED).replace(b"first", b"worst", 1)

    assert rows(content) == [("pack.zip!a.xlsx", "FILE_TRUNCATED"), ("pack.zip!b.xlsx", None)]


def test_a_member_with_a_password_costs_only_itself() -> None:
    content = bytearray(packed(("a.xlsx", b"first"), ("b.xlsx", b"second")))
    content[content.find(b"PK\x01\x02") + 8] |= 1

    assert rows(bytes(content)) == [("pack.zip!a.xlsx", "FILE_ENCRYPTED"), ("pack.zip!b.xlsx", None)]


def test_a_member_packed_in_a_rare_way_costs_only_itself() -> None:
    target = io.BytesIO(packed(("a.xlsx", b"first")))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("b.xlsx", b"second")

    assert rows(target.getvalue()) == [("pack.zip!a.xlsx", None), ("pack.zip!b.xlsx", "FILE_UNREADABLE")]


def test_a_member_too_large_is_not_unpacked() -> None:
    content = packed(("a.bin", bytes(2 * MEGABYTE)), ("b.xlsx", b"x"))

    assert rows(content, replace(BOUNDS, member=MEGABYTE)) == [("pack.zip!a.bin", "FILE_TOO_LARGE"), ("pack.zip!b.xlsx", None)]
    assert rows(content) == [("pack.zip!a.bin", "FILE_EXHAUSTING"), ("pack.zip!b.xlsx", None)]


def test_a_member_that_lies_about_its_size_is_read_no_further_than_it_says() -> None:
    content = packed(("a.bin", bytes(50 * MEGABYTE)), ("b.xlsx", b"x"))
    place = content.find(b"PK\x01\x02") + 24
    content = content[:place] + struct.pack("<L", 1000) + content[place + 4 :]

    tracemalloc.start()
    found = rows(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == [("pack.zip!a.bin", "FILE_TRUNCATED"), ("pack.zip!b.xlsx", None)]
    assert peak < 5 * MEGABYTE


def test_bytes_are_counted_over_zips_in_zips() -> None:
    inner = packed(("a", b"x" * 600), ("b", b"x" * 600), method=zipfile.ZIP_STORED)

    found = rows(packed(("i.zip", inner), method=zipfile.ZIP_STORED), replace(BOUNDS, total=len(inner) + 1000))

    assert found == [("pack.zip!i.zip!a", None), ("pack.zip!i.zip!b", "ARCHIVE_TOO_LARGE")]


def test_too_many_files_are_one_row() -> None:
    content = packed(*((f"{number}", b"") for number in range(11)))

    assert rows(content, replace(BOUNDS, count=10)) == [("pack.zip", "ARCHIVE_TOO_LARGE")]
    assert len(rows(content, replace(BOUNDS, count=11))) == 11


def test_members_are_unpacked_one_at_a_time() -> None:
    content = packed(*((f"{number}.bin", bytes(range(256)) * 8 * 1024) for number in range(8)))

    tracemalloc.start()
    paths = [member.path for member in members("pack.zip", content)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(paths) == 8
    assert peak < 10 * MEGABYTE
