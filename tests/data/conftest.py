"""A store for every test of `data/`: once on SQLite, once on a real PostgreSQL that the run starts itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database of the test's own, on one engine after the other."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'var' / 'store.db'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    """Open a new store."""
    opened = Store.open(url, tmp_path / "var")
    yield opened
    opened.close()
