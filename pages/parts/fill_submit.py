"""The last part of 在线填报: the form's own checks, the form to take away, the promise, and handing in."""

from collections.abc import Sequence

import streamlit as st

from charts.finding import plain
from models.access import Viewer
from models.assessment import Level
from models.catalogue import Priority
from models.errors import Overtaken, ProductError
from models.issue import Issue, Severity
from models.submission import Outcome
from pages.parts import blocks, frame
from pages.parts.download import offer
from pages.parts.fill_parts import begin_anew, go_to, reopen
from pages.parts.pledge_parts import pledge_asked, pledge_missing
from pages.parts.task_parts import HAND_IN
from services.download import address
from services.drafts import Filling, draft_issues, hand_in_draft
from services.my_task import MyTask

_BLANK = "BLANK"


def check_and_hand_in(viewer: Viewer, held: Filling, task: MyTask) -> None:
    """Show what the checks say of the draft, and hand it in."""
    issues = draft_issues(frame.store(), viewer, held, today=frame.today())
    _found([issue for issue in issues if issue.code != _BLANK])
    _ways_to_items(held, issues)
    _take_away(viewer, held, task)
    if task.is_open:
        _hand_in(viewer, held, errors=sum(issue.severity is Severity.ERROR for issue in issues))


def _found(issues: Sequence[Issue]) -> None:
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    rest = [issue for issue in issues if issue not in errors]
    if errors:
        st.subheader(f"须修改 {len(errors)} 处", anchor=False)
        blocks.issue_cards(errors)
    else:
        st.success("没有须修改的地方。", icon=":material/check_circle:")
    if rest:
        with st.expander(f"请留意 {len(rest)} 处，不影响接收"):
            blocks.issue_cards(rest)


def _ways_to_items(held: Filling, issues: Sequence[Issue]) -> None:
    """Name the items without a level or with a fault, by priority, each with the way there."""
    wrong = {issue.item for issue in issues if issue.severity is Severity.ERROR}
    for priority in Priority:
        items = held.catalogue.items_of(priority)
        missing = [item.code for item in items if held.draft.answer(item.code).level is Level.BLANK]
        faulty = [item.code for item in items if item.code in wrong]
        told = [f"还差 {len(missing)} 项"] * bool(missing) + [f"要改 {len(faulty)} 项"] * bool(faulty)
        if told:
            with st.container(horizontal=True, vertical_alignment="center"):
                label = f"{held.catalogue.titles(priority).column}：{'，'.join(told)}"
                st.button(label, key=f"to-{priority}", icon=":material/edit:", on_click=go_to, args=(priority,))
                st.markdown(f":gray[{'、'.join(dict.fromkeys([*faulty, *missing]))}]")


def _take_away(viewer: Viewer, held: Filling, task: MyTask) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        offer("导出成 Excel", address("draft", period=held.period.code), key="draft-form")
        st.markdown(":gray[打印“企业信息”签字盖章，扫描后到“报送”上传。]")
    if task.newest and task.draft and task.is_open:
        with st.popover(f"放弃草稿，改用第 {task.newest.revision} 版的内容", icon=":material/restart_alt:"):
            st.markdown(f"草稿里的内容会被最近报送的第 {task.newest.revision} 版代替。")
            if st.button("确定改用", key="restart"):
                begin_anew(viewer, held)
                st.rerun()


def _hand_in(viewer: Viewer, held: Filling, *, errors: int) -> None:
    missing = len(held.catalogue.items) - held.draft.filled(held.catalogue.items)
    with st.form("hand-in-draft"):
        if missing:
            st.markdown(f":orange-badge[:material/info: 还差 {missing} 项] 现在提交先按暂估计分，不进平均和分档，补齐后可以再提交。")
        ticked, signer = pledge_asked("draft")
        sent = st.form_submit_button("提交", type="primary", icon=":material/send:")
    if not sent:
        return
    told = f"还有 {errors} 处须修改，改好才能提交。" if errors else pledge_missing(ticked=ticked, signer=signer)
    if told:
        st.error(told, icon=":material/error:")
        return
    _receive(viewer, held, signer)


def _receive(viewer: Viewer, held: Filling, signer: str) -> None:
    try:
        with st.spinner("正在提交……"):
            intake = hand_in_draft(frame.store(), viewer, held.draft, signer=signer, now=frame.now(), today=frame.today())
    except Overtaken as fault:
        reopen(viewer, held)
        frame.failed(fault)
        return
    except ProductError as fault:
        frame.failed(fault)
        return
    [file] = intake.files
    if file.outcome is Outcome.DUPLICATE:
        st.info(plain(f"内容与第 {file.revision} 版完全相同，已经报送过了，不用再交。"), icon=":material/content_copy:")
        return
    st.switch_page(HAND_IN)
