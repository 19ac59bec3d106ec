"""Who is in: the line beside or above the page with name, role, one's password and the way out, and the demo's banner."""

from html import escape

import streamlit as st

from models.access import Role
from pages.parts import frame
from services.sign_in import Visit
from web.paper import DEMO


def banner(found: Visit) -> None:
    """Say loudly that this is a demo, on every page of it."""
    if found.demo:
        st.html(f'<div class="demo-banner" role="note">{DEMO}</div>')


def told(found: Visit) -> None:
    """Show who is in and the way out; association staff also choose the period there."""
    if found.viewer.role is Role.ENTERPRISE:
        with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", key="who"):
            st.html(_ways(found))
        return
    with st.sidebar:
        frame.period_choice(found.viewer)
        frame.basis_choice()
        st.html(_ways(found))


def _ways(found: Visit) -> str:
    role = found.viewer.role.chinese
    forwarder = found.viewer.forwarder or ""
    whose = f"<small>{escape(forwarder)}</small>" if forwarder not in ("", found.called) else ""
    password = '<a href="/password" target="_self">修改密码</a>' if found.account_id and not found.demo else ""
    leave = '<form method="post" action="/sign-out"><button type="submit">退出登录</button></form>'
    return f'<div class="who"><p><b>{escape(found.called)}</b> <span>{role}</span>{whose}</p>{password}{leave}</div>'
