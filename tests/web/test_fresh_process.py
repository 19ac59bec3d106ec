"""A fresh server process, which nobody has visited yet, tells a stranger nothing: not by any name, and not by its stream."""

import base64
import http.client
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from pages.parts.navigation import PAGES
from tests.browser.serving import serving

# Names a page might have been served under by Streamlit itself: each page's own, and those of every folder below pages/.
NAMES = sorted({page.url_path for page in PAGES} | {"users", "association", "enterprise", "parts", "frame", "dashboard", "init"})
STREAMLITS = [
    "/_stcore/health",
    "/_stcore/script-health-check",
    "/_stcore/metrics",
    "/_stcore/host-config",
    "/_stcore/allowed-message-origins",
    "/_stcore/upload_file/x/y",
    "/_stcore/stream",
    "/_stcore/bidi-components/x/y",
    "/media/0123456789abcdef.xlsx",
    "/component/x/index.html",
    "/static/index.html",
    "/app/static/x",
    "/_stcore/agent",
]
KEY = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start one process; it stays fresh, since nobody who asks here gets past the door."""
    with serving(tmp_path_factory.mktemp("fresh")) as address:
        yield urlsplit(address).netloc


def test_no_page_name_shows_a_stranger_anything(server: str) -> None:
    """Nobody ever gets as far as st.navigation here, so that each name meets a process that is fresh in this respect."""
    for name in NAMES:
        status, headers, body = _asked(server, f"/{name}")
        assert (status, body) == (303, b""), name
        assert headers["location"].startswith("/sign-in"), name


def test_nothing_of_streamlits_own_answers_a_stranger(server: str) -> None:
    for path in STREAMLITS:
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
            status, _, body = _asked(server, path, method)
            assert status in {303, 401}, (method, path)
            assert body in {b"", "请先登录。".encode()}, (method, path)


@pytest.mark.parametrize("path", ["/_stcore/stream", "/", "/overview", "/anything"])
def test_no_websocket_opens_for_a_stranger(server: str, path: str) -> None:
    key = {"Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode()}
    for origin in ({}, {"Origin": f"http://{server}"}, {"Origin": "http://elsewhere.test"}):
        status, _, _ = _asked(server, path, headers=KEY | key | origin)
        assert status == 403, origin


def test_the_door_and_the_health_answer(server: str) -> None:
    assert _asked(server, "/healthz")[2] == b'{"status":"ok"}'
    assert b'type="password"' in _asked(server, "/sign-in")[2]


def _asked(server: str, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(server, timeout=30)
    connection.request(method, path, headers={"Accept": "text/html"} | (headers or {}))
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    connection.close()
    return found
