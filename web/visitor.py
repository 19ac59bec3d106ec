"""Who sent a request: the visit its cookie belongs to, and the address it came from."""

from datetime import datetime

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from models.access import Viewer
from models.errors import NotPermitted
from models.period import SHANGHAI
from services import settings
from services.sign_in import COOKIE, Visit, visit

_VISIT = "quality_visit"
_THIS_MACHINE = "127.0.0.1"


def now() -> datetime:
    """Tell the time."""
    return datetime.now(SHANGHAI)


def find_visit(connection: HTTPConnection) -> Visit | None:
    """Look the visit up in the store and keep it with the request; the gate does this once for each."""
    found = visit(settings.shared_store(), connection.cookies.get(COOKIE), now=now(), address=address_of(connection))
    connection.scope[_VISIT] = found
    return found


def visit_of(request: Request) -> Visit | None:
    """Give the visit the gate found."""
    found: Visit | None = request.scope.get(_VISIT)
    return found


def viewer_of(request: Request) -> Viewer:
    """Give the person on whose behalf a route asks the store; the gate lets nobody else this far."""
    found = visit_of(request)
    if found is None:
        raise NotPermitted("请先登录。")
    return found.viewer


def address_of(connection: HTTPConnection) -> str:
    """Give the address somebody sits at; what proxies say of it is believed of trusted ones only.

    uvicorn rewrites the address itself when this machine or FORWARDED_ALLOW_IPS is the peer, and then leaves port 0.
    """
    host, port = connection.client or (_THIS_MACHINE, 0)
    peer = host if port else _THIS_MACHINE
    trusted = settings.trusted_proxies()
    # A proxy that adds a line of its own leaves what the visitor made up in the lines before.
    passed_on = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
    while peer in trusted and passed_on and passed_on[-1].strip():
        peer = passed_on.pop().strip()
    return peer


def keep_token(response: Response, token: str) -> None:
    """Hand the browser the token of a visit; no script reads it, and it ends with the browser."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=settings.over_tls(), path="/")


def drop_token(response: Response) -> None:
    """Take the token back."""
    response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=settings.over_tls(), path="/")
