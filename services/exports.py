"""What a page shows, to take away: as tables with Chinese headings, as CSV and as a workbook; contacts only when asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pandas as pd

from data import rosters
from data.store import Store
from models.access import Viewer
from models.basis import Basis
from models.catalogue import Priority
from models.progress import Status, submissions_by_day
from reports.workbook import build_workbook
from services.documents import progress_document
from services.enterprise import EnterpriseView
from services.filters import Filters
from services.progress import Snapshot, snapshot
from services.tables import STATUSES, Row, csv_text, flat_rows

CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SCORES = {
    "综合得分", "平均综合得分", "综合得分中位数", "得分率", "平均", "中位数", "下四分位", "上四分位", "目标",
    "平均综合得分差", "得分率差（个百分点）", "达标率差（个百分点）", *Priority,
}  # fmt: skip
_SCORE = re.compile(r"-?\d+(\.\d+)?")
_LABELS = ("重点工作", "编号", "分组", "日期", "企业名称", "名称", "评价项目")
_OUTSTANDING = {"uscc": "统一社会信用代码", "name": "企业名称", "region": "地区", "sector": "行业", "size": "规模", "forwarder": "转报单位"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Tables of one page: a file name without its ending, the rows of each table by its name, and their basis.

    The basis stands in the last column of every row that leaves: a file's name is soon changed.
    """

    name: str
    tables: dict[str, list[Row]]
    basis: Basis | None = None


def as_csv(export: Export) -> bytes:
    """Write one table as it is, several as one long one: 表, 名称, 指标, 数值."""
    if len(export.tables) == 1:
        [rows] = export.tables.values()
    else:
        rows = [line for name, table in export.tables.items() for row in table for line in _long(name, row)]
    return csv_text([row | _basis(export) for row in rows]).encode()


def as_workbook(export: Export) -> bytes:
    """Write a sheet a table."""
    tables = {name: [_with_numbers(row) | _basis(export) for row in rows] for name, rows in export.tables.items()}
    return build_workbook(tables)


def overview_export(store: Store, viewer: Viewer, period: str, filters: Filters, basis: Basis = Basis.SELF) -> Export:
    """Gather what 总览 shows of a choice of enterprises; every figure is the one `progress --json` gives."""
    now = _kept(snapshot(store, viewer, period, basis), filters)
    ways = {"汇总": "total", "六项重点": "priority", "分行业": "sector", "评价项目": "item"}
    tables = {name: flat_rows(progress_document(now, way)) for name, way in ways.items()}
    tables["汇总"] = [{"指标": name, "数值": value} for row in tables["汇总"] for name, value in row.items()]
    days = submissions_by_day(now.enterprises)
    tables["累计报送"] = [{"日期": day, "累计已报": int(count)} for day, count in zip(days["day"], days["cumulative"], strict=True)]
    tables["未报与退回"] = _outstanding(now.enterprises)
    chosen = "_".join(filters.chosen())
    return Export(name=f"总览_{now.period.code}_{basis.chinese}{'_' * bool(chosen)}{chosen}", tables=tables, basis=basis)


def enterprises_export(
    store: Store, viewer: Viewer, period: str, usccs: Sequence[str], *, contacts: bool = False, basis: Basis = Basis.SELF
) -> Export:
    """List enterprises with their figures, in the order given; `contacts` adds personal data."""
    now = snapshot(store, viewer, period, basis)
    frame = now.enterprises.set_index("uscc", drop=False).loc[list(usccs)]
    rows = flat_rows(progress_document(replace(now, enterprises=frame), "enterprise"))
    if contacts:
        with store.reading() as connection:
            roster = rosters.roster(connection, viewer, now.period.code)
        rows = [row | _contact(roster[uscc].contact) for row, uscc in zip(rows, usccs, strict=True)]
    return Export(name=f"企业名单_{now.period.code}_{basis.chinese}{'_含联系人' * contacts}", tables={"企业名单": rows}, basis=basis)


def enterprise_export(store: Store, viewer: Viewer, view: EnterpriseView) -> Export:
    """Gather what the page of one enterprise shows: its figures, and its newest form item by item."""
    uscc = str(view.row["uscc"])
    [figures] = enterprises_export(store, viewer, view.period.code, [uscc], basis=view.basis).tables.values()
    answers: list[Row] = [{str(name): _plain(value) for name, value in row.items()} for row in view.answers.to_dict("records")]
    return Export(
        name=f"{uscc}_{view.row['name']}_{view.period.code}_{view.basis.chinese}",
        tables={"得分": figures, "逐项填报": answers},
        basis=view.basis,
    )


def _basis(export: Export) -> Row:
    return {"口径": export.basis.chinese} if export.basis else {}


def _kept(now: Snapshot, filters: Filters) -> Snapshot:
    return replace(now, enterprises=filters.keep(now.enterprises))


def _outstanding(rows: pd.DataFrame) -> list[Row]:
    open_rows = rows[rows["status"].isin([Status.MISSING, Status.RETURNED])]
    return [
        {heading: row[name] for name, heading in _OUTSTANDING.items()} | {"状态": STATUSES[row["status"]]}
        for row in open_rows.to_dict("records")
    ]


def _contact(contact: Any) -> Row:
    return {"联系人": contact.person, "手机": contact.mobile, "邮箱": contact.email}


def _long(table: str, row: Row) -> list[Row]:
    """Take a row apart: a line a figure, named by what identifies the row."""
    if "指标" in row:
        figures = {heading: value for heading, value in row.items() if heading != "指标"}
        return [{"表": table, "名称": name.replace("数值", "合计"), "指标": row["指标"], "数值": value} for name, value in figures.items()]
    name = " ".join(str(row[label]) for label in _LABELS if row.get(label))
    return [{"表": table, "名称": name, "指标": heading, "数值": value} for heading, value in row.items() if heading not in _LABELS]


def _with_numbers(row: Row) -> Row:
    return {heading: _number(str(row.get("指标", heading)), value) for heading, value in row.items()}


def _number(heading: str, value: Any) -> Any:
    """Make a score a number, which its text is for the sake of its one decimal."""
    named = heading.rpartition(" ")[2] in _SCORES
    return Decimal(value) if named and isinstance(value, str) and _SCORE.fullmatch(value) else value


def _plain(value: Any) -> Any:
    return None if not isinstance(value, str) and pd.isna(value) else value
