"""/files/…: every download, for whoever may have it; to anybody else it is not there."""

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from models.errors import NotPossible, StoreFault
from services import settings
from services.download import ROUTE, Asked, Download, NotThere
from services.downloads import fetch
from services.my_task import refuse_address
from services.sign_in import Visit
from services.tickets import TICKETS
from web import paper
from web.visitor import now, viewer_of, visit_of

_OVER = "这个下载已失效。请回到页面重新点一次。"


def routes() -> list[BaseRoute]:
    """Give the addresses of the downloads."""
    return [Mount(ROUTE, routes=[Route("/ticket/{token}", _ticket), Route("/{kind}", _file), Route("/{path:path}", _nothing)])]


def _file(request: Request) -> Response:
    params = {name: tuple(request.query_params.getlist(name)) for name in request.query_params}
    asked = Asked(store=settings.shared_store(), viewer=viewer_of(request), params=params, now=now())
    return _given(request, lambda: fetch(request.path_params["kind"], asked))


def _ticket(request: Request) -> Response:
    found, token = visit_of(request), request.path_params["token"]
    assert found is not None
    owner = TICKETS.owner(token)
    if owner is None:
        return _told(found, _OVER, 410)
    if owner != found.key:
        refuse_address(settings.shared_store(), found.viewer, f"{ROUTE}/ticket/", now=now())
        return _told(found, str(NotThere()), 404)
    return _given(request, lambda: TICKETS.take(token, found.key))


def _nothing(request: Request) -> Response:
    return _told(visit_of(request), str(NotThere()), 404)


def _given(request: Request, make: Any) -> Response:
    """Send what is made, or say on a page of its own why it is not."""
    found = visit_of(request)
    try:
        made = make()
    except StoreFault as fault:
        return _told(found, str(fault), 503)
    except NotPossible as fault:
        return _told(found, str(fault), 404)
    return sent(made) if made is not None else _told(found, _OVER, 410)


def sent(made: Download) -> Response:
    """Send a file under its own name; nothing on the way keeps it."""
    headers = {"Content-Disposition": disposition(made.name), "Cache-Control": "no-store"}
    if isinstance(made.content, bytes):
        return Response(made.content, media_type=made.mime, headers=headers)
    return StreamingResponse(made.content, media_type=made.mime, headers=headers)


def disposition(name: str) -> str:
    """Name a file as RFC 6266 does: in UTF-8 for everybody, and in plain letters for what is very old."""
    plain = "".join(letter if letter.isascii() and letter.isprintable() and letter not in '"\\%' else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _told(found: Visit | None, explained: str, status: int) -> Response:
    return paper.page("message", status, heading="不能下载", explained=explained, demo=bool(found and found.demo), back=True)
