"""The one gate: nothing but the door, its looks and /healthz answers anybody who is not signed in.

It stands around everything the server answers, Streamlit's pages, stream, media, uploads and metrics included.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.errors import StoreFault
from services.settings import log
from services.sign_in import SIGN_IN, Visit
from web.headers import dress, foreign, foreign_origin
from web.health import STORE_SILENT
from web.refusals import refusal
from web.uploads import MB, ONE_FILE, Uploads
from web.visitor import address_of, find_visit

# By their whole names: what only begins like one of them lies behind the gate.
OPEN = {
    "/healthz",
    SIGN_IN,
    f"{SIGN_IN}/door.css",
    f"{SIGN_IN}/enterprise",
    f"{SIGN_IN}/demo",
    "/sign-out",
    "/oidc/start",
    "/oidc/callback",
}
_LINK = re.compile(r"/link/[\w-]+", re.ASCII)
# What no person types: a stranger's browser is told no there, and led to the door anywhere else.
_NO_PAGES = ("/_stcore", "/media", "/component", "/static", "/api", "/auth", "/oauth2callback")
# A machine shows its token to the routes below this; they ask for it themselves.
_MACHINES = "/api/"
_UPLOAD = "/_stcore/upload_file/"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_LIMITS = ((_MACHINES, 256 * MB), (_UPLOAD, ONE_FILE), ("/files/", ONE_FILE))
_LIMIT = MB // 4


class _TooLarge(Exception):
    """A body went over its limit while it came in."""


@dataclass(slots=True)
class _Answer:
    """Whether the answer has begun."""

    begun: bool = False


class Gate:
    """Pure ASGI middleware; `app` is everything behind it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._uploads = Uploads()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through who may come, and refuse the others before anything behind the gate hears of them."""
        if scope["type"] == "http":
            await self._http(scope, receive, _dressed(send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        scope["client"] = (address_of(connection), 1)
        refusal = _ill_sent(connection)
        if refusal is None and not _open(connection):
            refusal = await self._unknown(connection)
        else:
            await _quietly_find(connection)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        await self._bounded(connection, receive, send)

    async def _unknown(self, connection: HTTPConnection) -> Response | None:
        """Refuse a stranger; None lets somebody in who is known."""
        try:
            found = await run_in_threadpool(find_visit, connection)
        except StoreFault as fault:
            log().error("store does not answer: %s", fault)
            return PlainTextResponse(STORE_SILENT, 503)
        if found is not None:
            return self._too_many(connection, found)
        if _is_page(connection):
            return RedirectResponse(_door(connection), 303)
        if connection.scope["path"].startswith(_MACHINES):
            return refusal(401, "请在 Authorization: Bearer 里写接口令牌。令牌由管理员在“接口令牌”页发放。")
        return PlainTextResponse("请先登录。", 401, {"Cache-Control": "no-store"})

    def _too_many(self, connection: HTTPConnection, found: Visit) -> Response | None:
        """Refuse an upload beyond what a visit may have lying on the server."""
        path = connection.scope["path"]
        if not path.startswith(_UPLOAD) or connection.scope["method"] != "PUT":
            return None
        size = int(connection.headers.get("content-length") or 0)
        reason = self._uploads.refusal(found.key, path, found.viewer, size)
        return PlainTextResponse(reason, 413) if reason else None

    async def _bounded(self, connection: HTTPConnection, receive: Receive, send: Send) -> None:
        """Pass on, and stop a body that grows over its limit."""
        path, method, found = connection.scope["path"], connection.scope["method"], connection.scope.get("quality_visit")
        limit, came, answer = _limit(path), 0, _Answer()

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > limit:
                raise _TooLarge
            if found and path.startswith(_UPLOAD) and method == "PUT":
                self._uploads.lay_down(found.key, path, came)
                if self._uploads.refusal(found.key, path, found.viewer, came):
                    raise _TooLarge
            return message

        async def noted(message: Message) -> None:
            answer.begun = True
            await send(message)

        if found and path.startswith(_UPLOAD) and method == "DELETE":
            self._uploads.take_up(found.key, path)
        try:
            await self._app(connection.scope, counted, noted)
        except _TooLarge:
            if not answer.begun:
                await _too_large(path)(connection.scope, receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse before accepting: strangers, and pages of other sites."""
        connection = HTTPConnection(scope)
        scope["client"] = (address_of(connection), 1)
        found = None if foreign_origin(connection.headers) else await _quietly_find(connection)
        if found is None:
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        self._uploads.tab_opened(found.key)
        try:
            await self._app(scope, receive, send)
        finally:
            self._uploads.tab_left(found.key)


def _ill_sent(connection: HTTPConnection) -> Response | None:
    """Refuse what another site's page sends, and a body that says of itself that it is too large."""
    if connection.scope["method"] not in _SAFE and foreign(connection.headers):
        return PlainTextResponse("这个请求来自别的网站，已拒绝。请从本系统的页面操作。", 403)
    declared = connection.headers.get("content-length", "0")
    if not declared.isdecimal():
        return PlainTextResponse("请求写得不对。", 400)
    return _too_large(connection.scope["path"]) if int(declared) > _limit(connection.scope["path"]) else None


def _too_large(path: str) -> Response:
    told = "内容太大，已拒绝。请拆成几份再传。"
    return refusal(413, told) if path.startswith(_MACHINES) else PlainTextResponse(told, 413)


def _open(connection: HTTPConnection) -> bool:
    path = connection.scope["path"]
    if path.startswith(_MACHINES):
        return connection.headers.get("authorization", "").lower().startswith("bearer ")
    return path in OPEN or _LINK.fullmatch(path) is not None


async def _quietly_find(connection: HTTPConnection) -> Visit | None:
    """Find who it is where nobody has to be known; a store that does not answer knows nobody."""
    try:
        return await run_in_threadpool(find_visit, connection)
    except StoreFault:
        return None


def _is_page(connection: HTTPConnection) -> bool:
    path = connection.scope["path"]
    wanted = connection.scope["method"] in {"GET", "HEAD"} and "text/html" in connection.headers.get("accept", "*/*").replace(
        "*/*", "text/html"
    )
    return wanted and not any(path == one or path.startswith(f"{one}/") for one in _NO_PAGES)


def _door(connection: HTTPConnection) -> str:
    query = connection.url.query
    wanted = quote(connection.scope["path"]) + (f"?{query}" if query else "")
    return SIGN_IN if wanted == "/" else f"{SIGN_IN}?{urlencode({'next': wanted})}"


def _limit(path: str) -> int:
    return next((limit for start, limit in _LIMITS if path.startswith(start)), _LIMIT)


def _dressed(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            dress(message)
        await send(message)

    return with_headers
