"""What 地区 says in words and tables."""

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING, rate_percent
from charts.region_findings import regions_answer
from models.group_ledger import complete
from models.period import Period
from pages.parts import blocks
from pages.parts.blocks import Figure
from pages.parts.download import offer
from services.download import address
from services.regions import DIRECT, RegionsView, ledger_table


def regions_and_answer(view: RegionsView) -> None:
    """Write how the regions report, and four figures of it."""
    line = f"{view.period.code} 期 · 截止 {view.period.deadline}" + (f" · 截至 {view.as_of}" if view.as_of else "")
    blocks.answer(regions_answer(view.regions, view.book), line)
    expecting = view.regions[view.regions["expected"] > 0]
    full = int(complete(expecting).sum())
    lacking = int((expecting["missing"] > 0).sum())
    book = view.book
    blocks.figures(
        [
            Figure("报送率", rate_percent(book.submission_rate), f"{book.received} / {book.expected} 家"),
            Figure("报齐的地区", f"{full} 个", f"共 {len(expecting)} 个地区应报"),
            Figure("未报", f"{book.missing} 家", f"分在 {lacking} 个地区" if book.missing else "没有缺的"),
            _fourth(view),
        ]
    )


def submission_table(frame: pd.DataFrame, *, group: str, period: Period) -> None:
    """Show the ledger of every region or forwarder."""
    table = ledger_table(frame, group)
    with st.container(border=True, height="stretch"):
        st.markdown(f"#### 各{group}的报送\n:small[:gray[家数；报送率＝已报÷应报，豁免的不算应报；应报的都通过检查为报齐]]", anchors=False)
        st.dataframe(
            table,
            hide_index=True,
            row_height=30,
            height="content" if len(table) else 120,
            placeholder=NOTHING,
            column_config=_columns(group),
            key=f"ledger-{group}",
        )
        kind = "regions" if group == "地区" else "forwarders"
        offer("下载（CSV）", address(kind, period=period.code, format="csv"), key=f"csv-{kind}")


def _fourth(view: RegionsView) -> Figure:
    forwarders = view.forwarders[(view.forwarders["key"] != DIRECT) & (view.forwarders["expected"] > 0)]
    if forwarders.empty:
        return Figure("退回待改", f"{view.book.returned} 家", "已报，等企业修改")
    return Figure("报齐的转报单位", f"{int(complete(forwarders).sum())} 个", f"共 {len(forwarders)} 个转报单位")


def _columns(group: str) -> dict[str, object]:
    config = st.column_config
    counts = {name: config.NumberColumn(width=48, format="%d") for name in ("应报", "已报", "退回", "未报", "豁免")}
    counts["通过检查"] = config.NumberColumn(width=72, format="%d")
    rate = config.ProgressColumn(width=105, format="%.1f%%", min_value=0, max_value=100)
    return {group: config.TextColumn(width=80 if group == "地区" else 200), "报送率": rate, **counts}
