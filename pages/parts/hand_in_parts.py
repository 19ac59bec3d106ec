"""What 报送 is made of: the form to take, the place to drop it, and what became of what was dropped last."""

import streamlit as st

from charts.finding import plain
from models.access import Viewer
from models.errors import ProductError
from models.issue import Severity
from models.submission import IntakeFile, Outcome
from pages.parts import blocks, frame
from pages.parts.own_downloads import annotated_copy, fresh_form
from pages.parts.pledge_parts import pledge_asked, pledge_missing
from pages.parts.task_parts import state
from services.hand_in import hand_in
from services.my_task import MyTask
from services.originals import own_name

_SHOWN = 20


def hand_in_answer(task: MyTask) -> None:
    """Write where the form stands, and offer the form to fill."""
    blocks.answer(state(task), f"{task.period.code} 期 · 截止 {task.due}")
    if task.is_open:
        with st.container(horizontal=True, vertical_alignment="center"):
            fresh_form(task, key="form", primary=task.newest is None)
            st.markdown(":gray[已填好企业信息；填完保存，再传到下面。]")


def drop_own_files(viewer: Viewer, task: MyTask) -> None:
    """Take the enterprise's files with the promise, and receive them."""
    if not task.is_open:
        st.info(f"{task.period.code} 期已关闭，不再接收。需要更正的，请联系协会秘书处。", icon=":material/lock:")
        return
    if task.days_left < 0:
        st.warning(f"已过截止日 {task.due}，现在报送按逾期登记，照常计分。", icon=":material/schedule:")
    key = f"own-drop-{st.session_state.get('own-drops', 0)}"
    with st.form("hand-in"):
        uploads = st.file_uploader(
            "把填好的自评表放到这里；盖章扫描件（PDF 或照片）也放这里，可以一起放", accept_multiple_files=True, key=key
        )
        ticked, signer = pledge_asked("hand-in")
        sent = st.form_submit_button("提交", type="primary", icon=":material/upload_file:")
    if sent:
        missing = "" if uploads else "请先选择要报送的文件。"
        missing = missing or pledge_missing(ticked=ticked, signer=signer)
        if missing:
            st.error(missing, icon=":material/error:")
        else:
            _receive(viewer, task, [(upload.name, upload.getvalue()) for upload in uploads], signer)


def result_of_latest(task: MyTask) -> None:
    """Show what became of the files that came last; it rests in the store and is there after a reload."""
    if not task.latest:
        return
    st.subheader("最近一次报送的结果", anchor=False)
    for place, file in enumerate(task.latest):
        _result(task, file, key=f"result-{place}")


def _receive(viewer: Viewer, task: MyTask, files: list[tuple[str, bytes]], signer: str) -> None:
    try:
        with st.spinner("正在检查，一般只要几秒……"):
            hand_in(frame.store(), viewer, task.period.code, files, signer=signer, now=frame.now())
    except ProductError as fault:
        frame.failed(fault)
        return
    st.session_state["own-drops"] = st.session_state.get("own-drops", 0) + 1
    st.rerun()


def _result(task: MyTask, file: IntakeFile, *, key: str) -> None:
    name = plain(own_name(file.file))
    errors = [issue for issue in file.issues if issue.severity is Severity.ERROR]
    counts = "，现计入" if task.counting and file.submission_id == task.counting.id else ""
    told = {
        Outcome.ACCEPTED: lambda: st.success(f"{name}：第 {file.revision} 版已接收{counts}。", icon=":material/check_circle:"),
        Outcome.RETURNED: lambda: st.error(
            f"{name}：第 {file.revision} 版有 {len(errors)} 处须修改，还没有接收。{_still(task)}", icon=":material/undo:"
        ),
        Outcome.DUPLICATE: lambda: st.info(
            f"{name}：与第 {file.revision} 版内容完全相同，没有重复登记。要更正的，请改好再传。", icon=":material/content_copy:"
        ),
        Outcome.ATTACHMENT: lambda: st.success(f"{name}：盖章件已存档。", icon=":material/attach_file:"),
        Outcome.REFUSED: lambda: st.error(f"{name}：没有接收。", icon=":material/block:"),
        Outcome.UNRECOGNISED: lambda: st.error(f"{name}：没有接收。", icon=":material/help:"),
    }
    told[file.outcome]()
    if file.outcome is Outcome.RETURNED:
        st.markdown("下载标注文件，照着改好保存，再上传同一个文件。不必重填。")
        annotated_copy(file, key=key)
    blocks.issue_cards(errors[:_SHOWN])
    rest = [*errors[_SHOWN:], *(issue for issue in file.issues if issue not in errors)]
    if rest:
        with st.expander(f"另有 {len(rest)} 处（{'' if errors[_SHOWN:] else '请留意，不影响接收'}）".replace("（）", "")):
            blocks.issue_cards(rest)


def _still(task: MyTask) -> str:
    return f"现仍按第 {task.counting.revision} 版计。" if task.counting else ""
