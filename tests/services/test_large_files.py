"""What is large but honest passes, and is not held in memory more often than it must be."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from data.reference_lists import load_reference_lists
from exchange.invented_uscc import invented_uscc
from exchange.jobs import read_roster_file
from exchange.roster_layout import TEMPLATE_COLUMNS
from models.access import LOCAL_STAFF
from services import receive as receiving
from services import sources as sources_of
from services.rosters import LIMITS
from services.sources import Source
from services.workers import WorkerPool
from tests.services.desk import NOW, Desk


def roster(rows: int) -> bytes:
    """Write a roster of so many enterprises, every column filled."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        sheet.write_row(0, 0, TEMPLATE_COLUMNS)
        for row in range(1, rows + 1):
            firm = [invented_uscc("32", row), f"苏南第{row}机床有限公司", f"苏南{row}", "江苏", "机床工具", 120 + row % 900, 8000 + row]
            sheet.write_row(row, 0, [*firm, "有自有产品", "省行业协会", f"张{row}", f"139{row:08}", f"a{row}@example.org", "应报"])
    return target.getvalue()


def test_a_roster_of_20_000_enterprises_is_read_within_the_memory_of_a_child() -> None:
    with WorkerPool(1, LIMITS, shared=load_reference_lists()) as pool:
        result = next(pool.map(read_roster_file, [(roster(20_000),)]))

    assert LIMITS.memory == 512 * 1024 * 1024
    assert result.value is not None, result
    assert (len(result.value.enterprises), result.value.issues) == (20_000, ())


def test_a_large_file_that_is_no_pack_and_no_scan_is_told_and_not_read(tmp_path: Path) -> None:
    with (tmp_path / "录像.mp4").open("wb") as film_file:
        film_file.truncate(600 * 1024 * 1024)
    (tmp_path / "说明.txt").write_bytes(b"text")

    film, text = sorted(sources_of.from_paths([tmp_path]), key=lambda source: source.file)

    assert (film.content, text.content, text.issue) == (b"", b"text", None)
    assert film.issue is not None
    assert "600 MB" in film.issue.message
    assert "20 MB" in film.issue.message


def test_no_more_large_files_are_held_than_one_transaction_and_the_two_next(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "BYTES_A_TRANSACTION", 1000)
    asked, received = [], []

    def sources() -> Iterator[Source]:
        for number in range(10):
            asked.append(number)
            yield Source(f"{number}.png", b"\x89PNG" + bytes([number]) * 396)

    receiving.receive(desk.store, LOCAL_STAFF, sources(), "2020", now=NOW, report=lambda done: received.append((len(asked), done)))

    assert [done for _, done in received] == [3, 6, 9, 10]
    # One transaction is being judged and one being read while the one before is stored.
    assert all(unpacked - done <= 2 * 3 for unpacked, done in received)
