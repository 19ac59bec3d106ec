"""What 登录码 is made of: who has one, issuing, and what was issued, shown this once."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from charts.finding import plain
from models.access import Viewer
from models.errors import ProductError
from models.period import SHANGHAI, Period
from pages.parts import blocks, frame
from pages.parts.download import offer, withdraw_offer
from services.access_codes import Holders, IssuedSlips, issue_codes, renew_code
from services.download import Download
from services.exports import XLSX

_ISSUED = "issued-codes"


def codes_answer(known: Holders) -> None:
    """Write how many have a code."""
    expected = [uscc for uscc, firm in known.firms.items() if not firm.exempt]
    without = len(known.without)
    sentence = f"应报 {len(expected)} 家都有登录码。" if not without else f"应报 {len(expected)} 家，还有 {without} 家没有登录码。"
    if not expected:
        sentence = "花名册上还没有应报企业，先导入花名册。"
    blocks.answer(sentence, f"{known.period.code} 期 · 企业用统一社会信用代码和登录码登录，不用建账号")


def just_issued() -> None:
    """Offer what was issued a moment ago; it is nowhere else, and gone once the person says it is kept."""
    issued: IssuedSlips | None = st.session_state.get(_ISSUED)
    if issued is None:
        return
    with st.container(border=True):
        st.success(f"已给 {len(issued.slips)} 家发登录码。登录码只在这里给一次，请马上下载保存。", icon=":material/key:")
        address = st.text_input("企业登录的网址（印在登录码旁边）", frame.entrance(), key="codes-address")
        if urlsplit(address).hostname in {"localhost", "127.0.0.1", "::1"}:
            st.warning("这个网址只有这台电脑能打开。请先改成企业能打开的网址，再下载。", icon=":material/link_off:")
        with st.container(horizontal=True):
            offer("下载登录码（打印裁开、邮件合并）", lambda: _slips(issued, address), key="codes-file", primary=True)
            if st.button("已保存，不再显示", key="codes-kept"):
                withdraw_offer("codes-file")
                del st.session_state[_ISSUED]
                st.rerun()
        if len(issued.slips) == 1:
            [slip] = issued.slips
            st.markdown(f"{plain(slip.enterprise.name)}：`{slip.code}`")


def offer_issuing(viewer: Viewer, period: Period, known: Holders) -> None:
    """Issue codes to those without, to one anew, or to everybody anew."""
    if period.closed:
        st.info(f"{period.code} 期已关闭，不能发登录码。", icon=":material/lock:")
        return
    if _ISSUED in st.session_state:
        # What is issued next would take the place of what may not be saved yet.
        return
    if known.without and st.button(f"给没有登录码的 {len(known.without)} 家发码", type="primary", icon=":material/key:", key="issue"):
        _issue(lambda: issue_codes(frame.store(), viewer, period.code, now=frame.now()))
    _one(viewer, period, known)
    if known.issued:
        with st.popover("全部换发", icon=":material/restart_alt:"):
            st.markdown(f"{len(known.issued)} 家原来的登录码马上作废，已登录的企业会退出，要重新通知所有企业。")
            if st.button("确定全部换发", key="renew-all"):
                _issue(lambda: issue_codes(frame.store(), viewer, period.code, renew=True, now=frame.now()))


def holders_table(known: Holders) -> None:
    """List every enterprise with whether it has a code, since when and from whom."""
    rows = [
        {
            "企业名称": firm.name + ("（豁免）" if firm.exempt else ""),
            "统一社会信用代码": uscc,
            "联系人": firm.contact.person,
            "手机": firm.contact.mobile,
            "发码时间": f"{known.issued[uscc].at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if uscc in known.issued else "还没有",
            "发码人": known.issued[uscc].by if uscc in known.issued else "",
        }
        for uscc, firm in known.firms.items()
    ]
    if rows:
        st.subheader("各企业的登录码", anchor=False)
        st.dataframe(
            pd.DataFrame(rows), hide_index=True, row_height=36, height="content" if len(rows) <= 14 else 560, column_config=_columns()
        )


def _columns() -> dict[str, object]:
    widths = {"企业名称": 300, "统一社会信用代码": 180, "联系人": 90, "手机": 110, "发码时间": 140, "发码人": 110}
    return {name: st.column_config.TextColumn(width=width) for name, width in widths.items()}


def _one(viewer: Viewer, period: Period, known: Holders) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        uscc = st.selectbox(
            "丢了登录码的，给这一家换发",
            list(known.firms),
            index=None,
            format_func=lambda code: f"{known.firms[code].name} {code}",
            placeholder="输入企业名称或代码",
            key="renew-one",
        )
        if st.button("换发", key="renew", icon=":material/autorenew:", disabled=uscc is None):
            _issue(lambda: renew_code(frame.store(), viewer, period.code, str(uscc), now=frame.now()))
    if uscc in known.issued:
        st.markdown(":gray[换发后原来的登录码马上作废，这一家已登录的会退出。]")


def _issue(issuing: Callable[[], IssuedSlips]) -> None:
    """Issue, and keep what was issued for this window until the person has saved it."""
    try:
        st.session_state[_ISSUED] = issuing()
    except ProductError as fault:
        frame.failed(fault)
    else:
        st.rerun()


def _slips(issued: IssuedSlips, address: str) -> Download:
    return Download(name=issued.file_name, mime=XLSX, content=issued.workbook(address))
