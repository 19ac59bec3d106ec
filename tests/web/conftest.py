"""A store, the real gate and door around a small stand-in for Streamlit, and browsers to knock with."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from data.accounts import Account, NewAccount
from data.store import Store
from models.access import LOCAL_STAFF, Role
from services import accounts, settings
from web import oidc
from web.server import middleware, routes

PASSWORD = "correct horse battery"
ADDRESS = "http://testserver"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    for name in ("DATABASE_URL", "PUBLIC_URL", "TRUSTED_PROXIES", "OIDC_DISCOVERY_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    settings.shared_store.cache_clear()
    oidc._client.cache_clear()
    yield settings.shared_store()
    settings.shared_store().close()
    settings.shared_store.cache_clear()


@pytest.fixture
def wang(store: Store) -> Account:
    new = NewAccount(name="wang", display_name="王", role=Role.ADMINISTRATOR)
    return accounts.add_account(store, LOCAL_STAFF, new, password=PASSWORD, now=datetime.now(UTC))


@pytest.fixture
def app(store: Store) -> Starlette:
    """Put the gate and the door around something that answers everything."""
    behind = [WebSocketRoute("/_stcore/stream", _stream), Route("/{path:path}", _everything, methods=["GET", "PUT", "POST", "DELETE"])]
    return Starlette(routes=[*routes(), *behind], middleware=middleware())


@pytest.fixture
def stranger(app: Starlette) -> TestClient:
    return knocking(app)


@pytest.fixture
def inside(app: Starlette, wang: Account) -> TestClient:
    client = knocking(app)
    answer = client.post("/sign-in", data={"name": wang.name, "password": PASSWORD})
    assert answer.status_code == 303
    return client


def knocking(app: Starlette, host: str = "192.0.2.7") -> TestClient:
    """Give a browser at some address that follows no redirect by itself."""
    return TestClient(app, ADDRESS, follow_redirects=False, client=(host, 50000), headers={"accept": "text/html"})


async def _everything(request: Request) -> Response:
    body = await request.body()
    return PlainTextResponse(f"behind the gate: {request.client and request.client.host} {len(body)}")


async def _stream(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("behind the gate")
    await websocket.close()
