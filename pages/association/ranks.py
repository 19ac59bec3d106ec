"""名次: who stands in front within one sector or size, on reviewed scores, with the caution that goes with it."""

import streamlit as st

from models.progress import LEAST_SHOWN
from pages.parts import blocks, frame
from pages.parts.navigation import permitted
from services.ranking import CAUTION, WITHIN, ranked_groups, ranking

viewer = permitted("association/ranks.py")
period = frame.chosen_period(viewer)

top = st.container()
within = st.segmented_control("在哪一组里排", list(WITHIN), default="sector", required=True, format_func=WITHIN.__getitem__, key="within")
groups = ranked_groups(frame.store(), viewer, period.code, within)
if not groups:
    st.title("花名册还是空的，没有可以排的企业。", anchor=False)
    st.stop()
group = st.selectbox(WITHIN[within], groups, key=f"rank-{within}")
found = ranking(frame.store(), viewer, period.code, within, group)

with top:
    enough, behind = len(found.rows) > 0, found.rows["rank"].isna().any()
    ranked = "只列前列的名次" if behind else "名次如下"
    blocks.answer(
        f"{group}已核定 {found.n} 家，{ranked if enough else f'不足 {LEAST_SHOWN} 家，不排名次'}。",
        f"{period.name} · 口径：核定 · 同分并列，如 1、2、2、4{'；其余只给分档，按代码排列' * bool(behind)}",
    )
st.markdown(f":orange-badge[请留意] **{CAUTION}**")
if enough:
    shown = found.rows.assign(total=found.rows["total"] / 10)[["rank", "name", "total", "band"]]
    st.dataframe(
        shown.rename(columns={"rank": "名次", "name": "企业名称", "total": "综合得分", "band": "分档"}),
        hide_index=True,
        row_height=36,
        height="content" if len(shown) <= 12 else 470,
        placeholder="—",
        column_config={
            "名次": st.column_config.NumberColumn(width=60),
            "企业名称": st.column_config.TextColumn(width=300),
            "综合得分": st.column_config.NumberColumn(format="%.1f", width=90),
            "分档": st.column_config.TextColumn(width=80),
        },
    )
