"""登录码 for enterprises: issued, and written where they can be printed and sent."""

from typing import Annotated

import typer

from commands.console import AsJson, Out, PeriodCode, now, say
from models.access import LOCAL_STAFF
from models.errors import NotPossible
from services import settings
from services.whole_file import written_whole

app = typer.Typer()


@app.command()
def codes(
    period: PeriodCode,
    out: Out,
    enterprise: Annotated[str | None, typer.Option(help="统一社会信用代码：只给这一家换发")] = None,
    renew: Annotated[bool, typer.Option("--renew", help="已有登录码的也换发，原来的作废")] = False,
    address: Annotated[str | None, typer.Option(help="企业登录的网址，印在登录码旁边（默认 PUBLIC_URL）")] = None,
    as_json: AsJson = False,
) -> None:
    """发登录码：写成可打印裁开、可邮件合并的 xlsx；登录码只在这个文件里，以后查不到。"""
    from services.access_codes import issue_codes, renew_code

    store = settings.open_store()
    if out.exists():
        raise NotPossible(f"{out} 已经有了，里面可能是以前发的登录码，不覆盖。请换一个文件名。")
    # The file is open before anything is issued: codes that cannot be written would be lost.
    with written_whole(out) as file:
        if enterprise is not None:
            issued = renew_code(store, LOCAL_STAFF, period, enterprise, now=now())
        else:
            issued = issue_codes(store, LOCAL_STAFF, period, renew=renew, now=now())
        file.write(issued.workbook(address or settings.entrance()))
    document = {"period": issued.period.code, "out": str(out), "codes": len(issued.slips)}
    say(document, [f"已给 {len(issued.slips)} 家企业发登录码，写在 {out}。登录码以后查不到，请妥善保管这个文件。"], as_json=as_json)
