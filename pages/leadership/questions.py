"""提问: which item is worst among the large ones, how a sector or a size stands, and who is behind a figure."""

import streamlit as st

from pages.parts import frame
from pages.parts.behind_parts import choose_behind, show_opened_behind
from pages.parts.filters import LABELS
from pages.parts.frozen_parts import frozen_choice
from pages.parts.leader_parts import answer_to, groups, weak_and_strong
from pages.parts.navigation import permitted
from services.filters import Filters
from services.meeting_view import meeting_view

viewer = permitted("leadership/questions.py")
period = frame.chosen_period(viewer)

top = st.container()
frozen = frozen_choice(viewer, period)
everybody = meeting_view(frame.store(), viewer, period.code, Filters(), frame.chosen_basis(), frozen=frozen)
chosen = {
    name: tuple(
        st.pills(f"只看哪些{LABELS[name]}", everybody.choices[name], selection_mode="multi", key=name, bind="query-params", wrap=True)
    )
    for name in ("size", "sector")
}
view = meeting_view(frame.store(), viewer, period.code, Filters(**chosen), frame.chosen_basis(), frozen=frozen)
with top:
    answer_to(view)
choose_behind(view)
left, right = st.columns(2)
with left:
    weak_and_strong(view)
with right:
    groups(view)
show_opened_behind(view)
