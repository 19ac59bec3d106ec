"""Setting up: the store, the catalogue, the roster, the periods."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.console import DAY, WITH_FAULTS, AsJson, Out, Uscc, now, read, say, today, write
from models.access import LOCAL_STAFF
from models.errors import CatalogueFault
from services import settings

Reason = Annotated[str, typer.Option("--reason", help="原因，记入操作记录")]
app = typer.Typer()
catalogue_app = typer.Typer(no_args_is_help=True)
roster_app = typer.Typer(no_args_is_help=True)
period_app = typer.Typer(no_args_is_help=True)
app.add_typer(catalogue_app, name="catalogue", help="清单")
app.add_typer(roster_app, name="roster", help="花名册")
app.add_typer(period_app, name="period", help="报告期")


@app.command()
def init(
    demo: Annotated[bool, typer.Option("--demo", help="放入虚构的示范数据")] = False,
    enterprises: Annotated[int, typer.Option(help="示范企业数", min=1)] = 120,
    periods: Annotated[int, typer.Option(help="示范报告期数", min=1)] = 3,
    seed: Annotated[int, typer.Option(help="示范数据的随机种子")] = 59,
    levels_only: Annotated[bool, typer.Option("--levels-only", help="示范表只有等级，没有文件和文字；两万家以上总是如此")] = False,
    as_json: AsJson = False,
) -> None:
    """建立数据库；加 --demo 放入示范数据。"""
    store = settings.open_store()
    if demo:
        from services.demo import fill_demo
        from services.samples import write_samples

        fill_demo(store, LOCAL_STAFF, enterprises=enterprises, periods=periods, seed=seed, levels_only=levels_only, now=now())
        made = write_samples(store, LOCAL_STAFF, settings.var_dir() / "samples", today=today())
        lines = [
            f"已建立示范数据库：{enterprises} 家虚构企业，{periods} 个报告期。",
            f"{made[0].parent} 里有 {len(made)} 个带典型问题的样本文件，可以拿来试收件。",
        ]
    else:
        lines = [f"数据库已就绪：{settings.var_dir()}。下一步：roster import 导入花名册，period add 建立报告期。"]
    say({"var_dir": str(settings.var_dir()), "demo": demo}, lines, as_json=as_json)


@catalogue_app.command("check")
def catalogue_check(
    file: Annotated[Path | None, typer.Argument(help="清单文件；不写则检查随程序的各版")] = None, as_json: AsJson = False
) -> None:
    """检查清单文件，列出全部问题及所在行。"""
    from data.editions import editions, load_edition

    rows: list[dict[str, Any]] = []
    lines: list[str] = []
    faults: list[str] = []
    for edition in [file] if file else editions():
        try:
            catalogue = load_edition(edition)
        except CatalogueFault as fault:
            faults += fault.faults
        else:
            rows.append({"edition": catalogue.edition, "items": len(catalogue.items), "clauses": len(catalogue.clauses)})
            lines.append(f"{edition}：{len(catalogue.items)} 个评价项目，{len(catalogue.clauses)} 条条款，没有发现问题。")
    say({"editions": rows, "faults": faults}, [*lines, *faults], as_json=as_json)
    if faults:
        raise typer.Exit(WITH_FAULTS)


@roster_app.command("template")
def roster_template(out: Out, as_json: AsJson = False) -> None:
    """写一份空的花名册。"""
    from data.reference_lists import load_reference_lists
    from exchange.roster_template import build_roster_template

    write(out, build_roster_template(load_reference_lists()))
    say({"out": str(out)}, [f"已写好 {out}。"], as_json=as_json)


@roster_app.command("import")
def roster_import(file: Path, as_json: AsJson = False) -> None:
    """导入花名册：按统一社会信用代码增改，文件里没有的企业保留。"""
    from services.documents import roster_document
    from services.rosters import import_roster

    imported = import_roster(settings.open_store(), LOCAL_STAFF, read(file), now=now())
    change = imported.change
    lines = [f"{issue.severity.chinese}　{issue.message}　[{issue.code}]" for issue in imported.issues]
    lines.append(
        f"读到 {imported.rows_read} 行：新增 {len(change.added)} 家，更新 {len(change.changed)} 家，未变 {len(change.unchanged)} 家。"
    )
    lines += [f"花名册上另有 {len(change.absent)} 家不在这个文件里，仍然保留：{'、'.join(change.absent[:20])}。"] * bool(change.absent)
    say(roster_document(imported), lines, as_json=as_json)
    if any(issue.severity == "error" for issue in imported.issues):
        raise typer.Exit(WITH_FAULTS)


@period_app.command("add")
def period_add(
    code: Annotated[str, typer.Argument(help="如 2020、2020H2、2020Q3")],
    deadline: Annotated[datetime, typer.Option(formats=DAY, help="截止日，如 2020-09-10")],
    grace: Annotated[int, typer.Option(help="宽限天数", min=0)] = 0,
    edition: Annotated[str, typer.Option(help="清单版本")] = "2020",
    as_json: AsJson = False,
) -> None:
    """建立报告期，并复制现有花名册。"""
    from services.periods import add_period

    period = add_period(settings.open_store(), LOCAL_STAFF, code, deadline.date(), grace_days=grace, edition=edition, now=now())
    document = {"period": period.code, "edition": period.edition, "deadline": str(period.deadline), "grace_days": period.grace_days}
    say(document, [f"已建立报告期 {period.code}，截止 {period.deadline}，清单 {period.edition} 版。"], as_json=as_json)


@period_app.command("extend")
def period_extend(
    code: str, enterprise: Uscc, until: Annotated[datetime, typer.Option(formats=DAY, help="延到哪一天")], as_json: AsJson = False
) -> None:
    """给一家企业延期。"""
    from services.periods import extend

    period = extend(settings.open_store(), LOCAL_STAFF, code, enterprise, until.date(), now=now())
    document = {"period": period.code, "uscc": enterprise, "until": str(until.date())}
    say(document, [f"{enterprise} 的 {period.code} 期已延到 {until.date()}。"], as_json=as_json)


@period_app.command("close")
def period_close(code: str, reason: Reason, as_json: AsJson = False) -> None:
    """关闭报告期：不再收件、审核，花名册不再变动。"""
    from services.periods import close

    period = close(settings.open_store(), LOCAL_STAFF, code, reason, now=now())
    say({"period": period.code, "closed": True}, [f"{period.code} 期已关闭。"], as_json=as_json)


@period_app.command("reopen")
def period_reopen(code: str, reason: Reason, as_json: AsJson = False) -> None:
    """重新打开已关闭的报告期。"""
    from services.periods import reopen

    period = reopen(settings.open_store(), LOCAL_STAFF, code, reason, now=now())
    say({"period": period.code, "closed": False}, [f"{period.code} 期已重新打开。"], as_json=as_json)
