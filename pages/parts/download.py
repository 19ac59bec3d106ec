"""Links to what can be taken away: each leads to web/files.py, which looks anew whether this person may have it."""

from collections.abc import Callable
from html import escape
from secrets import token_urlsafe

import streamlit as st

from models.submission import Receipt
from pages.parts import frame
from services.download import ROUTE, Download, address, with_format
from services.tickets import TICKETS

Source = str | Callable[[], Download]


def offer(label: str, source: Source, *, key: str, primary: bool = False, note: str = "", icon: str = "download") -> None:
    """Offer a file under a link that looks like a button: at its address, or made for this visit when it is asked for."""
    url = source if isinstance(source, str) else f"{ROUTE}/ticket/{_ticket(key, source)}"
    style = "take take-primary" if primary else "take"
    hint = f' title="{escape(note)}"' if note else ""
    # Not a `download` link: that would save the sign-in page under the file's name once the visit is over.
    link = f'<a id="{escape(key)}" class="{style}" data-icon="{icon}" href="{escape(url)}" target="_self"{hint}>{escape(label)}</a>'
    st.html(link, width="content")


def withdraw_offer(key: str) -> None:
    """Take back what was offered under a key."""
    TICKETS.drop(st.session_state.pop(_token(key), ""))


def download_page(export: str, name: str = "", *, key: str, label: str = "下载本页数据") -> None:
    """Offer the data of a page, given as its address, as a workbook and as CSV; a `name` may say that contacts are in it."""
    with st.popover(label, icon=":material/download:"):
        st.markdown(":small[:gray[数字与页面相同，不含联系人。]]" if "含联系人" not in name else ":small[:gray[含个人信息，请妥善保管。]]")
        offer("Excel 表（xlsx）", with_format(export, "xlsx"), key=f"{key}-xlsx")
        offer("文本表（CSV）", with_format(export, "csv"), key=f"{key}-csv")


def download_original(receipt: Receipt, *, key: str) -> None:
    """Offer a form as it came, under its own name."""
    offer("下载原件", address("original", submission=receipt.id), key=key)


def _ticket(key: str, make: Callable[[], Download]) -> str:
    """Give this tab's ticket for what stands under a key, and let it last."""
    token = st.session_state.setdefault(_token(key), token_urlsafe(24))
    TICKETS.hold(token, frame.current_visit().key, make)
    return str(token)


def _token(key: str) -> str:
    return f"ticket-{key}"
