"""A store of the first schema with forms in it is opened by today's program: every row, byte and figure is what it was."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, column, create_engine, insert, select, table, text, update

from data import migrations
from data.schema_people import metadata
from data.store import Store
from models.access import LOCAL_STAFF
from services import receive as receiving
from services.documents import BREAKDOWNS, progress_document
from services.progress import snapshot
from tests.faults.batch import assert_complete, made, prepare, repeat
from tests.services.desk import PoolHere

COUNT = 40
Rows = dict[str, list[dict[str, Any]]]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_store_of_the_first_schema_keeps_every_row_byte_and_figure(
    engine: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "open_pool", PoolHere)
    batch = made(COUNT)
    today = Store.open(f"sqlite:///{tmp_path / 'today.sqlite'}", tmp_path / "today")
    prepare(today, batch)
    repeat(today, batch.write(tmp_path / "mails"))
    url = f"sqlite:///{tmp_path / 'first.sqlite'}" if engine == "sqlite" else request.getfixturevalue("postgres_url")
    before = _made_first(url, today)
    shutil.copytree(tmp_path / "today" / "kept", tmp_path / "first" / "kept")

    upgraded = Store.open(url, tmp_path / "first")

    assert len(before["submission"]) == len(before["facts"]) == COUNT
    with upgraded.reading() as connection:
        columns = {name: [metadata.tables[name].c[key] for key in rows[0]] for name, rows in before.items() if rows}
        after = {name: _in_order(connection.execute(select(*wanted)).mappings()) for name, wanted in columns.items()}
    assert after == {name: rows for name, rows in before.items() if rows}
    assert [_figures(upgraded, by) for by in BREAKDOWNS] == [_figures(today, by) for by in BREAKDOWNS]
    assert_complete(upgraded, batch)
    assert repeat(upgraded, tmp_path / "mails") == {"duplicate": COUNT}
    today.close()
    upgraded.close()


def _made_first(url: str, store: Store) -> Rows:
    """Make a store as the first migration left it, with the rows of today's as far as it had their columns; give them."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    config, known = Config(), MetaData()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    rows: Rows = {}
    with engine.begin() as connection, store.reading() as source:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        known.reflect(connection)
        for one in known.sorted_tables:
            if one.name in metadata.tables:
                columns = [metadata.tables[one.name].c[own.name] for own in one.columns if own.name in metadata.tables[one.name].c]
                rows[one.name] = _in_order(source.execute(select(*columns)).mappings())
                _put(connection, one.name, rows[one.name])
    engine.dispose()
    return rows


def _put(connection: Connection, name: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    target = table(name, *(column(key, metadata.tables[name].c[key].type) for key in rows[0]))
    connection.execute(update(target) if name == "head" else insert(target), rows)
    if connection.dialect.name == "postgresql" and "id" in rows[0] and name != "head":
        sequence = connection.execute(text(f"SELECT pg_get_serial_sequence('{name}', 'id')")).scalar()
        if sequence is not None:
            connection.execute(text(f"SELECT setval('{sequence}', {max(row['id'] for row in rows)})"))


def _in_order(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return sorted((dict(row) for row in rows), key=repr)


def _figures(store: Store, by: str) -> dict[str, Any]:
    return progress_document(snapshot(store, LOCAL_STAFF, "2020"), by)
