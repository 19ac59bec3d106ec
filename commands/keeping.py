"""Keeping the store: backups, restoring them, and looking whether all is well."""

from pathlib import Path
from typing import Annotated

import typer

from commands.console import WITH_FAULTS, AsJson, now, say
from models.access import LOCAL_STAFF
from services import settings

app = typer.Typer()


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="备份写到哪个 zip 文件")] = None,
    into: Annotated[Path | None, typer.Option("--into", help="每晚备份用：按时间命名，写进这个文件夹（默认 VAR_DIR/backups）")] = None,
    keep: Annotated[int, typer.Option(help="文件夹里保留最近几份", min=1)] = 14,
    as_json: AsJson = False,
) -> None:
    """备份：数据库和全部原文件，写成一个 zip；备份时可以照常工作。"""
    from services.backups import backup as back_up
    from services.backups import nightly_backup

    store = settings.open_store()
    if file is not None and into is not None:
        raise typer.BadParameter("请写备份文件或 --into，二者选一")
    if file is not None:
        out, made = file, back_up(store, LOCAL_STAFF, file, now=now())
    else:
        out, made = nightly_backup(store, LOCAL_STAFF, into or settings.backup_dir(), now=now(), keep=keep)
    document = {"out": str(out), "revision": made.revision, "rows": made.rows, "kept": made.kept}
    lines = [f"已备份到 {out}：自评表 {made.rows['submission']} 份，原文件 {made.kept} 个。请再复制一份到别的机器。"]
    say(document, lines, as_json=as_json)


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="备份的 zip 文件")], as_json: AsJson = False) -> None:
    """恢复：把一份备份放进空的数据库（SQLite 与 PostgreSQL 可以互换）。"""
    from services.backups import restore as put_back

    made = put_back(file)
    document = {"made_at": made.made_at.isoformat(), "revision": made.revision, "rows": made.rows, "kept": made.kept}
    lines = [f"已恢复 {made.made_at:%Y-%m-%d %H:%M} 的备份：自评表 {made.rows['submission']} 份，原文件 {made.kept} 个。"]
    say(document, lines, as_json=as_json)


@app.command()
def check(as_json: AsJson = False) -> None:
    """检查：数据库、操作记录、原文件、得分、清单、备份是否完好。"""
    from services.checks import check as look

    found = look(settings.open_store(), LOCAL_STAFF, now=now())
    document = {"checks": [{"name": one.name, "well": one.well, "faults": list(one.faults), "advice": one.advice} for one in found]}
    lines = [
        line
        for one in found
        for line in (f"{'✓' if one.well else '✕'} {one.name}", *(f"  {told}" for told in (*one.faults, one.advice) if told))
    ]
    say(document, lines, as_json=as_json)
    if not all(one.well for one in found):
        raise typer.Exit(WITH_FAULTS)
