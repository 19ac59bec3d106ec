"""One demo server and one browser for all tests of a run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import come_in, demo_store, serving
from tests.waiting import wait_until


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the demo once for all processes of a run; each serves a copy of its own."""
    shared = tmp_path_factory.getbasetemp().parent / f"demo-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    made = shared.with_suffix(".made")
    try:
        shared.mkdir()
    except FileExistsError:
        wait_until(made.exists, within=300)
    else:
        demo_store(shared)
        made.touch()
    return Path(shutil.copytree(shared, tmp_path_factory.mktemp("demo") / "var"))


@pytest.fixture(scope="session")
def address(demo: Path) -> Iterator[str]:
    with serving(demo) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a browser that is signed in as the demo's administrator."""
    context = browser.new_context(base_url=address, viewport={"width": 1366, "height": 768}, accept_downloads=True)
    come_in(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def stranger(browser: Browser, address: str) -> Iterator[Page]:
    """Open a browser nobody has signed in with."""
    context = browser.new_context(base_url=address, viewport={"width": 1366, "height": 768}, accept_downloads=True)
    yield context.new_page()
    context.close()
