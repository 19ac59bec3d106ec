"""One demo server and one browser for all tests of a run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import come_in, demo_store, serving


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo_store(folder)
    return folder


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
