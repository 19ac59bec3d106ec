"""The figures: who has reported, and how far they are."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from commands.console import AsJson, PeriodCode, say
from models.access import LOCAL_STAFF
from models.basis import Basis
from services import settings

app = typer.Typer()


class By(StrEnum):
    """What progress is broken down by."""

    TOTAL = "total"
    PRIORITY = "priority"
    ITEM = "item"
    REGION = "region"
    SECTOR = "sector"
    SIZE = "size"
    ENTERPRISE = "enterprise"


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
    say(document, lines, as_json=as_json)


@app.command()
def progress(
    period: PeriodCode,
    by: Annotated[By, typer.Option(help="按什么汇总")],
    basis: Annotated[Basis, typer.Option(help="口径：self 自评，reviewed 核定")] = Basis.SELF,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="输出 CSV")] = False,
) -> None:
    """进展：得分、分档、达标率，按所选的口径汇总。"""
    from services.documents import progress_document
    from services.progress import snapshot
    from services.tables import csv_text, flat_rows, table_lines

    document = progress_document(snapshot(settings.open_store(), LOCAL_STAFF, period, basis), by)
    if as_csv and as_json:
        raise typer.BadParameter("--json 和 --csv 只能选一个")
    rows = flat_rows(document)
    if as_csv:
        # As bytes: on Windows a text stream would double the ends of the lines.
        sys.stdout.buffer.write(csv_text(rows).encode())
    else:
        say(document, table_lines(rows), as_json=as_json)
