"""会议模式: the screens of the meeting, one conclusion each, over the whole screen."""

import streamlit as st

from charts.meeting_css import meeting_css
from pages.parts import frame
from pages.parts.meeting_script import meeting_script
from pages.parts.meeting_stage import stage
from pages.parts.navigation import permitted

viewer = permitted("leadership/meeting.py")
period = frame.chosen_period(viewer)

st.html(meeting_css(frame.theme()))
stage(viewer, period, st.query_params.get("frozen"))
st.html(meeting_script(), unsafe_allow_javascript=True)
