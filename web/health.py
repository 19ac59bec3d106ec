"""/healthz: whether the store answers."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from models.errors import ProductError
from services.settings import log, shared_store

STORE_SILENT = "数据库暂时用不了。请稍后再试；管理员请看日志。"


def routes() -> list[BaseRoute]:
    """Give the addresses that answer beside the pages."""
    return [Route("/healthz", health)]


def health(request: Request) -> JSONResponse:  # noqa: ARG001 - every route is handed its request
    """Answer 200 when the store does, 503 with the reason when it does not; where the store lies is the log's to tell."""
    try:
        shared_store().version()
    except ProductError as fault:
        log().error("store does not answer: %s", fault)
        return JSONResponse({"status": "unavailable", "reason": STORE_SILENT}, status_code=503)
    return JSONResponse({"status": "ok"})
