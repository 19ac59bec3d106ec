"""Starts the app as its users do, on a free port of this machine, and ends it again."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 60
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def demo_store(var_dir: Path, *options: str, **settings: str) -> None:
    """Fill a store with the demo, as `make demo` does."""
    command = [sys.executable, "manage.py", "init", "--demo", *options]
    subprocess.run(command, cwd=ROOT, env=_environment(var_dir) | settings, check=True, capture_output=True)


def come_in(context: BrowserContext, role: str = "administrator") -> None:
    """Sign a browser in with one of the demo's accounts, as its button does."""
    answer = context.request.post("/sign-in/demo", form={"name": f"demo-{role}"}, max_redirects=0)
    assert answer.status == 303, answer.text()


@contextmanager
def serving(var_dir: Path) -> Iterator[str]:
    """Serve the app on a store and give its address; the process is gone afterwards."""
    with app_process(var_dir) as (_, port):
        yield f"http://localhost:{port}"


@contextmanager
def app_process(var_dir: Path, **settings: str) -> "Iterator[tuple[subprocess.Popen[bytes], int]]":
    """Start one app process and give it with its port; it is gone afterwards, if it was not before."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    with (
        (var_dir / f"server-{port}.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=_environment(var_dir) | settings, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            _wait(f"http://localhost:{port}/healthz", server)
            yield server, port
        finally:
            server.terminate()


def free_port() -> int:
    """Find a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _environment(var_dir: Path) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"VAR_DIR": str(var_dir)}


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    message = "the app did not start"
    raise RuntimeError(message)
