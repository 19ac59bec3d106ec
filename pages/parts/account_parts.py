"""The parts of the page 账号."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from charts.finding import plain
from data.accounts import Account, NewAccount
from models.access import Role, Viewer
from models.errors import NotPossible
from models.period import SHANGHAI
from pages.parts import blocks, frame
from services.accounts import add_account, change_account, forwarders, reset_link


def answer(known: Sequence[Account]) -> None:
    """Say how many may sign in."""
    usable = [one for one in known if not one.disabled]
    administrators = sum(one.role is Role.ADMINISTRATOR for one in usable)
    st.title(f"{len(usable)} 个账号可以登录，其中管理员 {administrators} 个", anchor=False)
    st.markdown(":gray[企业不用账号，凭统一社会信用代码和登录码登录。]")


def links_made() -> None:
    """Show the link made last until it is closed: it cannot be shown again."""
    blocks.shown_once("link", "**{} 的设置密码链接**，24 小时内有效，只能用一次。请复制后单独发给本人，关闭后不再显示。")


def add_one(viewer: Viewer) -> None:
    """Add an account; its person gets a link."""
    with st.popover("新增账号", icon=":material/person_add:"):
        roles = [one for one in Role if one is not Role.ENTERPRISE]
        # Whoever overlooks this box gives away no more than a reviewer may do.
        role = st.selectbox("角色", roles, index=roles.index(Role.REVIEWER), format_func=lambda one: one.chinese, key="new-role")
        forwarder = _forwarder(viewer, None, "new") if role is Role.FORWARDER else None
        with st.form("new-account", border=False):
            name = st.text_input("账号名", help="登录时输入，例如 wang", key="new-name")
            called = st.text_input("姓名", key="new-called")
            if st.form_submit_button("新增并生成链接", type="primary"):
                new = NewAccount(name=name, display_name=called, role=role, forwarder=forwarder)
                _done(lambda: _link(viewer, add_account(frame.store(), viewer, new, now=frame.now())))


def table(known: Sequence[Account]) -> None:
    """List the accounts."""
    rows = [
        {
            "账号名": one.name,
            "姓名": one.display_name,
            "角色": one.role.chinese,
            "所属": one.forwarder or one.uscc or "",
            "状态": _state(one),
            "建立日期": one.created_at.astimezone(SHANGHAI).date(),
        }
        for one in known
    ]
    columns = {"建立日期": st.column_config.DateColumn(format="YYYY-MM-DD")}
    st.dataframe(pd.DataFrame(rows), hide_index=True, height="content" if len(rows) < 12 else "auto", column_config=columns)


def open_one(viewer: Viewer, known: Sequence[Account]) -> None:
    """Change one account: its role, its link, whether it may sign in."""
    st.markdown("#### 修改一个账号", anchors=False)
    one = st.selectbox(
        "账号", known, index=None, placeholder="选择账号", format_func=lambda one: f"{one.display_name}（{one.name}）", key="account"
    )
    if one is None:
        return
    with st.container(border=True):
        st.markdown(f"**{plain(one.display_name)}**　{one.role.chinese}　{_state(one)}")
        _change_role(viewer, one)
        _change_state(viewer, one)


def _change_role(viewer: Viewer, one: Account) -> None:
    role = st.selectbox("角色", list(Role), index=list(Role).index(one.role), format_func=lambda one: one.chinese, key=f"role-{one.id}")
    forwarder = _forwarder(viewer, one.forwarder, str(one.id)) if role is Role.FORWARDER else None
    changed = replace(one, role=role, forwarder=forwarder)
    if changed != one and st.button("保存角色", key=f"save-{one.id}", type="primary"):
        _done(lambda: change_account(frame.store(), viewer, changed, now=frame.now()))


def _change_state(viewer: Viewer, one: Account) -> None:
    with st.container(horizontal=True):
        if not one.demo and not one.disabled and st.button("生成重设密码链接", key=f"link-{one.id}", icon=":material/link:"):
            _done(lambda: _link(viewer, one))
        if st.button("恢复使用" if one.disabled else "停用", key=f"state-{one.id}", icon=":material/block:" if not one.disabled else None):
            _done(lambda: change_account(frame.store(), viewer, replace(one, disabled=not one.disabled), now=frame.now()))
    st.markdown(":small[:gray[停用后立即退出登录，记录都保留，随时可以恢复。改角色后本人要重新登录。]]")


def _link(viewer: Viewer, one: Account) -> None:
    token = reset_link(frame.store(), viewer, one, now=frame.now())
    blocks.keep_once("link", one.display_name, f"{frame.entrance()}/link/{token}")


def _forwarder(viewer: Viewer, chosen: str | None, key: str) -> str | None:
    names = forwarders(frame.store(), viewer)
    return st.selectbox(
        "花名册上的转报单位", names, index=names.index(chosen) if chosen in names else None, placeholder="请选择", key=f"forwarder-{key}"
    )


def _state(one: Account) -> str:
    if one.disabled:
        return "已停用"
    if one.demo:
        return "示范"
    return "可登录" if one.has_password else "待设密码"


def _done(deed: Callable[[], object]) -> None:
    """Do it and draw the page anew, or say why it could not be done."""
    try:
        deed()
    except NotPossible as fault:
        frame.failed(fault)
        st.stop()
    st.rerun()
