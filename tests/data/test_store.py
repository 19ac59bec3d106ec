"""The store as a whole: opened, upgraded, shared by processes, written all or nothing."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.periods import add_period, periods
from data.store import Store
from data.submissions import add_submissions, history
from models.errors import StoreFault
from tests.data.makers import FIRST, NOW, STAFF, form, period, prepare

ROOT = Path(__file__).parents[2]


def test_what_was_written_is_there_when_the_store_is_opened_again(url: str, tmp_path: Path) -> None:
    first = Store.open(url, tmp_path / "var")
    with first.writing() as connection:
        add_period(connection, STAFF, period(), NOW)
    first.close()

    again = Store.open(url, tmp_path / "var")
    with again.reading() as connection:
        found = periods(connection, STAFF)
    again.close()

    assert found == (period(),)


def test_processes_that_start_at_once_make_one_store(url: str, tmp_path: Path) -> None:
    script = "import sys, pathlib; from data.store import Store; print(Store.open(sys.argv[1], pathlib.Path(sys.argv[2])).version())"
    command = [sys.executable, "-c", script, url, str(tmp_path / "var")]

    started = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=60) for process in started]

    assert [process.returncode for process in started] == [0, 0, 0], said


def test_threads_that_open_at_once_make_one_store(url: str, tmp_path: Path) -> None:
    opened: list[Store] = []
    threads = [threading.Thread(target=lambda: opened.append(Store.open(url, tmp_path / "var"))) for _ in range(3)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(opened) == 3
    for store in opened:
        store.close()


def test_a_store_of_a_newer_program_is_left_alone(store: Store, url: str, tmp_path: Path) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreFault, match=r"9999.*请升级程序"):
        Store.open(url, tmp_path / "var")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://nobody@127.0.0.1:1/nothing", "数据库用不了"),
        ("mysql://localhost/x", "DATABASE_URL 看不懂"),
        ("nonsense", "DATABASE_URL 看不懂"),
        ("sqlite://", "没有数据库文件"),
    ],
)
def test_a_store_out_of_reach_is_told_in_one_sentence(address: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match=said) as fault:
        Store.open(address, tmp_path)

    assert "\n" not in str(fault.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"PK\x03\x04 not a database" * 100)

    with pytest.raises(StoreFault, match="不是数据库"):
        Store.open(f"sqlite:///{tmp_path / 'store.db'}", tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreFault, match="文件夹"):
        Store.open(f"sqlite:///{tmp_path / 'file' / 'store.db'}", tmp_path)


def test_a_write_that_fails_midway_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        add_period(connection, STAFF, period(), NOW)
        _ = 1 / 0

    with store.reading() as connection:
        assert periods(connection, STAFF) == ()


def test_a_rehearsal_leaves_nothing(store: Store) -> None:
    before = store.version()

    with store.writing(rehearsal=True) as connection:
        add_period(connection, STAFF, period(), NOW)
        seen = periods(connection, STAFF)

    assert seen == (period(),)
    assert store.version() == before
    with store.reading() as connection:
        assert periods(connection, STAFF) == ()


def test_a_reading_connection_cannot_write(store: Store) -> None:
    with pytest.raises((StoreFault, DBAPIError)), store.reading() as connection:
        connection.execute(text("UPDATE head SET mark = 'x'"))


def test_a_pooled_connection_writes_again_after_it_has_read(store: Store) -> None:
    with store.reading() as connection:
        periods(connection, STAFF)

    with store.writing() as connection:
        add_period(connection, STAFF, period(), NOW)

    with store.reading() as connection:
        assert periods(connection, STAFF) == (period(),)


def test_a_reader_sees_one_moment_of_the_store(store: Store) -> None:
    with store.reading() as reader:
        before = periods(reader, STAFF)
        with store.writing() as writer:
            add_period(writer, STAFF, period(), NOW)
        during = periods(reader, STAFF)

    assert before == during == ()


def test_the_version_changes_with_what_another_process_commits(store: Store, url: str, tmp_path: Path) -> None:
    other = Store.open(url, tmp_path / "var")
    before = store.version()
    unchanged = store.version()

    with other.writing() as connection:
        add_period(connection, STAFF, period(), NOW)
    after = store.version()
    other.close()

    assert unchanged == before
    assert after != before


def test_two_writers_stand_in_a_queue_and_number_their_revisions_one_after_the_other(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
    written: list[tuple[int, int]] = []

    def write_second() -> None:
        with store.writing() as connection:
            written.extend(add_submissions(connection, STAFF, [form()]))

    with store.writing() as connection:
        written.extend(add_submissions(connection, STAFF, [form()]))
        second = threading.Thread(target=write_second)
        second.start()
        second.join(timeout=0.3)
        waited = second.is_alive()
    second.join(timeout=30)

    with store.reading() as connection:
        stored = history(connection, STAFF, "2020", FIRST)
    assert waited
    assert [(receipt.id, receipt.revision) for receipt in stored] == written
    assert [revision for _, revision in written] == [1, 2]


def test_many_writers_at_once_lose_nothing(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)

    def write() -> None:
        for _ in range(5):
            with store.writing() as connection:
                add_submissions(connection, STAFF, [form()])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    with store.reading() as connection:
        assert [receipt.revision for receipt in history(connection, STAFF, "2020", FIRST)] == list(range(1, 21))


def test_sqlite_is_durable_and_lets_readers_work_beside_the_writer(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.db'}", tmp_path)

    with store.reading() as connection:
        settings = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in PRAGMAS}
    store.close()

    assert settings == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}
