"""审核: what waits for a reviewer, one form with all that helps to judge it, and what goes back."""

import streamlit as st

from charts.review_dumbbell import review_dumbbell, review_finding
from models.errors import NotPossible
from pages.parts import blocks, frame, links
from pages.parts.filters import filter_bar
from pages.parts.navigation import permitted
from pages.parts.return_parts import send_back, told
from pages.parts.review_deeds import deeds
from pages.parts.review_form_parts import answer_and_state, beside_the_form, editor, one_item
from pages.parts.review_queue_parts import accept_the_plain, answer_and_figures, open_one, queue_table
from services.overview import filter_choices
from services.review import deviations_of, queue, review_view

viewer = permitted("association/review.py")
period = frame.chosen_period(viewer)

uscc = st.query_params.get("uscc")
view = None
if uscc:
    revision = st.query_params.get("revision", "")
    try:
        view = review_view(frame.store(), viewer, period.code, uscc, int(revision) if revision.isdigit() else None)
    except NotPossible as fault:
        frame.failed(fault)
told()
if view is not None:
    # Pinned: a newer form that comes meanwhile does not take the place of what is being filled in.
    st.query_params["revision"] = str(view.form.revision)
    links.back("返回待审名单", "uscc")
    answer_and_state(view)
    beside_the_form(view)
    filled = editor(view)
    deeds(view, filled, viewer)
    one_item(view)
else:
    listed = queue(frame.store(), viewer, period.code)
    answer_and_figures(listed, period)
    open_one(listed)
    filters = filter_bar(filter_choices(frame.store(), viewer, period.code))
    queue_table(filters.keep(listed))
    accept_the_plain(filters.keep(listed), viewer, period)
    send_back(viewer, period)
    found = deviations_of(frame.store(), viewer, period.code)
    blocks.chart(review_finding(found.items, n=found.n, mean=found.mean), review_dumbbell(found.items, frame.theme()), key="deviations")
