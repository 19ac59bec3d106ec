"""Two app processes behind a real nginx with TLS, on one PostgreSQL: signed in once, and one process killed in the middle."""

import os
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import ROOT, app_process, come_in, demo_store, free_port

PATIENCE = 30_000
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin") or "nginx"


@dataclass(frozen=True)
class Site:
    """The address people open, and the app processes behind it by their port."""

    address: str
    processes: "dict[int, subprocess.Popen[bytes]]"

    def busiest(self) -> int:
        """Tell the port of the process that holds a page's websocket."""
        held = {port: _connections(process.pid, port) for port, process in self.processes.items()}
        return max(held, key=lambda port: held[port])


@pytest.fixture
def site(tmp_path: Path, postgres_url: str) -> Iterator[Site]:
    """Start two processes on one PostgreSQL, and nginx with the configuration of deploy/ in front of them."""
    port = free_port()
    settings = {"DATABASE_URL": postgres_url, "PUBLIC_URL": f"https://localhost:{port}", "TRUSTED_PROXIES": "127.0.0.1"}
    demo_store(tmp_path, "--enterprises", "20", "--periods", "1", **settings)
    with (
        app_process(tmp_path, **settings) as (one, first),
        app_process(tmp_path, **settings) as (other, second),
        _nginx(tmp_path, port, first, second),
    ):
        yield Site(f"https://localhost:{port}", {first: one, second: other})


def test_a_journey_goes_on_when_the_process_it_was_at_is_killed(site: Site, browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(base_url=site.address, ignore_https_errors=True, viewport={"width": 1366, "height": 768})
    come_in(context)
    page = context.new_page()
    page.goto("/")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENCE)
    assert [cookie["secure"] for cookie in context.cookies() if cookie["name"] == "quality_session"] == [True]

    killed = site.busiest()
    site.processes[killed].kill()
    site.processes[killed].wait()
    _drop_a_form(page, tmp_path)

    expect(page.get_by_role("heading", name="收到 1 份")).to_be_visible(timeout=PATIENCE)
    page.goto("/enterprises")
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible(timeout=PATIENCE)
    assert "/sign-in" not in page.url
    context.close()


def test_both_processes_keep_the_same_door(site: Site, browser: Browser) -> None:
    with _get(site, "/", accept="text/html") as door:
        assert door.url.endswith("/sign-in")
        assert 'type="password"' in door.read().decode()
    with pytest.raises(urllib.error.HTTPError) as refused:
        _get(site, "/_stcore/stream")
    with refused.value as answer:
        assert answer.code == 401
    with _get(site, "/healthz") as health:
        assert health.headers["Strict-Transport-Security"]

    context = browser.new_context(base_url=site.address, ignore_https_errors=True)
    come_in(context)
    token = {cookie["name"]: cookie["value"] for cookie in context.cookies()}["quality_session"]
    assert [_status(port, token) for port in site.processes] == [200, 200]

    context.request.post("/sign-out")

    assert [_status(port, token) for port in site.processes] == [303, 303]
    context.close()


def _drop_a_form(page: Page, folder: Path) -> None:
    page.goto("/intake")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(next((folder / "samples").glob("*.xlsx")))
    page.get_by_role("button", name="开始收件").click(timeout=PATIENCE)


def _status(port: int, token: str) -> int:
    """Ask one process itself for a page with a visit's token."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/overview", headers={"Cookie": f"quality_session={token}", "Accept": "text/html"}
    )
    opener = urllib.request.build_opener(_Stays)
    try:
        with opener.open(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows no redirect."""

    def redirect_request(self, *_: object) -> None:
        return None


def _get(site: Site, path: str, accept: str = "*/*") -> "urllib.request._UrlopenRet":
    request = urllib.request.Request(f"{site.address}{path}", headers={"Accept": accept})
    return urllib.request.urlopen(request, timeout=10, context=ssl._create_unverified_context())


def _connections(pid: int, port: int) -> int:
    found = psutil.Process(pid).net_connections("tcp")
    return sum(one.status == psutil.CONN_ESTABLISHED and bool(one.laddr) and one.laddr.port == port for one in found)


class _nginx:  # noqa: N801 - used like a function
    """nginx with the files of deploy/nginx, on ports and with a certificate of the test's own."""

    def __init__(self, folder: Path, port: int, *app_ports: int) -> None:
        self._folder = folder / "nginx"
        self._folder.mkdir()
        _certificate(self._folder)
        for name in ("quality-brand.conf", "upstream.conf"):
            text = (ROOT / "deploy" / "nginx" / name).read_text(encoding="utf-8")
            changes = {":8501": f":{app_ports[0]}", ":8502": f":{app_ports[1]}", "listen 443": f"listen {port}"}
            changes |= {"listen 80;": f"listen {free_port()};", "/etc/ssl/quality-brand": str(self._folder)}
            for written, own in changes.items():
                text = text.replace(written, own)
            (self._folder / name).write_text(text, encoding="utf-8")
        (self._folder / "nginx.conf").write_text(
            _AROUND.format(folder=self._folder, user="user root;" if os.geteuid() == 0 else ""), encoding="utf-8"
        )
        self._address = f"https://localhost:{port}/healthz"

    def __enter__(self) -> None:
        command = [NGINX, "-e", str(self._folder / "error.log"), "-p", str(self._folder), "-c", str(self._folder / "nginx.conf")]
        self._process = subprocess.Popen(command)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self._address, timeout=2, context=ssl._create_unverified_context()).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError((self._folder / "error.log").read_text())

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


_AROUND = """
daemon off;
{user}
pid {folder}/nginx.pid;
worker_rlimit_nofile 20000;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/upstream.conf;
    include {folder}/quality-brand.conf;
}}
"""


def _certificate(folder: Path) -> None:
    """Make a certificate for this machine, good for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(private)
