"""The parts of the page 接口令牌."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from data.api_tokens import ApiToken
from models.access import Viewer
from models.api_token import LONGEST_DAYS, LONGEST_LABEL, USUAL_DAYS, TokenScope
from models.errors import NotPossible
from models.period import SHANGHAI
from pages.parts import blocks, frame
from services.accounts import accounts
from services.api_tokens import issue_token, revoke_token


def tokens_answer(known: Sequence[ApiToken]) -> None:
    """Say how many machines may come in."""
    works = [one for one in known if one.works(frame.now())]
    sentence = f"{len(works)} 个接口令牌在用。" if works else "没有在用的接口令牌。"
    blocks.answer(sentence, "别的系统凭令牌报送自评表、读取进展，权限不超过令牌所属的账号 · 接口说明在 /api/v1/openapi.json")


def just_issued() -> None:
    """Show the token issued last until it is closed: it cannot be shown again."""
    blocks.shown_once("token", "**令牌“{}”** 只在这里显示一次。请复制后存到要用它的系统里，关闭后不再显示。")


def issue_one(viewer: Viewer) -> None:
    """Issue a token to an account."""
    owners = {one.name: one for one in accounts(frame.store(), viewer) if not one.disabled}
    with st.popover("发一个令牌", icon=":material/key:"), st.form("new-token", border=False, enter_to_submit=False):
        label = st.text_input("用途", max_chars=LONGEST_LABEL, placeholder="例如：OA 系统每日取数", key="token-label")
        owner = st.selectbox(
            "所属账号",
            list(owners),
            index=None,
            placeholder="请选择",
            format_func=lambda name: f"{owners[name].display_name}（{owners[name].role.chinese}）",
            help="令牌能看到和报送的，不超过这个账号；账号停用，令牌随之失效",
            key="token-account",
        )
        scopes = st.pills(
            "可以做什么",
            list(TokenScope),
            format_func=lambda scope: scope.chinese,
            selection_mode="multi",
            default=[TokenScope.READ],
            key="token-scopes",
        )
        days = st.number_input("有效天数", 1, LONGEST_DAYS, USUAL_DAYS, key="token-days")
        if st.form_submit_button("发令牌", type="primary"):
            _done(lambda: _issue(viewer, str(owner or ""), label, list(scopes), int(days)))


def tokens_table(known: Sequence[ApiToken]) -> None:
    """List the tokens, those that are over too."""
    if not known:
        return
    rows = [
        {
            "状态": _state(one),
            "用途": one.label,
            "所属账号": f"{one.account.display_name}（{one.account.role.chinese}）",
            "可以做": "、".join(scope.chinese for scope in TokenScope if scope in one.scopes),
            "有效期至": one.expires_at.astimezone(SHANGHAI).date(),
            "发放日期": one.created_at.astimezone(SHANGHAI).date(),
            "发放人": one.by,
        }
        for one in known
    ]
    day = st.column_config.DateColumn(format="YYYY-MM-DD")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        row_height=36,
        height="content" if len(rows) < 12 else 470,
        column_config={"有效期至": day, "发放日期": day},
    )


def revoke_one(viewer: Viewer, known: Sequence[ApiToken]) -> None:
    """Revoke a token that is in use."""
    works = {one.id: one for one in known if one.works(frame.now())}
    if not works:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "作废一个令牌",
            list(works),
            index=None,
            placeholder="选择令牌",
            format_func=lambda number: f"{works[number].label}（{works[number].account.display_name}）",
            key="token",
        )
        if st.button("作废", icon=":material/block:", key="token-revoke", disabled=number is None):
            _done(lambda: revoke_token(frame.store(), viewer, int(number or 0), now=frame.now()))
    st.markdown(":small[:gray[作废后马上不能再用，不能恢复；记录保留。需要时另发一个。]]")


def _issue(viewer: Viewer, owner: str, label: str, scopes: list[TokenScope], days: int) -> None:
    if not owner:
        raise NotPossible("请选择令牌所属的账号。")
    made, text = issue_token(frame.store(), viewer, owner, label=label, scopes=scopes, days=days, now=frame.now())
    blocks.keep_once("token", made.label, text)


def _state(one: ApiToken) -> str:
    if one.works(frame.now()):
        return "在用"
    if one.revoked_at:
        return "已作废"
    return "账号停用" if one.account.disabled else "已到期"


def _done(deed: Callable[[], object]) -> None:
    """Do it and draw the page anew, or say why it could not be done."""
    try:
        deed()
    except NotPossible as fault:
        frame.failed(fault)
    else:
        st.rerun()
