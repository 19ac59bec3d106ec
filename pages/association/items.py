"""评价项目: the 48 items of a period, and one item across every enterprise."""

import streamlit as st

from models.access import Role
from pages.parts import frame, links
from pages.parts.download import download_page
from pages.parts.item_parts import item_and_figures, levels, members_table, notice
from pages.parts.items_parts import items_and_answer, items_table, open_one_item
from services.items import item_export, item_view, items_export, items_view

viewer = frame.permitted(Role.ASSOCIATION)
period = frame.chosen_period(viewer)
view = items_view(frame.store(), viewer, period.code)

code = st.query_params.get("item")
if code in view.catalogue.by_code:
    one = item_view(frame.store(), viewer, period.code, str(code))
    links.back("返回项目表", "item")
    item_and_figures(one)
    levels(one)
    notice(one)
    members_table(one)
    download_page(lambda: item_export(frame.store(), viewer, period.code, one.item.code), f"{one.item.code}_{period.code}", key="item")
else:
    items_and_answer(view)
    open_one_item(view)
    items_table(view)
    download_page(lambda: items_export(frame.store(), viewer, period.code), f"评价项目_{period.code}", key="items")
