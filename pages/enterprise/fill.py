"""在线填报: one priority a tab, saved as it goes, checked and handed in as a form."""

import streamlit as st

from pages.parts.fill_parts import choose_part, fill_answer, items_of_part, keep_what_was_typed, opened_filling
from pages.parts.fill_submit import check_and_hand_in
from pages.parts.own import own_task

viewer, task = own_task("enterprise/fill.py")
filling = opened_filling(viewer, task)
filling = keep_what_was_typed(viewer, filling)

top = st.container()
part = choose_part(filling)
with top:
    fill_answer(filling, task)
if part is None:
    check_and_hand_in(viewer, filling, task)
else:
    items_of_part(filling, part)
