"""总览 for leadership: the conclusion, four figures, the six, the bands, the trend, and what the meeting is asked."""

import streamlit as st

from pages.parts import frame
from pages.parts.behind_parts import choose_behind, show_opened_behind
from pages.parts.filters import filter_bar
from pages.parts.frozen_parts import frozen_choice
from pages.parts.leader_parts import bands, conclusion, meeting_link, next_steps, priorities, trend_over_periods, weak_and_strong
from pages.parts.navigation import permitted
from services.filters import Filters
from services.meeting_view import meeting_view

viewer = permitted("leadership/conclusion.py")
period = frame.chosen_period(viewer)

top = st.container()
frozen = frozen_choice(viewer, period)
everybody = meeting_view(frame.store(), viewer, period.code, Filters(), frame.chosen_basis(), frozen=frozen)
filters = filter_bar(everybody.choices)
view = meeting_view(frame.store(), viewer, period.code, filters, frame.chosen_basis(), frozen=frozen)
with top:
    conclusion(view)
    meeting_link(period, frozen, filters)

left, right = st.columns(2)
with left:
    priorities(view)
with right:
    weak_and_strong(view)
bands(view)
left, right = st.columns(2) if view.figures.previous else [st.container()] * 2
with left:
    trend_over_periods(view)
with right:
    next_steps(view)
    choose_behind(view)
show_opened_behind(view)
