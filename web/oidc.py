"""The other door: an identity provider says who somebody is, and the visit that begins is one like any other."""

import secrets
from functools import cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.starlette_client import OAuth
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from services import settings
from services.settings import Provider
from services.sign_in import NotSignedIn, sign_in_known
from web.door import asked, entered, local
from web.visitor import address_of, now

_FAILED = "统一身份登录没有成功，请再试一次，或用账号和密码登录。"


def routes() -> list[BaseRoute]:
    """Give the two addresses of the other door; what it remembers on the way lies in a cookie of ten minutes."""
    memory = Middleware(
        SessionMiddleware,
        secret_key=secrets.token_urlsafe(32),
        session_cookie="quality_oidc",
        path="/oidc",
        max_age=600,
        same_site="lax",
        https_only=settings.over_tls(),
    )
    return [Mount("/oidc", routes=[Route("/start", _start), Route("/callback", _callback)], middleware=[memory])]


async def _start(request: Request) -> Response:
    """Send the browser to the provider, with state, nonce and a PKCE challenge."""
    provider = settings.oidc()
    if provider is None:
        return RedirectResponse("/sign-in", 303)
    request.session["next"] = local(request.query_params.get("next"))
    try:
        answer: Response = await _client(provider).authorize_redirect(request, _callback_address(request))
    except Exception:  # noqa: BLE001 - whatever the provider or the network does, the first door stays open
        return await _failed(request, "统一身份服务现在连不上。请稍后再试，或用账号和密码登录。")
    return answer


async def _callback(request: Request) -> Response:
    """Take the provider's word for an e-mail address, if it is the name of an account here."""
    provider = settings.oidc()
    if provider is None:
        return RedirectResponse("/sign-in", 303)
    try:
        answer = await _client(provider).authorize_access_token(request)
    except OAuthError:
        return await _failed(request, _FAILED)
    except Exception:  # noqa: BLE001 - a broken answer of the provider is one more way of not succeeding
        settings.log().exception("OIDC callback failed")
        return await _failed(request, _FAILED)
    said = answer.get("userinfo") or {}
    email = said.get("email")
    if not isinstance(email, str) or said.get("email_verified") is False:
        return await _failed(request, _FAILED)
    try:
        token = await run_in_threadpool(sign_in_known, settings.shared_store(), email, address=address_of(request), now=now())
    except NotSignedIn as fault:
        return await _failed(request, str(fault))
    return await run_in_threadpool(entered, request, token, request.session.pop("next", "/"))


async def _failed(request: Request, fault: str) -> Response:
    return await run_in_threadpool(asked, request, fault, status=401)


@cache
def _client(provider: Provider) -> Any:
    return OAuth().register(
        "provider",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=provider.discovery_url,
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256"},
    )


def _callback_address(request: Request) -> str:
    return f"{settings.public_url() or str(request.base_url).removesuffix('/oidc/').rstrip('/')}/oidc/callback"
