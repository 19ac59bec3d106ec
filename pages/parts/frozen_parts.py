"""定稿 on a page: choosing one, making one, and what has changed since."""

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING, score
from charts.finding import plain
from models.access import Viewer
from models.errors import ProductError
from models.period import SHANGHAI, Period
from pages.parts import frame
from pages.parts.return_parts import tell
from services.freezing import changed_since, freeze, frozen_figures
from services.tables import STATUSES

_TODAY = "现在的数据"


def frozen_choice(viewer: Viewer, period: Period) -> str | None:
    """Let the person choose frozen figures where there are any; the choice stands in the address."""
    names = [one.name for one in frozen_figures(frame.store(), viewer, period.code)]
    if not names:
        return None
    chosen = st.selectbox("用哪一份数据", [_TODAY, *names], key="frozen", bind="query-params")
    return None if chosen == _TODAY else chosen


def changes_since(viewer: Viewer, period: Period, name: str) -> None:
    """List who stands differently today than in the frozen figures."""
    rows = changed_since(frame.store(), viewer, period.code, name, frame.chosen_basis())
    st.subheader(f"定稿“{plain(name)}”以后的更正", anchor=False)
    if rows.empty:
        st.markdown(":gray[没有更正，现在的数据与定稿相同。]")
        return
    firms = rows["uscc"].nunique()
    st.markdown(f":gray[{firms} 家企业有变动；报告仍按定稿写，会上问到时按这里解释。]")
    table = pd.DataFrame({"企业": rows["name"], "变动": rows["what"], "定稿时": rows["then"], "现在": rows["now"]})
    for column in ("定稿时", "现在"):
        table[column] = [_shown(what, value) for what, value in zip(table["变动"], table[column], strict=True)]
    st.dataframe(table, hide_index=True, row_height=36, height="content" if len(table) <= 12 else 470)


def freeze_figures(viewer: Viewer, period: Period) -> None:
    """Freeze the period under a name, and list what was frozen."""
    st.subheader("定稿", anchor=False)
    with st.popover("定稿……", icon=":material/lock:"), st.form("freeze", border=False):
        st.markdown(f":small[:gray[把 {period.name}现在的清单和数据存下来。定稿不能改、不能删，可以另做一份。]]")
        name = st.text_input("名称", placeholder="例如：会议稿", key="freeze-name")
        if st.form_submit_button("定稿", type="primary"):
            try:
                freeze(frame.store(), viewer, period.code, name.strip(), now=frame.now())
            except ProductError as fault:
                frame.failed(fault)
            else:
                tell(f"已定稿“{name.strip()}”。")
                st.rerun()
    for one in frozen_figures(frame.store(), viewer, period.code):
        st.markdown(f"**{plain(one.name)}**　:gray[{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}　{plain(one.by)}]")


def _shown(what: str, value: object) -> str:
    if value is None:
        return NOTHING
    if what == "综合得分":
        return score(int(str(value)) / 10)
    if what == "暂估":
        return "是" if value else "否"
    return STATUSES.get(str(value), str(value)) if what == "状态" else str(value)
