"""Everything the server answers beside the pages, and what stands around all of it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from threading import Thread

from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from models.errors import ProductError
from models.period import SHANGHAI
from services.accounts import first_link
from services.fonts import font_advice
from services.pools import kept_warm
from services.settings import log, public_url, shared_store
from web import api, compression, door, files, health, oidc
from web.gate import Gate


def routes() -> list[BaseRoute]:
    """Give the addresses that answer beside the pages."""
    return [*health.routes(), *door.routes(), *oidc.routes(), *files.routes(), *api.routes()]


def middleware() -> list[Middleware]:
    """Give what stands around everything, the gate outermost."""
    return [Middleware(Gate), *compression.middleware()]


def opening(port: int) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Give what happens when a server starts at a port of this machine."""

    @asynccontextmanager
    async def lifespan(app: object) -> AsyncIterator[None]:  # noqa: ARG001 - the server hands itself over
        """Bring the store up to date before the first visitor comes; one that does not answer is told on the pages."""
        try:
            _tell_first_link(public_url() or f"http://localhost:{port}")
        except ProductError as fault:
            log().error("store not opened at start: %s", fault)
        # Beside the start, not before it: looking takes half a second, and nobody prints in the first one.
        Thread(target=_tell_fonts, name="fonts", daemon=True).start()
        with kept_warm():
            yield

    return lifespan


def _tell_fonts() -> None:
    """Say in the log when this machine cannot show the documents it writes."""
    if advice := font_advice():
        log().warning("%s", advice)


def _tell_first_link(address: str) -> None:
    """Print, while there is no account, the link that makes the first administrator: who sees the console owns the server."""
    token = first_link(shared_store(), now=datetime.now(SHANGHAI))
    if token is not None:
        told = "还没有账号。请打开下面的链接设立第一个管理员（24 小时内有效，只能用一次）："
        print(f"\n  {told}\n\n    {address}/link/{token}\n", flush=True)  # noqa: T201 - as Jupyter does
