"""两期对比: any two periods side by side, and what changed for the enterprises both of them count."""

import streamlit as st

from pages.parts import frame
from pages.parts.compare_parts import changes, comparison_and_answer, item_moves, other_period, side_by_side
from pages.parts.download import download_page
from pages.parts.navigation import permitted
from services.compare import compare
from services.download import address
from services.overview import all_periods

viewer = permitted("association/compare.py")
period = frame.chosen_period(viewer)

top = st.container()
other = other_period(all_periods(frame.store(), viewer), period)
if other is None:
    with top:
        st.title("只有一个报告期，还不能对比。", anchor=False)
        st.markdown(":gray[建立下一个报告期并收到自评表后，这里会列出两期的变化。]")
    st.stop()
view = compare(frame.store(), viewer, period.code, other.code, frame.chosen_basis())

with top:
    comparison_and_answer(view)
left, right = st.columns([3, 2])
if view.panel is not None:
    with left:
        changes(view, view.panel)
with right if view.panel is not None else left:
    side_by_side(view)
if view.panel is not None:
    item_moves(view, view.panel)
download_page(address("compare", period=period.code, other=other.code, basis=view.basis), key="compare")
