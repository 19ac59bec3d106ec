"""企业: the ledger of a period, and one enterprise's form with its issues and revisions."""

import streamlit as st

from models.access import Role
from pages.parts import frame
from pages.parts.enterprise_parts import answer_and_form, back_to_list, charts, issues_and_revisions, items_table
from pages.parts.ledger_parts import ledger_answer, ledger_table, open_one
from services.enterprise import enterprise_view
from services.progress import snapshot

viewer = frame.permitted(Role.ASSOCIATION)
period = frame.chosen_period(viewer)
now = snapshot(frame.store(), viewer, period.code)

uscc = st.query_params.get("uscc")
if uscc in set(now.enterprises["uscc"]):
    view = enterprise_view(frame.store(), viewer, period.code, str(uscc))
    back_to_list()
    answer_and_form(view)
    charts(view)
    issues_and_revisions(view, viewer)
    items_table(view)
else:
    ledger_answer(now)
    open_one(now)
    ledger_table(now)
