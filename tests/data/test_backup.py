"""A backup holds everything, and brings it back on either engine."""

import io
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from data import audit, schema
from data.backup import contents, restore_backup, write_backup
from data.store import Store
from data.submissions import add_submissions, forms
from data.withdrawals import add_withdrawals
from models.assessment import Field
from models.errors import NotPossible, StoreFault
from models.story import Story
from models.submission import Places, WithdrawalKind
from tests.data.makers import FIRST, NOW, SECOND, STAFF, enterprise_viewer, form, prepare

TEXTS = {"P1-01": {Field.NOTE: "体系、说明\n第二行 “引号”"}}


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path, url: str) -> str:
    """Give an empty database on the other engine than the store's."""
    if url.startswith("sqlite"):
        address: str = request.getfixturevalue("postgres_url")
        return address
    return f"sqlite:///{tmp_path / 'other' / 'store.sqlite'}"


def test_a_store_moves_to_the_other_engine_row_for_row_and_byte_for_byte(store: Store, elsewhere: str, tmp_path: Path) -> None:
    _fill(store)

    made = write_backup(store, backup := io.BytesIO(), NOW)
    restored = restore_backup(backup, elsewhere, tmp_path / "moved")

    other = Store.open(elsewhere, tmp_path / "moved")
    assert restored == made
    assert _everything(other) == _everything(store)
    assert [other.kept.read(digest) for digest in other.kept.digests()] == [store.kept.read(digest) for digest in store.kept.digests()]
    other.close()


def test_work_goes_on_in_the_restored_store_where_it_stopped(store: Store, elsewhere: str, tmp_path: Path) -> None:
    _fill(store)
    write_backup(store, backup := io.BytesIO(), NOW)
    restore_backup(backup, elsewhere, tmp_path / "moved")

    other = Store.open(elsewhere, tmp_path / "moved")
    with other.writing() as connection:
        [(number, revision)] = add_submissions(connection, enterprise_viewer(FIRST), [form(sha256="ef" * 32)])
        sealed = audit.verify(connection)
        known = forms(connection, STAFF, "2020")["id"].tolist()
    other.close()

    assert (revision, sealed) == (2, None)
    assert number == max(known)
    assert len(set(known)) == len(known)


def test_a_backup_tells_what_it_holds(store: Store) -> None:
    _fill(store)

    write_backup(store, backup := io.BytesIO(), NOW)

    told = contents(backup)
    assert (told.made_at, told.revision, told.kept) == (NOW, schema.REVISION, 2)
    assert {name: told.rows[name] for name in ("submission", "story", "enterprise", "withdrawal", "draft")} == {
        "submission": 2,
        "story": 1,
        "enterprise": 2,
        "withdrawal": 1,
        "draft": 0,
    }


def test_nothing_is_restored_over_what_is_there(store: Store, url: str, tmp_path: Path) -> None:
    write_backup(store, backup := io.BytesIO(), NOW)

    with pytest.raises(NotPossible, match="已经有数据"):
        restore_backup(backup, url, tmp_path / "var")


@pytest.mark.parametrize("broken", [b"", b"no zip", "half", "no manifest"])
def test_half_a_backup_restores_nothing(store: Store, elsewhere: str, tmp_path: Path, broken: bytes | str) -> None:
    _fill(store)
    write_backup(store, backup := io.BytesIO(), NOW)
    whole = backup.getvalue()
    content = (
        {"half": whole[: len(whole) // 2], "no manifest": _without(whole, "manifest.json")}[broken] if isinstance(broken, str) else broken
    )

    with pytest.raises(NotPossible, match="不是完整的备份"):
        restore_backup(io.BytesIO(content), elsewhere, tmp_path / "moved")

    _is_empty(elsewhere, tmp_path)


def test_a_row_changed_in_the_backup_restores_nothing(store: Store, elsewhere: str, tmp_path: Path) -> None:
    _fill(store)
    write_backup(store, backup := io.BytesIO(), NOW)
    changed = _with(backup.getvalue(), "tables/withdrawal.jsonl", lambda rows: rows.replace("发错了".encode(), "没发错".encode()))

    with pytest.raises(NotPossible, match="withdrawal 与封存的校验值不符"):
        restore_backup(io.BytesIO(changed), elsewhere, tmp_path / "moved")

    _is_empty(elsewhere, tmp_path)


def test_a_backup_of_a_newer_program_is_left_alone(store: Store, elsewhere: str, tmp_path: Path) -> None:
    write_backup(store, backup := io.BytesIO(), NOW)
    newer = _with(backup.getvalue(), "manifest.json", lambda text: text.replace(schema.REVISION.encode(), b"9999"))

    with pytest.raises(StoreFault, match="更新的程序"):
        restore_backup(io.BytesIO(newer), elsewhere, tmp_path / "moved")


def _fill(store: Store) -> None:
    digest = store.kept.keep(b"a workbook")
    store.kept.keep(b"a picture")
    with store.writing() as connection:
        prepare(connection)
        places = Places(sheet="自评表", column="G", rows=tuple(range(2, 50)))
        story = Story(scope="S.3", title="=1+1", text="一行\n两行", sheet="亮点与故事", cell="C9", incident=True)
        add_submissions(connection, STAFF, [form(sha256=digest, texts=TEXTS, places=places, stories=(story,)), form(SECOND)])
        add_withdrawals(connection, STAFF, [1], WithdrawalKind.WITHDRAWN, "发错了", NOW)
        row = {
            "submission_id": 2,
            "version": 1,
            "decision": "accepted",
            "levels": bytes(48),
            "remarks": "{}",
            "reason": "",
            "at": NOW,
            "by": "王",
        }
        connection.execute(insert(schema.review), row)


def _everything(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for name, table in schema.metadata.tables.items()
        }


def _is_empty(url: str, tmp_path: Path) -> None:
    with closing(Store.open(url, tmp_path / "moved")) as opened, opened.reading() as connection:
        assert connection.execute(select(schema.period)).all() == []
        assert audit.position(connection)[0] == 0


def _with(whole: bytes, name: str, change: Any) -> bytes:
    return _rebuilt(whole, lambda member, content: change(content) if member == name else content)


def _without(whole: bytes, name: str) -> bytes:
    return _rebuilt(whole, lambda member, content: None if member == name else content)


def _rebuilt(whole: bytes, change: Any) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            if (content := change(name, before.read(name))) is not None:
                after.writestr(name, content)
    return out.getvalue()
