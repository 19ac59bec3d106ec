"""Accounts: who may sign in with a name."""

import sys
from typing import Annotated

import typer

from commands.console import AsJson, now, say
from data.accounts import Account, NewAccount
from data.store import Store
from models.access import LOCAL_STAFF, Role
from models.door import account_name
from models.errors import NotPossible
from services import accounts, settings

app = typer.Typer()
account_app = typer.Typer(no_args_is_help=True)
app.add_typer(account_app, name="account", help="账号")


@account_app.command("add")
def account_add(
    name: Annotated[str, typer.Argument(help="账号名，登录时输入，例如 wang")],
    role: Annotated[
        Role, typer.Option(help="角色：administrator 管理员，reviewer 审核员，leader 领导，forwarder 转报单位，enterprise 企业")
    ],
    called: Annotated[str, typer.Option(help="姓名，不写则用账号名")] = "",
    forwarder: Annotated[str | None, typer.Option(help="花名册上的转报单位名称")] = None,
    enterprise: Annotated[str | None, typer.Option(help="统一社会信用代码")] = None,
    ask: Annotated[bool, typer.Option("--ask-password", help="在这里输入密码，不用一次性链接")] = False,
    as_json: AsJson = False,
) -> None:
    """新增一个账号，给出设置密码的一次性链接；加 --ask-password 则当场输入密码。"""
    password = _asked() if ask else None
    store = settings.open_store()
    new = NewAccount(name=name, display_name=called, role=role, uscc=enterprise, forwarder=forwarder)
    added = accounts.add_account(store, LOCAL_STAFF, new, password=password, now=now())
    document: dict[str, object] = {"name": added.name, "role": added.role.value}
    lines = [f"已新增{added.role.chinese}账号 {added.name}。"]
    if password is None:
        link = _link(store, added)
        document["link"] = link
        lines.append(f"请打开下面的链接设置密码（24 小时内有效，只能用一次）：\n{link}")
    say(document, lines, as_json=as_json)


@account_app.command("list")
def account_list(as_json: AsJson = False) -> None:
    """列出全部账号。"""
    known = accounts.accounts(settings.open_store(), LOCAL_STAFF)
    rows = [{"name": one.name, "role": one.role.value, "disabled": one.disabled} for one in known]
    lines = [f"{one.name}　{one.role.chinese}{'　已停用' if one.disabled else ''}" for one in known]
    say({"accounts": rows}, lines or ["还没有账号。用 account add 新增第一个管理员。"], as_json=as_json)


@account_app.command("link")
def account_link(name: Annotated[str, typer.Argument(help="账号名")], as_json: AsJson = False) -> None:
    """给出重设密码的一次性链接。"""
    store = settings.open_store()
    found = next((one for one in accounts.accounts(store, LOCAL_STAFF) if one.name == account_name(name)), None)
    if found is None:
        raise NotPossible(f"没有账号“{name}”。用 account list 查看全部账号。")
    link = _link(store, found)
    say({"name": found.name, "link": link}, [f"请打开下面的链接设置密码（24 小时内有效，只能用一次）：\n{link}"], as_json=as_json)


def _link(store: Store, owner: Account) -> str:
    return f"{settings.entrance()}/link/{accounts.reset_link(store, LOCAL_STAFF, owner, now=now())}"


def _asked() -> str:
    """Ask for the password on the console, unseen; from a pipe, read its first line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password: str = typer.prompt("密码", hide_input=True, confirmation_prompt="再输入一次")
    return password
