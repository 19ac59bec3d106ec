"""A browser closed in the middle: nothing is half, and the intake goes on without it or a repeat completes it."""

import asyncio
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from data.accounts import NewAccount
from data.store import Store
from models.access import LOCAL_STAFF, Role
from services import accounts
from services.sign_in import COOKIE, let_in
from tests.browser.serving import app_process
from tests.faults.batch import NOW, assert_complete, made, prepare, repeat, stored, unfinished
from tests.load import own_loop
from tests.load.tab import Tab

WITHIN = 60.0


def test_a_browser_closed_during_upload_and_intake_leaves_nothing_half(tmp_path: Path) -> None:
    batch = made()
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path)
    prepare(store, batch)
    folder = batch.write(tmp_path / "mails")
    cookie = _signed_in(store)

    with app_process(tmp_path) as (_, port):
        own_loop.run(_closed_in_the_middle(port, cookie, _zipped(folder), lambda: _any_kept(store)))
        settled = _settled(store)

    assert set(stored(store)) <= set(batch.digests)
    assert len(stored(store)) == (len(batch.forms) if unfinished(store) == 0 else settled)
    outcomes = repeat(store, folder)
    assert outcomes["accepted"] + outcomes["duplicate"] == len(batch.forms)
    assert_complete(store, batch)
    store.close()


async def _closed_in_the_middle(port: int, cookie: str, content: bytes, begun: Callable[[], bool]) -> None:
    """Break off an upload; then send the file whole, begin the intake, and close as soon as the first files are kept."""
    async with httpx.AsyncClient(base_url=f"http://localhost:{port}", cookies={COOKIE: cookie}, timeout=WITHIN) as client:
        async with await Tab.open(client) as tab:
            await tab.look("intake")
            _break_off(port, cookie, tab.session, content)
            files = await tab.upload("来信.zip", content)
            await tab.submit("开始收件|收到|拖到", file_uploader=files)
            message = BackMsg(rerun_script={"page_name": "intake"})
            message.rerun_script.widget_states.widgets.append(WidgetState(id=tab.widgets["file_uploader"], **files))
            message.rerun_script.widget_states.widgets.append(WidgetState(id=tab.widgets["开始收件"], trigger_value=True))
            await tab.socket.send(message.SerializeToString())
            end = time.monotonic() + WITHIN
            while not begun():
                assert time.monotonic() < end, "the intake never began"
                await asyncio.sleep(0.01)
            tab.socket.transport.abort()
        answer = await client.get("/healthz")
        assert answer.status_code == 200


def _break_off(port: int, cookie: str, session: str, content: bytes) -> None:
    """Send half of an upload and hang up, as a browser does that is closed."""
    head = f"PUT /_stcore/upload_file/{session}/half HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {COOKIE}={cookie}\r\n"
    head += f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {len(content)}\r\n\r\n--x\r\n"
    with socket.create_connection(("localhost", port), timeout=10) as line:
        line.sendall(head.encode() + content[: len(content) // 2])


def _settled(store: Store) -> int:
    """Wait until the intake is finished, or has stored nothing for some seconds; tell how many forms are stored."""
    count, since = len(stored(store)), time.monotonic()
    while unfinished(store) and time.monotonic() - since < 10:
        time.sleep(0.1)
        now = len(stored(store))
        if now != count:
            count, since = now, time.monotonic()
    return count


def _any_kept(store: Store) -> bool:
    return next(iter(store.kept.digests()), None) is not None


def _zipped(folder: Path) -> bytes:
    path = folder.parent / "mails.zip"
    with ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    return path.read_bytes()


def _signed_in(store: Store) -> str:
    account = NewAccount(name="wang", display_name="王", role=Role.ADMINISTRATOR)
    wang = accounts.add_account(store, LOCAL_STAFF, account, password="correct horse battery", now=NOW)
    return let_in(store, wang, address="127.0.0.1", now=datetime.now(UTC))
