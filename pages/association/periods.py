"""报告期: which periods there are, a new one, more time for one enterprise, closing and opening again, the roster."""

import streamlit as st

from pages.parts import frame
from pages.parts.navigation import permitted
from pages.parts.period_parts import add_one, answer, import_list, more_time, open_or_shut, table
from pages.parts.return_parts import told
from services.overview import all_periods

viewer = permitted("association/periods.py")
known = all_periods(frame.store(), viewer)

answer(known)
told()
table(known, viewer)
with st.container(horizontal=True):
    add_one(viewer)
    if known:
        more_time(known, viewer)
        open_or_shut(known, viewer)
import_list(viewer)
