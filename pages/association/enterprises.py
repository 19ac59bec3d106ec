"""企业: the ledger of a period, and one enterprise's form with its issues and revisions."""

import streamlit as st

from pages.parts import frame, links
from pages.parts.attention_parts import attention_section, attention_table
from pages.parts.download import download_page
from pages.parts.enterprise_parts import answer_and_form, back_to_list, charts, issues_and_revisions, items_table, stories
from pages.parts.ledger_parts import ledger_answer, ledger_table, open_one
from pages.parts.navigation import permitted
from pages.parts.opening import back_to_figure, show_opened_item
from services.download import address
from services.enterprise import enterprise_view
from services.progress import snapshot

viewer = permitted("association/enterprises.py")
period = frame.chosen_period(viewer)
basis = frame.chosen_basis()
now = snapshot(frame.store(), viewer, period.code, basis)

uscc = st.query_params.get("uscc")
if uscc in set(now.enterprises["uscc"]):
    view = enterprise_view(frame.store(), viewer, period.code, str(uscc), basis)
    with st.container(horizontal=True):
        back_to_list()
        back_to_figure()
        links.to_review(viewer, view)
    answer_and_form(view)
    charts(view)
    issues_and_revisions(view, viewer)
    stories(view)
    attention_section(viewer, period.code, str(uscc))
    items_table(view)
    download_page(address("enterprise", period=period.code, uscc=uscc, basis=basis), key="enterprise")
    show_opened_item(viewer, period, str(uscc))
else:
    if uscc:
        frame.not_there(f"名录里没有这个统一社会信用代码：{uscc}。")
    ledger_answer(now)
    open_one(now)
    ledger_table(now)
    attention_table(viewer, period.code)
