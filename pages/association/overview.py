"""总览: how far the period is, what the six priorities come to, where the weak points lie."""

import streamlit as st

from charts import findings
from charts.band_bar import band_bar, band_legend_html
from charts.cumulative_submissions import cumulative_submissions
from charts.finding import Scope
from charts.five_and_five import five_and_five
from charts.heat_map import heat_map
from charts.priority_bars import priority_bars
from pages.parts import blocks, frame
from pages.parts.download import download_page
from pages.parts.filters import filter_bar
from pages.parts.navigation import permitted
from pages.parts.opening import choose_figure, show_opened_figure
from pages.parts.overview_parts import answer_and_figures, outstanding_table
from services.download import address
from services.overview import filter_choices, overview

viewer = permitted("association/overview.py")
period = frame.chosen_period(viewer)
theme, basis = frame.theme(), frame.chosen_basis()

top = st.container()
left, right = st.columns([3, 2], vertical_alignment="center")
with left:
    filters = filter_bar(filter_choices(frame.store(), viewer, period.code))
view = overview(frame.store(), viewer, period.code, filters, today=frame.today(), basis=basis)
with top:
    answer_and_figures(view, filters)
with right:
    choose_figure(viewer, period, filters)

scope = Scope(basis=basis, as_of=view.as_of)
left, right = st.columns(2)
with left:
    lowest = findings.highlighted_priority(view.priorities)
    bars = priority_bars(view.priorities, highlight=lowest, theme=theme)
    blocks.chart(findings.priority_finding(view.priorities, scope), bars, key="priorities", opens="priority")
with right:
    finding = findings.band_finding(view.bands, scope, gated=view.summary.gated)
    blocks.chart(finding, band_bar(view.bands, theme), key="bands", below=band_legend_html(view.bands, theme), opens="band")
    steps = cumulative_submissions(
        view.days,
        deadline=period.deadline,
        expected=view.summary.ledger.expected,
        previous=view.previous_days,
        theme=theme,
        previous_name=view.previous_name,
    )
    blocks.chart(
        findings.submissions_finding(
            view.days,
            deadline=period.deadline,
            expected=view.summary.ledger.expected,
            today=view.today,
            previous_name=view.previous_name if view.previous_days is not None else None,
        ),
        steps,
        key="days",
    )

left, right = st.columns(2)
with left:
    finding = findings.heat_map_finding(view.sectors, group="行业", titles=view.titles, scope=scope)
    blocks.chart(finding, heat_map(view.sectors, theme=theme), key="sectors", opens="sector")
with right:
    finding = findings.items_finding(view.items, titles=view.titles, scope=scope)
    blocks.chart(finding, five_and_five(view.items, theme), key="items", opens="item")

outstanding_table(view)
export = address("overview", period=period.code, basis=basis, region=filters.region, sector=filters.sector, size=filters.size)
download_page(export, key="overview")
show_opened_figure(viewer, period, filters)
