"""The parts of 我的反馈: the six beside the peers, and the gaps."""

from fractions import Fraction

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING, score, signed
from charts.finding import plain
from models.feedback import Feedback
from reports.feedback_sentences import difference, gaps_heading, own_rate, percent, points, quartiles


def own_beside_peers(of: Feedback) -> None:
    """Lay the total and the six beside the peers' median and middle half."""
    total = of.benchmark.total
    apart = signed(Fraction((of.total or 0) - (total.median or 0), 10)) if of.compared else NOTHING
    rows = [["综合得分", points(of.total), points(total.median), apart, quartiles(total)]]
    rows += [[one.short, own_rate(of, one), percent(one.peers.median), difference(of, one), quartiles(one.peers)] for one in of.priorities]
    table = pd.DataFrame(rows, columns=["", "本企业", "同行中位数", "差", "同行中间一半"])
    widths = {"本企业": 75, "同行中位数": 90, "差": 65, "同行中间一半": 110}
    st.dataframe(
        table,
        hide_index=True,
        row_height=36,
        height="content",
        column_config={"": st.column_config.TextColumn(width=125)}
        | {name: st.column_config.TextColumn(width=width, alignment="right") for name, width in widths.items()},
    )


def gaps(of: Feedback) -> None:
    """List the largest gaps, each with what the next level asks for."""
    st.subheader(gaps_heading(of), anchor=False)
    for gap in of.gaps:
        with st.container(border=True, gap="xsmall"):
            now, target = int(gap.level), gap.item.target_level
            st.markdown(
                f"**{plain(gap.item.code)} {plain(gap.item.title)}**　:gray[现在 {now} 级，目标 {target} 级，差 {score(gap.points)} 分]"
            )
            st.markdown(f"到 {now + 1} 级要做到：{plain(gap.next_step)}")
