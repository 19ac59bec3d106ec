"""The door: signing in and out, one's password, and the one-time link, as pages without a script."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from models import door
from models.access import Role
from models.errors import NotPossible
from services import accounts, settings
from services.sign_in import COOKIE, SIGN_IN, NotSignedIn, Visit, sign_in, sign_in_demo, sign_in_enterprise, sign_out
from web import paper
from web.visitor import address_of, drop_token, keep_token, now, visit_of

_Given = TypeVar("_Given")
Form = Mapping[str, str]
# Whoever tries passwords waits for others who do, and takes no thread from those who are in.
_TRYING = 8
_LINK = "/link/{token}"
_WHATS = {
    Role.ADMINISTRATOR: "管账号、期次，也能审核",
    Role.REVIEWER: "收件、审核、退回、核定",
    Role.LEADER: "看总体进展和各企业得分",
    Role.FORWARDER: "收转并查看所属企业",
    Role.ENTERPRISE: "填报、上传、看退回意见",
}


def routes() -> list[BaseRoute]:
    """Give the addresses of the door."""
    return [
        Route("/sign-in/door.css", _style),
        Route(SIGN_IN, _ask, methods=["GET"]),
        Route(SIGN_IN, _account, methods=["POST"]),
        Route(f"{SIGN_IN}/enterprise", _enterprise, methods=["POST"]),
        Route(f"{SIGN_IN}/demo", _demo, methods=["POST"]),
        Route("/sign-out", _leave, methods=["POST"]),
        Route("/sign-out", _left, methods=["GET"]),
        Route("/password", _ask_password, methods=["GET"]),
        Route("/password", _password, methods=["POST"]),
        Route(_LINK, _ask_link, methods=["GET"]),
        Route(_LINK, _link, methods=["POST"]),
    ]


def asked(request: Request, fault: str | None = None, *, status: int = 200, filled: Form | None = None) -> Response:
    """Give the page that asks who one is; what was typed stands there again, secrets excepted."""
    filled = filled or {}
    found = accounts.demo_accounts(settings.shared_store())
    return paper.page(
        "sign_in",
        status,
        heading="请登录",
        fault=fault,
        notice="已退出登录。" if "left" in request.query_params and not fault else None,
        accounts=found,
        whats=_WHATS,
        demo=bool(found),
        oidc=settings.oidc() is not None,
        next=local(filled.get("next") or request.query_params.get("next")),
        uscc=filled.get("uscc", ""),
        name=filled.get("name", ""),
    )


def entered(request: Request, token: str, wanted: str | None) -> Response:
    """Lead a person who got in to where they wanted to go; the visit this browser had before is over."""
    sign_out(settings.shared_store(), request.cookies.get(COOKIE), address=address_of(request), now=now())
    answer = RedirectResponse(local(wanted), 303)
    keep_token(answer, token)
    return answer


def local(address: str | None) -> str:
    """Keep an address that stays with us; anything else becomes the first page."""
    wanted = address or "/"
    # One slash and no backslash anywhere: no browser reads a host out of that.
    stays = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    return wanted if stays and wanted.isprintable() else "/"


async def tried(work: Callable[[], _Given]) -> _Given:
    """Do what tries a password or code on one of the few threads kept for that."""
    return await to_thread.run_sync(work, limiter=_limiter())


_limiters: list[CapacityLimiter] = []


def _limiter() -> CapacityLimiter:
    if not _limiters:
        _limiters.append(CapacityLimiter(_TRYING))
    return _limiters[0]


def _style(request: Request) -> Response:  # noqa: ARG001 - every route is handed its request
    return paper.style()


def _ask(request: Request) -> Response:
    if visit_of(request) is not None:
        return RedirectResponse(local(request.query_params.get("next")), 303)
    return asked(request)


async def _account(request: Request) -> Response:
    form = await _typed(request)
    return await _tried_in(
        request,
        form,
        lambda: sign_in(
            settings.shared_store(), form.get("name", ""), form.get("password", "")[:1000], address=address_of(request), now=now()
        ),
    )


async def _enterprise(request: Request) -> Response:
    form = await _typed(request)
    return await _tried_in(
        request,
        form,
        lambda: sign_in_enterprise(
            settings.shared_store(), form.get("uscc", ""), form.get("code", ""), address=address_of(request), now=now()
        ),
    )


async def _demo(request: Request) -> Response:
    form = await _typed(request)
    return await _tried_in(
        request, form, lambda: sign_in_demo(settings.shared_store(), form.get("name", ""), address=address_of(request), now=now())
    )


async def _tried_in(request: Request, form: Form, work: Callable[[], str]) -> Response:
    try:
        token = await tried(work)
    except NotSignedIn as fault:
        told = str(fault)
        return await tried(lambda: asked(request, told, status=401, filled=form))
    return await tried(lambda: entered(request, token, form.get("next")))


def _leave(request: Request) -> Response:
    sign_out(settings.shared_store(), request.cookies.get(COOKIE), address=address_of(request), now=now())
    answer = _left(request)
    drop_token(answer)
    return answer


def _left(request: Request) -> Response:  # noqa: ARG001 - every route is handed its request
    return RedirectResponse(f"{SIGN_IN}?left", 303)


def _ask_password(request: Request) -> Response:
    return _password_page(request, None)


async def _password(request: Request) -> Response:
    form, found = await _typed(request), visit_of(request)
    if found is None or found.account_id is None:
        return _password_page(request, None)
    number = found.account_id

    def change() -> str:
        _same_twice(form)
        return accounts.change_password(
            settings.shared_store(), number, form.get("old", "")[:1000], form.get("new", ""), address=address_of(request), now=now()
        )

    try:
        token = await tried(change)
    except NotPossible as fault:
        return _password_page(request, str(fault))
    return await tried(lambda: entered(request, token, "/"))


def _password_page(request: Request, fault: str | None) -> Response:
    found: Visit | None = visit_of(request)
    if found is None or found.account_id is None or found.demo:
        return _message("不能修改密码", "用登录码登录的企业和示范账号没有密码。登录码由秘书处补发。", found)
    return _asking_password(
        400 if fault else 200,
        heading="修改密码",
        fault=fault,
        explained="修改后，其他地方的登录都会退出。",
        asks_old=True,
        name=found.called,
        deed="修改密码",
        demo=found.demo,
    )


def _ask_link(request: Request) -> Response:
    return _link_page(request, None, {})


async def _link(request: Request) -> Response:
    form = await _typed(request)

    def use() -> str:
        _same_twice(form)
        return accounts.use_link(
            settings.shared_store(),
            request.path_params["token"],
            name=form.get("name", ""),
            password=form.get("new", ""),
            address=address_of(request),
            now=now(),
        )

    try:
        token = await tried(use)
    except NotPossible as fault:
        told = str(fault)
        return await tried(lambda: _link_page(request, told, form))
    return await tried(lambda: entered(request, token, "/"))


def _link_page(request: Request, fault: str | None, form: Form) -> Response:
    try:
        found = accounts.link(settings.shared_store(), request.path_params["token"], now=now())
    except NotPossible as over:
        return _message("链接不能用了", str(over), None, status=410)
    owner = found.account
    return _asking_password(
        400 if fault else 200,
        heading="设置密码" if owner else "设立第一个管理员",
        fault=fault,
        explained=f"为账号 {owner.name}（{owner.display_name}）设置密码，设好后直接进入。"
        if owner
        else "这台服务器还没有账号。请起一个账号名，设好密码后直接进入。",
        asks_name=owner is None,
        name=owner.name if owner else form.get("name", ""),
        deed="设置密码并进入",
    )


def _asking_password(status: int, **values: object) -> Response:
    given = {"asks_old": False, "asks_name": False, "demo": False, "least": door.LEAST_PASSWORD, "most": door.MOST_PASSWORD}
    return paper.page("password", status, **(given | values))


def _message(heading: str, explained: str, found: Visit | None, *, status: int = 403) -> Response:
    return paper.page("message", status, heading=heading, explained=explained, demo=bool(found and found.demo))


def _same_twice(form: Form) -> None:
    if form.get("new") != form.get("again"):
        raise NotPossible("两次输入的新密码不一样。请重新输入。")


async def _typed(request: Request) -> dict[str, str]:
    """Read a form's texts."""
    async with request.form(max_files=0, max_fields=20) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}
