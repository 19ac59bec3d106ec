"""接口令牌: keys with which other systems hand in forms and read figures."""

from typing import Annotated

import typer

from commands.console import AsJson, now, say
from models.access import LOCAL_STAFF
from models.api_token import USUAL_DAYS, TokenScope
from models.period import SHANGHAI
from services import api_tokens, settings

app = typer.Typer()
token_app = typer.Typer(no_args_is_help=True)
app.add_typer(token_app, name="token", help="接口令牌")


@token_app.command("add")
def token_add(
    account: Annotated[str, typer.Option(help="所属账号名；令牌的权限不超过这个账号")],
    label: Annotated[str, typer.Option(help="用途，例如：OA 系统每日取数")],
    scope: Annotated[list[TokenScope], typer.Option(help="可以做什么：read 查看进展，submit 报送自评表，watch 查看运行数字；可写多次")],
    days: Annotated[int, typer.Option(help="有效天数")] = USUAL_DAYS,
    as_json: AsJson = False,
) -> None:
    """发一个接口令牌；令牌只显示这一次。"""
    made, text = api_tokens.issue_token(settings.open_store(), LOCAL_STAFF, account, label=label, scopes=scope, days=days, now=now())
    until = made.expires_at.astimezone(SHANGHAI)
    document = {"id": made.id, "token": text, "expires_at": made.expires_at.isoformat()}
    say(document, [f"令牌“{made.label}”，有效期至 {until:%Y-%m-%d}，只显示这一次：", text], as_json=as_json)


@token_app.command("list")
def token_list(as_json: AsJson = False) -> None:
    """列出全部接口令牌。"""
    known = api_tokens.api_tokens(settings.open_store(), LOCAL_STAFF)
    rows = [
        {
            "id": one.id,
            "label": one.label,
            "account": one.account.name,
            "scopes": [scope.value for scope in TokenScope if scope in one.scopes],
            "expires_at": one.expires_at.isoformat(),
            "works": one.works(now()),
        }
        for one in known
    ]
    lines = [
        f"{one.id}　{one.label}　{one.account.name}　到 {one.expires_at.astimezone(SHANGHAI):%Y-%m-%d}{'' if one.works(now()) else '　已失效'}"
        for one in known
    ]
    say({"tokens": rows}, lines or ["还没有接口令牌。用 token add 发一个。"], as_json=as_json)


@token_app.command("revoke")
def token_revoke(number: Annotated[int, typer.Argument(help="令牌编号，见 token list")], as_json: AsJson = False) -> None:
    """作废一个接口令牌，马上不能再用。"""
    made = api_tokens.revoke_token(settings.open_store(), LOCAL_STAFF, number, now=now())
    say({"id": made.id, "label": made.label, "works": made.works(now())}, [f"已作废令牌“{made.label}”。"], as_json=as_json)
