"""检查 finds what was damaged behind the program's back, and a backup brings it back."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.store import Store
from models.access import LOCAL_STAFF, Role, Viewer
from models.errors import NotPermitted
from services import fonts, settings
from services import receive as receiving
from services.backups import backups_in, nightly_backup, restore
from services.checks import check
from tests.services.desk import NOW, SECOND, Desk, PoolHere, form_of

VERSES = ("一", "二")


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an installation of the test's own its folder."""
    for name in ("DATABASE_URL", "BACKUP_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(receiving, "open_pool", PoolHere)
    return tmp_path / "var"


@pytest.fixture
def desk(var: Path) -> Iterator[Desk]:
    """Receive two forms."""
    store = settings.open_store()
    somebody = Desk(store)
    somebody.add_roster()
    somebody.add_period("2020")
    somebody.receive(("1.xlsx", form_of()), ("2.xlsx", form_of(SECOND, {"P1-03": "3分"})), now=NOW)
    yield somebody
    store.close()


def test_a_sound_installation_has_only_the_advice_to_make_a_backup(desk: Desk) -> None:
    assert _faults(desk.store) == {}
    assert "还没有备份" in check(desk.store, LOCAL_STAFF, now=NOW)[-1].advice


def test_a_backup_that_is_days_old_is_told(desk: Desk) -> None:
    nightly_backup(desk.store, LOCAL_STAFF, settings.backup_dir(), now=NOW)

    assert check(desk.store, LOCAL_STAFF, now=NOW)[-1].advice == ""
    assert [file.path.stat().st_mode & 0o077 for file in backups_in(settings.backup_dir())] == [0]
    assert "3 天前" in check(desk.store, LOCAL_STAFF, now=NOW + timedelta(days=3))[-1].advice


def test_a_missing_chinese_font_is_told_and_no_fault(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def told(*families: str) -> tuple[bool, str]:
        monkeypatch.setattr(fonts, "installed_families", lambda: frozenset(families))
        [one] = [one for one in check(desk.store, LOCAL_STAFF, now=NOW) if one.name == "中文字体"]
        return one.well, one.advice

    assert told("Noto Serif CJK SC", "Noto Sans CJK SC") == (True, "")
    well, advice = told("Noto Sans CJK SC", "DejaVu Sans")
    assert well
    assert advice.startswith("本机没有装方正小标宋简体、仿宋_GB2312、楷体_GB2312、宋体，")
    assert "微软雅黑" in told()[1]


def test_the_faces_of_this_machine_are_listed() -> None:
    assert "Noto Serif CJK SC" in (fonts.installed_families() or ())


def test_a_machine_that_keeps_no_list_of_faces_is_not_blamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert fonts.installed_families() is None
    assert fonts.font_advice() == ""


def test_a_kept_file_that_is_gone_or_changed_is_named(desk: Desk) -> None:
    first, second = desk.store.kept.digests()
    _path(desk.store, first).unlink()
    _path(desk.store, second).write_bytes(b"changed")

    [told] = _faults(desk.store).values()

    assert sorted(told) == sorted(
        [next(t for t in told if first[:12] in t and "找不到" in t), next(t for t in told if second[:12] in t and "已损坏" in t)]
    )


def test_a_score_changed_in_the_database_is_found(desk: Desk, var: Path) -> None:
    _behind_the_back(var, "DROP TRIGGER facts_no_update", "UPDATE facts SET p1_points = p1_points + 1 WHERE submission_id = 1")

    assert _faults(desk.store) == {"得分与等级一致": ("编号 1 的自评表，存下的得分与等级对不上。请从备份核对。",)}


def test_a_deed_taken_off_the_record_is_found(desk: Desk, var: Path) -> None:
    _behind_the_back(var, "DROP TRIGGER audit_no_delete", "DELETE FROM audit WHERE id = 2")

    [(name, [told])] = _faults(desk.store).items()
    assert name == "操作记录"
    assert "缺第 2 条" in told


def test_a_spoilt_page_is_found_and_the_backup_brings_everything_back(desk: Desk, var: Path) -> None:
    made, _ = nightly_backup(desk.store, LOCAL_STAFF, settings.backup_dir(), now=NOW)
    before = desk.tables()
    desk.store.close()
    _spoil(var / "store.sqlite")
    spoilt = settings.open_store()

    found = _faults(spoilt)
    spoilt.close()
    assert "已损坏" in found["数据库文件"][0]
    assert "用最近的备份恢复" in found["数据库文件"][0]

    for part in var.glob("store.sqlite*"):
        part.unlink()
    restore(made)
    again = settings.open_store()
    assert Desk(again).tables() == before
    assert _faults(again) == {}
    again.close()


def test_the_rotation_keeps_the_newest_and_nothing_of_anybody_else(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "nights"
    folder.mkdir()
    (folder / "backup-of-mine.zip").write_bytes(b"mine")

    for night in range(4):
        nightly_backup(desk.store, LOCAL_STAFF, folder, now=NOW + timedelta(days=night), keep=2)

    assert [file.made_at for file in backups_in(folder)] == [NOW + timedelta(days=3), NOW + timedelta(days=2)]
    assert (folder / "backup-of-mine.zip").exists()


def test_a_disk_that_fills_up_leaves_the_older_backups_and_no_half_one(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "nights"
    nightly_backup(desk.store, LOCAL_STAFF, folder, now=NOW, keep=1)
    monkeypatch.setattr("services.backups.write_backup", _full_disk)

    with pytest.raises(OSError, match="No space"):
        nightly_backup(desk.store, LOCAL_STAFF, folder, now=NOW + timedelta(days=1), keep=1)

    assert [path.name for path in folder.iterdir()] == [backups_in(folder)[0].path.name]
    assert backups_in(folder)[0].made_at == NOW


def test_only_an_administrator_looks_and_backs_up(desk: Desk, tmp_path: Path) -> None:
    reviewer = Viewer(name="审核 孙", role=Role.REVIEWER)

    with pytest.raises(NotPermitted):
        check(desk.store, reviewer, now=NOW)
    with pytest.raises(NotPermitted):
        nightly_backup(desk.store, reviewer, tmp_path, now=NOW)


def _faults(store: Store) -> dict[str, tuple[str, ...]]:
    return {one.name: one.faults for one in check(store, LOCAL_STAFF, now=NOW) if not one.well}


def _path(store: Store, digest: str) -> Path:
    return store.kept.folder / digest[:2] / digest


def _behind_the_back(var: Path, *statements: str) -> None:
    with sqlite3.connect(var / "store.sqlite") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def _spoil(file: Path) -> None:
    """Overwrite the page the facts lie on, as a failing disk does."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        [(size,)] = connection.execute("PRAGMA page_size")
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'facts'")
    connection.close()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\xa5" * size
    file.write_bytes(content)


def _full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")
