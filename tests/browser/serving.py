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


def demo_store(var_dir: Path) -> None:
    """Fill a store with the demo, as `make demo` does."""
    subprocess.run([sys.executable, "manage.py", "init", "--demo"], cwd=ROOT, env=_environment(var_dir), check=True, capture_output=True)


@contextmanager
def serving(var_dir: Path) -> Iterator[str]:
    """Serve the app on a store and give its address; the process is gone afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    with (
        (var_dir / "server.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=_environment(var_dir), stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            _wait(f"http://localhost:{port}/healthz", server)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()


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
