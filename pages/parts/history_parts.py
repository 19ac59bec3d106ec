"""What 我的历次 is made of: a period with its revisions, each with what became of it and its files."""

from collections.abc import Sequence

import streamlit as st

from charts.figures_text import score
from charts.finding import plain
from models.access import Viewer
from models.period import SHANGHAI
from models.pledge import Pledge
from models.progress import Status
from models.submission import Receipt
from pages.parts import blocks, frame
from pages.parts.download import download_original
from pages.parts.own_downloads import annotated_copy
from pages.parts.task_parts import state
from services.my_task import MyTask, my_pledges
from services.originals import own_name


def history_answer(tasks: Sequence[MyTask]) -> None:
    """Say how often the enterprise reported."""
    if not tasks:
        blocks.answer("花名册上还没有本单位，没有报送过。", "请联系协会秘书处")
        return
    reported = [task for task in tasks if task.history]
    total = sum(len(task.history) for task in tasks)
    sentence = f"在册 {len(tasks)} 期，报送过 {len(reported)} 期，共 {total} 版。" if total else "还没有报送过。"
    blocks.answer(sentence, tasks[0].enterprise.uscc)


def period_history(viewer: Viewer, task: MyTask) -> None:
    """Show a period's revisions, the newest first, and what came beside them."""
    st.subheader(f"{task.period.code} 期{'（已关闭）' if task.period.closed else ''}", anchor=False)
    st.markdown(f":gray[{plain(state(task))}]")
    promises = my_pledges(frame.store(), viewer, task) if task.history else {}
    for receipt in reversed(task.history):
        _revision(viewer, task, receipt, promises.get(receipt.id))
    if task.attachments:
        st.markdown(":gray[盖章件：]" + "、".join(plain(own_name(file.file)) for file in task.attachments))


def _revision(viewer: Viewer, task: MyTask, receipt: Receipt, promise: Pledge | None) -> None:
    handed = "" if receipt.by == viewer.name else f"，经手 {plain(receipt.by)}"
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**第 {receipt.revision} 版**　{_badge(task, receipt)}　{_became(task, receipt)}")
        signed = f"，{promise.signer}承诺真实" if promise else ""
        at = receipt.received_at.astimezone(SHANGHAI)
        st.markdown(f":small[:gray[{at:%Y-%m-%d %H:%M} 收到，{plain(own_name(receipt.file_name))}{handed}{plain(signed)}]]")
        with st.container(horizontal=True):
            download_original(receipt, key=f"original-{receipt.id}")
            if task.received and task.received.submission_id == receipt.id and not receipt.passed:
                annotated_copy(task.received, key=f"annotated-{receipt.id}")


def _badge(task: MyTask, receipt: Receipt) -> str:
    if receipt.withdrawn:
        return ":gray-badge[:material/undo: 已撤销]"
    if task.counting and receipt.id == task.counting.id:
        return ":blue-badge[:material/check: 现计入]"
    return ":gray-badge[:material/history: 不计入]" if receipt.passed else ":orange-badge[:material/undo: 退回修改]"


def _became(task: MyTask, receipt: Receipt) -> str:
    if receipt.withdrawn:
        return plain(f"协会于 {receipt.withdrawn.at.astimezone(SHANGHAI):%Y-%m-%d} 撤销：{receipt.withdrawn.reason}")
    if task.counting and receipt.id == task.counting.id:
        kind = "已核定" if task.status is Status.ACCEPTED else "暂估" if task.row["provisional"] else "自评"
        return f"综合得分 {score(task.row['total'] / 10)} 分（{kind}）"
    return "通过检查，后来的一版代替了它" if receipt.passed else "没有通过检查"
