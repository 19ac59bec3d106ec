"""/healthz: whether the store answers; and opening the store when the server starts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from models.errors import ProductError
from services.settings import log, shared_store


def routes() -> list[BaseRoute]:
    """Give the addresses that answer beside the pages."""
    return [Route("/healthz", health)]


def health(request: Request) -> JSONResponse:  # noqa: ARG001 - every route is handed its request
    """Answer 200 when the store does, 503 with the reason when it does not."""
    try:
        shared_store().version()
    except ProductError as fault:
        return JSONResponse({"status": "unavailable", "reason": str(fault)}, status_code=503)
    return JSONResponse({"status": "ok"})


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:  # noqa: ARG001 - the server hands itself over
    """Bring the store up to date before the first visitor comes; one that does not answer is told on the pages."""
    try:
        shared_store()
    except ProductError as fault:
        log().error("store not opened at start: %s", fault)
    yield
