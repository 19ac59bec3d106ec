"""Ways from one page to another; the period goes with them."""

from typing import NoReturn

import streamlit as st

from charts.finding import plain
from models.access import Verb, Viewer
from models.period import Period
from services.enterprise import EnterpriseView

ITEMS, ENTERPRISES, REVIEW = (f"pages/association/{name}.py" for name in ("items", "enterprises", "review"))


def open_enterprise(uscc: str, *, item: str) -> NoReturn:
    """Go from an item to one enterprise; the period stays, its box in the sidebar keeps it in the address."""
    st.switch_page(ENTERPRISES, query_params={"uscc": uscc, "from": item})


def back_to_item() -> None:
    """Offer the way back to the item this enterprise was opened from."""
    item = st.query_params.get("from")
    if item and st.button(f"返回项目 {plain(item)}", icon=":material/arrow_back:", type="tertiary"):
        st.switch_page(ITEMS, query_params={"item": item})


def to_review(viewer: Viewer, view: EnterpriseView) -> None:
    """Offer a reviewer the way to the review of this enterprise's form."""
    passed = view.form is not None and view.form.passed
    if passed and viewer.may(Verb.REVIEW) and st.button("打开审核", icon=":material/fact_check:", type="tertiary"):
        st.switch_page(REVIEW, query_params={"uscc": str(view.row["uscc"])})


def item_address(code: str, period: Period) -> str:
    """Give the address of one item beside this page's."""
    return f"items?period={period.code}&item={code}"


def back(label: str, name: str) -> None:
    """Offer the way back from what the address opened to the list it was chosen from."""
    if st.button(label, icon=":material/arrow_back:", type="tertiary"):
        del st.query_params[name]
        st.rerun()
