"""两期对比 to take away: every figure the page shows, and none that it keeps back."""

from fractions import Fraction

import pandas as pd

from models.progress import LEAST_FOR_RANKED_ITEMS, LEAST_SHOWN, ProgressSummary
from models.rounding import half_up
from models.scoring import shown
from services.compare import Comparison, LikeForLike
from services.exports import Export
from services.tables import Row

Value = int | float | str | None


def comparison_export(view: Comparison) -> Export:
    """Gather the periods' own figures, and the changes over the enterprises both count; differences are now less before."""
    before, now = view.before.code, view.now.code
    tables = {"两期各自的数": side_by_side(view)}
    if view.panel is not None and view.panel.n >= LEAST_SHOWN:
        tables |= _changes(view.panel, before, now)
    return Export(name=f"两期对比_{before}_{now}_{view.basis.chinese}", tables=tables, basis=view.basis)


def own_figures(summary: ProgressSummary) -> dict[str, Value]:
    """Name a period's own figures: enterprises as whole numbers, rates 0-1, scores as text with one decimal."""
    book, middle = summary.ledger, summary.total
    return {
        "应报": book.expected,
        "已报": book.received,
        "报送率": book.submission_rate,
        "未报": book.missing,
        "退回待改": book.returned,
        "豁免": book.exempt,
        "有效率": summary.validity_rate,
        "计入平均": middle.n,
        "平均综合得分": shown(middle.mean),
        "综合得分中位数": shown(middle.median),
        "达标率": summary.compliance_rate,
        **summary.bands,
    }


def side_by_side(view: Comparison) -> list[Row]:
    """Lay the periods' own figures beside each other: 指标, and a column a period."""
    before, now = own_figures(view.summary_before), own_figures(view.summary)
    names = dict.fromkeys([*now, *before])
    return [{"指标": name, view.before.code: before.get(name), view.now.code: now.get(name)} for name in names]


def _changes(panel: LikeForLike, before: str, now: str) -> dict[str, list[Row]]:
    moves = panel.bands
    told: dict[str, Value] = {
        "同口径企业": panel.n,
        "平均综合得分差": _rounded(panel.score.difference if panel.score else None),
        "达标率差（个百分点）": _rounded(100 * panel.compliance.difference if panel.compliance else None),
        "升档": moves.up,
        "降档": moves.down,
        "分档不变": moves.same,
    }
    tables = {
        "同口径": [{"指标": name, "数值": value} for name, value in told.items()],
        "六项重点": _moved(panel.priorities, before, now),
        "分档去向": [
            {"名称": f"{before} {was}"} | {f"{now} {band}": int(count) for band, count in line.items()}
            for was, line in panel.band_table.to_dict("index").items()
        ],
    }
    if panel.n >= LEAST_FOR_RANKED_ITEMS:
        tables |= {"上升最多的项目": _moved(panel.rose, before, now), "下降最多的项目": _moved(panel.fell, before, now)}
    return tables


def _moved(frame: pd.DataFrame, before: str, now: str) -> list[Row]:
    """Lay out what moved; a row of fewer than 3 enterprises keeps its figures to itself."""
    return [
        {"编号": row["key"], "名称": row["title"], "n": row["n"]}
        | {
            heading: _rounded(row[name]) if row["n"] >= LEAST_SHOWN else None
            for heading, name in ((f"{before} 得分率", "before"), (f"{now} 得分率", "now"), ("得分率差（个百分点）", "difference"))
        }
        for row in frame.to_dict("records")
    ]


def _rounded(value: Fraction | None) -> str | None:
    return None if value is None else str(half_up(value))
