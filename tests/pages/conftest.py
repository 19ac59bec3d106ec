"""Stores the pages are opened on: an empty one, the demo, and what a test puts into one of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.access import LOCAL_STAFF
from services import receive as receiving
from services import settings
from services.demo import fill_demo
from tests.pages.entering import believe, come_in
from tests.services.desk import Desk, PoolHere

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VAR_DIR", str(folder))
        patch.delenv("DATABASE_URL", raising=False)
        store = settings.open_store()
        fill_demo(store, LOCAL_STAFF, enterprises=60, periods=2, seed=59, now=NOW)
        store.close()
    return folder


@pytest.fixture
def demo(demo_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from _store_at(demo_dir, monkeypatch)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from _store_at(tmp_path, monkeypatch)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Let the test fill the store that the pages open."""
    monkeypatch.setattr(receiving, "open_pool", PoolHere)
    for _ in _store_at(tmp_path, monkeypatch):
        yield Desk(settings.shared_store())


def _store_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("VAR_DIR", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    settings.shared_store.cache_clear()
    believe(monkeypatch, come_in(settings.shared_store()))
    yield
    settings.shared_store().close()
    settings.shared_store.cache_clear()
