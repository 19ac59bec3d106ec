"""评价项目: the 48 items of a period, and one item across every enterprise."""

import streamlit as st

from models.access import Verb
from pages.parts import frame, links
from pages.parts.download import download_page
from pages.parts.item_parts import item_and_figures, levels, members_table, notice
from pages.parts.items_parts import items_and_answer, items_table, open_one_item
from pages.parts.navigation import permitted
from services.download import address
from services.items import item_view, items_view

viewer = permitted("association/items.py")
period = frame.chosen_period(viewer)
basis = frame.chosen_basis()
view = items_view(frame.store(), viewer, period.code, basis)

code = st.query_params.get("item")
if code in view.catalogue.by_code:
    one = item_view(frame.store(), viewer, period.code, str(code), basis)
    links.back("返回项目表", "item")
    item_and_figures(one)
    levels(one)
    notice(one)
    members_table(one, opens=viewer.may(Verb.SEE_FORMS))
    download_page(address("item", period=period.code, item=one.item.code, basis=basis), key="item")
else:
    if code:
        frame.not_there(f"清单里没有这个评价项目：{code}。")
    items_and_answer(view)
    open_one_item(view)
    items_table(view)
    download_page(address("items", period=period.code, basis=basis), key="items")
