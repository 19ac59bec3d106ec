"""地区: who reports where, and where each region stands in the six priorities."""

import streamlit as st

from charts import findings
from charts.finding import Scope
from charts.heat_map import heat_map
from pages.parts import blocks, frame
from pages.parts.navigation import permitted
from pages.parts.region_parts import regions_and_answer, submission_table
from services.regions import regions_view

viewer = permitted("association/regions.py")
period = frame.chosen_period(viewer)
view = regions_view(frame.store(), viewer, period.code, frame.chosen_basis())

regions_and_answer(view)
left, right = st.columns(2)
with left:
    finding = findings.heat_map_finding(
        view.heat, group="地区", titles=view.titles, scope=Scope(basis=frame.chosen_basis(), as_of=view.as_of)
    )
    blocks.chart(finding, heat_map(view.heat, theme=frame.theme()), key="regions")
with right:
    submission_table(view.regions, group="地区", period=period)
submission_table(view.forwarders, group="转报单位", period=period)
