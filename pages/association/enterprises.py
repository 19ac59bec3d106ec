"""企业: the ledger of a period, and one enterprise's form with its issues and revisions."""

import streamlit as st

from models.access import Role
from pages.parts import frame
from pages.parts.attention_parts import attention_section, attention_table
from pages.parts.download import download_page
from pages.parts.enterprise_parts import answer_and_form, back_to_list, charts, issues_and_revisions, items_table
from pages.parts.ledger_parts import ledger_answer, ledger_table, open_one
from pages.parts.opening import back_to_figure, show_opened_item
from services.enterprise import enterprise_view
from services.exports import enterprise_export
from services.progress import snapshot

viewer = frame.permitted(Role.ASSOCIATION)
period = frame.chosen_period(viewer)
now = snapshot(frame.store(), viewer, period.code)

uscc = st.query_params.get("uscc")
if uscc in set(now.enterprises["uscc"]):
    view = enterprise_view(frame.store(), viewer, period.code, str(uscc))
    with st.container(horizontal=True):
        back_to_list()
        back_to_figure()
    answer_and_form(view)
    charts(view)
    issues_and_revisions(view, viewer)
    attention_section(viewer, period.code, str(uscc))
    items_table(view)
    name = f"{view.row['uscc']}_{period.code}"
    download_page(lambda: enterprise_export(frame.store(), viewer, view), name, key="enterprise")
    show_opened_item(viewer, period, str(uscc))
else:
    ledger_answer(now)
    open_one(now)
    ledger_table(now, viewer)
    attention_table(viewer, period.code)
