"""The parts of the page 报告期: each deed says what it will do, asks for what it needs, and tells what it did."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from charts.finding import plain
from data.editions import editions
from models.access import Viewer
from models.errors import ProductError
from models.period import Period
from models.progress import ledger
from pages.parts import blocks, frame
from pages.parts.long_lists import choose_enterprise
from pages.parts.return_parts import tell
from services.periods import add_period, close, extend, extended, reopen
from services.progress import snapshot
from services.rosters import import_roster


def answer(known: Sequence[Period]) -> None:
    """Say which periods are open."""
    current = [period.code for period in known if not period.closed]
    if not known:
        blocks.answer("还没有报告期。先导入花名册，再建立报告期。", "花名册是应报企业的名单，报告期按建立时的花名册计")
        return
    sentence = f"正在收的报告期：{'、'.join(current)}。" if current else "各期都已关闭。"
    blocks.answer(sentence, f"共 {len(known)} 期。关闭的报告期不再收件、审核，花名册不再变动，随时可以重新打开")


def table(known: Sequence[Period], viewer: Viewer) -> None:
    """List the periods, the newest first."""
    rows = [_row(period, viewer) for period in known]
    if rows:
        date_column = st.column_config.DateColumn(format="YYYY-MM-DD")
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            row_height=36,
            height="content" if len(rows) <= 12 else 470,
            column_config={"截止": date_column},
        )


def add_one(viewer: Viewer) -> None:
    """Add a period with the standing roster."""
    with st.popover("建立报告期", icon=":material/add:"), st.form("add-period", border=False):
        st.markdown(":small[:gray[现有花名册会复制给新的一期。]]")
        today = frame.today()
        code = st.text_input("名称", placeholder=f"例如 {today.year}、{today.year}H2、{today.year}Q3", key="period-code")
        deadline = st.date_input("截止日", format="YYYY-MM-DD", key="period-deadline")
        grace = st.number_input("宽限天数", 0, 60, 0, help="截止后这些天内报送不算逾期", key="period-grace")
        names = [str(edition) for edition in editions()]
        edition = st.selectbox("清单版本", names, index=len(names) - 1, key="period-edition")
        if st.form_submit_button("建立", type="primary"):
            _done(
                lambda: add_period(frame.store(), viewer, code.strip(), deadline, edition=edition, grace_days=int(grace), now=frame.now()),
                f"已建立 {code.strip()} 期。",
            )


def more_time(known: Sequence[Period], viewer: Viewer) -> None:
    """Give one enterprise more time."""
    open_periods = [period for period in known if not period.closed]
    if not open_periods:
        return
    with st.popover("给一家企业延期", icon=":material/more_time:"):
        period = st.selectbox("报告期", open_periods, format_func=lambda period: period.code, key="extend-period")
        rows = snapshot(frame.store(), viewer, period.code).enterprises
        names = dict(zip(rows["uscc"], rows["name"], strict=True))
        given = extended(frame.store(), viewer, period.code)
        uscc = choose_enterprise("企业", names, placeholder="输入名称或代码", key="extend-uscc")
        until = st.date_input("延到哪一天", given.get(uscc, period.due()), format="YYYY-MM-DD", key="extend-until")
        if st.button("延期", type="primary", disabled=uscc is None, key="extend"):
            _done(
                lambda: extend(frame.store(), viewer, period.code, str(uscc), _day(until), now=frame.now()),
                f"{names.get(str(uscc), '')}的 {period.code} 期已延到 {until}。",
            )


def open_or_shut(known: Sequence[Period], viewer: Viewer) -> None:
    """Close a period, or open a closed one again, each with its reason."""
    with st.popover("关闭或重新打开", icon=":material/lock:"):
        period = st.selectbox(
            "报告期", known, format_func=lambda period: f"{period.code}（{'已关闭' if period.closed else '未关闭'}）", key="shut-period"
        )
        deed = "重新打开" if period.closed else "关闭"
        st.markdown(f":gray[{plain(_consequence(period, viewer))}]")
        reason = st.text_input("原因（必填，记入操作记录）", key="shut-reason")
        if st.button(f"{deed} {period.code} 期", type="primary", key="shut"):
            service = reopen if period.closed else close
            _done(lambda: service(frame.store(), viewer, period.code, reason, now=frame.now()), f"{period.code} 期已{deed}。")


def import_list(viewer: Viewer) -> None:
    """Import a roster by upload."""
    st.subheader("花名册", anchor=False)
    st.markdown(":gray[按统一社会信用代码增改；文件里没有的企业保留。未关闭的报告期一并更新。]")
    file = st.file_uploader("把花名册（xlsx）拖到这里", type=["xlsx"], key=f"roster-{st.session_state.get('rosters', 0)}")
    if st.button("导入花名册", icon=":material/upload_file:", disabled=file is None, key="import-roster") and file is not None:
        try:
            with st.spinner("正在读花名册……"):
                imported = import_roster(frame.store(), viewer, file.getvalue(), now=frame.now())
        except ProductError as fault:
            frame.failed(fault)
            return
        change = imported.change
        st.success(
            f"读到 {imported.rows_read} 行：新增 {len(change.added)} 家，更新 {len(change.changed)} 家，未变 {len(change.unchanged)} 家；"
            f"花名册上另有 {len(change.absent)} 家不在文件里，仍然保留。",
            icon=":material/check:",
        )
        blocks.issue_cards(imported.issues)


def _row(period: Period, viewer: Viewer) -> dict[str, object]:
    book = ledger(snapshot(frame.store(), viewer, period.code).enterprises)
    return {
        "报告期": period.code,
        "状态": "已关闭" if period.closed else "未关闭",
        "截止": period.deadline,
        "宽限（天）": period.grace_days,
        "清单版本": period.edition,
        "应报": book.expected,
        "已报": book.received,
        "退回待改": book.returned,
        "未报": book.missing,
        "延期企业": len(extended(frame.store(), viewer, period.code)),
    }


def _consequence(period: Period, viewer: Viewer) -> str:
    if period.closed:
        return "重新打开后又可以收件、审核；导入花名册时这一期也会更新。"
    rows = snapshot(frame.store(), viewer, period.code).enterprises
    waiting = int((rows["status"] == "in_review").sum())
    open_ones = f"还有 {waiting} 家待审，关闭后不能再核定。" if waiting else ""
    return f"{open_ones}关闭后不再收件、审核，花名册不再变动；各项统计照常可看。"


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError
    return value


def _done(deed: Callable[[], object], sentence: str) -> None:
    """Do it and draw the page anew, or say why it could not be done."""
    try:
        deed()
    except ProductError as fault:
        frame.failed(fault)
        return
    tell(sentence)
    st.rerun()
