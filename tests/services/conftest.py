"""A store of its own for every test of `services/`, with a period and a small roster."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store
from services import checks, feedback, pack
from services import receive as receiving
from tests.services.desk import Desk, PoolHere


@pytest.fixture
def desk(desk_with_workers: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Open a desk that reads and writes files in this process."""
    for service in (receiving, pack, feedback, checks):
        monkeypatch.setattr(service, "open_pool", PoolHere)
    return desk_with_workers


@pytest.fixture
def desk_with_workers(first_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """Open a desk with three enterprises of the period 2020."""
    shutil.copyfile(first_store, tmp_path / "store.sqlite")
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path)
    yield Desk(store)
    store.close()


@pytest.fixture(scope="session")
def first_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the store that every test gets a copy of."""
    path = tmp_path_factory.mktemp("first") / "store.sqlite"
    store = Store.open(f"sqlite:///{path}", path.parent)
    Desk(store).add_roster()
    Desk(store).add_period("2020")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path
