"""The same product without a screen: the operator's command line."""

import io
import json
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from models.access import LOCAL_STAFF
from models.errors import CatalogueFault, NotPossible, ProductError
from models.period import SHANGHAI
from models.system_words import reason
from services import settings
from services.complaints import complaint
from services.whole_file import written_whole

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, help="工业质量品牌自评"
)
catalogue_app = typer.Typer(no_args_is_help=True)
roster_app = typer.Typer(no_args_is_help=True)
period_app = typer.Typer(no_args_is_help=True)
app.add_typer(catalogue_app, name="catalogue", help="清单")
app.add_typer(roster_app, name="roster", help="花名册")
app.add_typer(period_app, name="period", help="报告期")

DONE, WITH_FAULTS, NOT_DONE = 0, 1, 2
AsJson = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 文档")]
PeriodCode = Annotated[str, typer.Option("--period", help="报告期，如 2020、2020H2、2020Q3；latest 为最近一期")]
Uscc = Annotated[str, typer.Option("--enterprise", help="统一社会信用代码")]
DAY = ["%Y-%m-%d"]
Out = Annotated[Path, typer.Option("--out", help="写到哪个文件")]


class By(StrEnum):
    """What progress is broken down by."""

    TOTAL = "total"
    PRIORITY = "priority"
    ITEM = "item"
    REGION = "region"
    SECTOR = "sector"
    SIZE = "size"
    ENTERPRISE = "enterprise"


class Basis(StrEnum):
    """Whose levels the figures are made from."""

    SELF = "self"


@app.command()
def init(
    demo: Annotated[bool, typer.Option("--demo", help="放入虚构的示范数据")] = False,
    enterprises: Annotated[int, typer.Option(help="示范企业数", min=1)] = 120,
    periods: Annotated[int, typer.Option(help="示范报告期数", min=1)] = 3,
    seed: Annotated[int, typer.Option(help="示范数据的随机种子")] = 59,
    as_json: AsJson = False,
) -> None:
    """建立数据库；加 --demo 放入示范数据。"""
    store = settings.open_store()
    if demo:
        from services.demo import fill_demo
        from services.samples import write_samples

        fill_demo(store, LOCAL_STAFF, enterprises=enterprises, periods=periods, seed=seed, now=_now())
        made = write_samples(store, LOCAL_STAFF, settings.var_dir() / "samples", today=_today())
        lines = [
            f"已建立示范数据库：{enterprises} 家虚构企业，{periods} 个报告期。",
            f"{made[0].parent} 里有 {len(made)} 个带典型问题的样本文件，可以拿来试收件。",
        ]
    else:
        lines = [f"数据库已就绪：{settings.var_dir()}。下一步：roster import 导入花名册，period add 建立报告期。"]
    _say({"var_dir": str(settings.var_dir()), "demo": demo}, lines, as_json=as_json)


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
    _say({"editions": rows, "faults": faults}, [*lines, *faults], as_json=as_json)
    if faults:
        raise typer.Exit(WITH_FAULTS)


@roster_app.command("template")
def roster_template(out: Out, as_json: AsJson = False) -> None:
    """写一份空的花名册。"""
    from data.reference_lists import load_reference_lists
    from exchange.roster_template import build_roster_template

    _write(out, build_roster_template(load_reference_lists()))
    _say({"out": str(out)}, [f"已写好 {out}。"], as_json=as_json)


@roster_app.command("import")
def roster_import(file: Path, as_json: AsJson = False) -> None:
    """导入花名册：按统一社会信用代码增改，文件里没有的企业保留。"""
    from services.documents import roster_document
    from services.rosters import import_roster

    imported = import_roster(settings.open_store(), LOCAL_STAFF, _read(file), now=_now())
    change = imported.change
    lines = [f"{issue.severity.chinese}　{issue.message}　[{issue.code}]" for issue in imported.issues]
    lines.append(
        f"读到 {imported.rows_read} 行：新增 {len(change.added)} 家，更新 {len(change.changed)} 家，未变 {len(change.unchanged)} 家。"
    )
    lines += [f"花名册上另有 {len(change.absent)} 家不在这个文件里，仍然保留：{'、'.join(change.absent[:20])}。"] * bool(change.absent)
    _say(roster_document(imported), lines, as_json=as_json)
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

    period = add_period(settings.open_store(), LOCAL_STAFF, code, deadline.date(), grace_days=grace, edition=edition, now=_now())
    document = {"period": period.code, "edition": period.edition, "deadline": str(period.deadline), "grace_days": period.grace_days}
    _say(document, [f"已建立报告期 {period.code}，截止 {period.deadline}，清单 {period.edition} 版。"], as_json=as_json)


@period_app.command("extend")
def period_extend(
    code: str, enterprise: Uscc, until: Annotated[datetime, typer.Option(formats=DAY, help="延到哪一天")], as_json: AsJson = False
) -> None:
    """给一家企业延期。"""
    from services.periods import extend

    period = extend(settings.open_store(), LOCAL_STAFF, code, enterprise, until.date(), now=_now())
    document = {"period": period.code, "uscc": enterprise, "until": str(until.date())}
    _say(document, [f"{enterprise} 的 {period.code} 期已延到 {until.date()}。"], as_json=as_json)


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

    store, today = settings.open_store(), _today()
    if everybody == (enterprise is not None):
        raise typer.BadParameter("请写 --enterprise 或 --all，二者选一")
    if enterprise is not None:
        _write(out, form_of(store, LOCAL_STAFF, period, enterprise, today=today)[1])
        count = 1
    else:
        if out.suffix.lower() != ".zip":
            raise typer.BadParameter("全部自评表要写成 .zip，例如 --out 自评表.zip")
        count = pack(store, LOCAL_STAFF, period, out, today=today)
    _say({"out": str(out), "forms": count}, [f"已写好 {out}：{count} 份自评表。"], as_json=as_json)


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
    intake = receive_files(store, LOCAL_STAFF, sources, period, now=_now(), received_on=day, rehearsal=dry_run)
    returned = write_returned(store, LOCAL_STAFF, intake.files, return_to) if return_to and not dry_run else {}
    _say(intake_document(intake, returned), intake_lines(intake), as_json=as_json)
    if any(file.needs_somebody for file in intake.files):
        raise typer.Exit(WITH_FAULTS)


@app.command()
def ledger(period: PeriodCode, as_json: AsJson = False) -> None:
    """登记簿：应报、已报、退回、未报。"""
    from models.progress import ledger as ledger_of
    from services.console import ledger_line
    from services.documents import ledger_document
    from services.progress import snapshot
    from services.tables import flat_rows, table_lines

    found = snapshot(settings.open_store(), LOCAL_STAFF, period)
    document = ledger_document(found)
    lines = [*table_lines(flat_rows(document)), ledger_line(ledger_of(found.enterprises))]
    _say(document, lines, as_json=as_json)


@app.command()
def progress(
    period: PeriodCode,
    by: Annotated[By, typer.Option(help="按什么汇总")],
    basis: Annotated[Basis, typer.Option(help="自评")] = Basis.SELF,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="输出 CSV")] = False,
) -> None:
    """进展：得分、分档、达标率，按所选的口径汇总。"""
    from services.documents import progress_document
    from services.progress import snapshot
    from services.tables import csv_text, flat_rows, table_lines

    document = progress_document(snapshot(settings.open_store(), LOCAL_STAFF, period), by, basis)
    if as_csv and as_json:
        raise typer.BadParameter("--json 和 --csv 只能选一个")
    rows = flat_rows(document)
    if as_csv:
        # As bytes: on Windows a text stream would double the ends of the lines.
        sys.stdout.buffer.write(csv_text(rows).encode())
    else:
        _say(document, table_lines(rows), as_json=as_json)


def main() -> NoReturn:
    """Run a command; whatever goes wrong ends as one line and 2, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        sys.exit(app(standalone_mode=False) or DONE)
    except typer.Exit as ended:
        sys.exit(ended.exit_code)
    except typer.Abort:
        _fail("已中止。")
    except ProductError as fault:
        _fail(str(fault))
    except typer.TyperException as fault:
        _fail(f"命令写得不对：{complaint(str(fault))}用 --help 查看写法。")
    except Exception as fault:  # noqa: BLE001 - nobody at a console can use a traceback; the log has it
        settings.log().exception("unexpected fault")
        _fail(f"程序出错（{type(fault).__name__}：{fault}）。详情在 {settings.var_dir() / 'logs'}，请告诉维护人员。")


def _say(document: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    sys.exit(NOT_DONE)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        message = f"读不了 {file}（{reason(fault)}）。请检查路径。"
        raise NotPossible(message) from fault


def _write(out: Path, content: bytes) -> None:
    with written_whole(out) as file:
        file.write(content)


def _now() -> datetime:
    return datetime.now(UTC)


def _today() -> date:
    return _now().astimezone(SHANGHAI).date()


if __name__ == "__main__":
    main()
