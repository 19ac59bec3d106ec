"""The headers every answer carries, and which requests come from our own pages."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message

from services import settings

CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'none'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'"
)
_ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_HSTS = "max-age=31536000"


def dress(message: Message) -> None:
    """Put the headers on the start of an answer."""
    headers = MutableHeaders(scope=message)
    for name, value in _ALWAYS.items():
        headers[name] = value
    if settings.over_tls():
        headers["Strict-Transport-Security"] = _HSTS


def foreign(headers: Headers) -> bool:
    """Say whether another site's page sent this request; a program that is no browser says nothing and is not."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return True
    return foreign_origin(headers)


def foreign_origin(headers: Headers) -> bool:
    """Say whether the page that sent this request lies at another address than ours."""
    origin = headers.get("origin")
    return origin is not None and _host(origin) not in _ours(headers)


def _ours(headers: Headers) -> set[str]:
    return {headers.get("host", "").lower(), _host(settings.public_url())} - {""}


def _host(address: str) -> str:
    """Give the host and port of an address; what is no address has none."""
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
