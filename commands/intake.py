"""The way of the forms: written for the enterprises, received from them."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.console import DAY, WITH_FAULTS, AsJson, Out, PeriodCode, now, say, today, write
from models.access import LOCAL_STAFF
from services import settings

app = typer.Typer()


@app.command()
def template(
    period: PeriodCode,
    out: Out,
    enterprise: Annotated[str | None, typer.Option(help="统一社会信用代码")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="全部应报企业，打成一个 zip")] = False,
    as_json: AsJson = False,
) -> None:
    """生成自评表：一家企业的 xlsx，或全部应报企业的 zip。"""
    from services.pack import form_of, pack

    store, day = settings.open_store(), today()
    if everybody == (enterprise is not None):
        raise typer.BadParameter("请写 --enterprise 或 --all，二者选一")
    if enterprise is not None:
        write(out, form_of(store, LOCAL_STAFF, period, enterprise, today=day)[1])
        count = 1
    else:
        if out.suffix.lower() != ".zip":
            raise typer.BadParameter("全部自评表要写成 .zip，例如 --out 自评表.zip")
        count = pack(store, LOCAL_STAFF, period, out, today=day)
    say({"out": str(out), "forms": count}, [f"已写好 {out}：{count} 份自评表。"], as_json=as_json)


@app.command()
def receive(
    paths: Annotated[list[Path], typer.Argument(help="文件、文件夹或 zip")],
    period: PeriodCode,
    received_on: Annotated[datetime | None, typer.Option(formats=DAY, help="实际收到的日期")] = None,
    return_to: Annotated[Path | None, typer.Option(help="标注后的退回文件写到这个文件夹（--dry-run 时不写）")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不入库")] = False,
    as_json: AsJson = False,
) -> None:
    """收件：检查、计分、入库，逐个文件报告结果。"""
    from services.console import intake_lines
    from services.documents import intake_document
    from services.receive import receive as receive_files
    from services.returning import write_returned
    from services.sources import from_paths

    store, day = settings.open_store(), received_on.date() if received_on else None
    sources = from_paths(paths)
    intake = receive_files(store, LOCAL_STAFF, sources, period, now=now(), received_on=day, rehearsal=dry_run)
    returned = write_returned(store, LOCAL_STAFF, intake.files, return_to) if return_to and not dry_run else {}
    say(intake_document(intake, returned), intake_lines(intake), as_json=as_json)
    if intake.needs_somebody:
        raise typer.Exit(WITH_FAULTS)
