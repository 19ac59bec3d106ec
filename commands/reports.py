"""The meeting: what goes to leadership, written from one reading of the figures."""

from pathlib import Path
from typing import Annotated

import typer

from commands.console import AsJson, Out, PeriodCode, now, progress_bar, read, say, write
from data.store import Store
from models.access import LOCAL_STAFF
from models.basis import Basis
from services import settings
from services.report import Kind

app = typer.Typer()


@app.command()
def report(
    period: PeriodCode,
    kind: Annotated[
        Kind,
        typer.Option(
            help="deck 汇报（pptx），notice 通报（docx），annex 附表（xlsx），feedback 各企业反馈单（zip；写 --enterprise 则为一家的 docx）"
        ),
    ],
    out: Out,
    basis: Annotated[Basis, typer.Option(help="口径：self 自评，reviewed 核定")] = Basis.SELF,
    master: Annotated[Path | None, typer.Option(help="协会自己的 pptx 模板（16:9），只用于 deck")] = None,
    enterprise: Annotated[str | None, typer.Option(help="统一社会信用代码，只用于 feedback")] = None,
    frozen: Annotated[str | None, typer.Option(help="用哪一份定稿来写，写定稿的名称；不写则用现在的数据")] = None,
    as_json: AsJson = False,
) -> None:
    """报告：汇报、通报、附表、反馈单。"""
    from services.report import report as write_report

    store, template = settings.open_store(), read(master) if master else None
    many = _count(store, period, frozen) if kind is Kind.FEEDBACK and enterprise is None else 0
    with progress_bar("正在写反馈单", many, as_json=as_json) as bar:
        content = write_report(
            store, LOCAL_STAFF, period, kind, basis=basis, master=template, enterprise=enterprise, frozen=frozen, report=bar
        )
    write(out, content)
    say({"out": str(out), "kind": kind.value}, [f"已写好 {out}。"], as_json=as_json)


def _count(store: Store, period: str, frozen: str | None) -> int:
    from services.feedback import count_feedbacks

    return count_feedbacks(store, LOCAL_STAFF, period, frozen=frozen)


@app.command()
def freeze(
    period: Annotated[str, typer.Argument(help="报告期，如 2020；latest 为最近一期")],
    name: Annotated[str, typer.Option(help="定稿的名称，如 会议稿")],
    as_json: AsJson = False,
) -> None:
    """定稿：把一期的清单和数据按现在的样子存下来，以后的报告可以指定用它。"""
    from services.freezing import freeze as freeze_figures

    made = freeze_figures(settings.open_store(), LOCAL_STAFF, period, name, now=now())
    document = {"period": made.period, "name": made.name, "figures": made.figures_sha256}
    say(document, [f"{made.period} 期已定稿，名称“{made.name}”。写报告时加 --frozen {made.name} 就用这一份。"], as_json=as_json)
