"""What 我的任务 is made of: where the form stands in one sentence, until when, what came back and what to do next."""

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING, score
from charts.finding import plain
from models.period import SHANGHAI
from models.progress import Status
from pages.parts import blocks
from pages.parts.blocks import Figure
from pages.parts.own_downloads import annotated_copy, fresh_form
from services.my_task import MyTask
from services.tables import STATUSES

HAND_IN, FILL = (f"pages/enterprise/{name}.py" for name in ("hand_in", "fill"))


def state(task: MyTask) -> str:
    """Say in one sentence where the form stands."""
    told = {
        Status.EXEMPT: lambda: "本期豁免，不用报送。",
        Status.MISSING: lambda: _missing(task),
        Status.RETURNED: lambda: _returned(task),
        Status.IN_REVIEW: lambda: _received(task),
        Status.ACCEPTED: lambda: f"自评表已核定，{_result(task)}，不用再做什么。",
    }
    return told[task.status]()


def task_answer(task: MyTask) -> None:
    """Write the answer, whose task it is, and three figures."""
    blocks.answer(state(task), f"{task.period.code} 期 · {task.enterprise.uscc}")
    _ways_on_a_phone(task)
    counting = task.counting
    total = task.row["total"]
    blocks.figures(
        [
            Figure("截止日", f"{task.due.month}月{task.due.day}日", _deadline(task)),
            Figure("状态", STATUSES[task.status], f"最新是第 {task.newest.revision} 版" if task.newest else "还没有收到"),
            Figure(
                "现计入",
                f"第 {counting.revision} 版" if counting else NOTHING,
                f"{counting.received_on} 收到" if counting else "通过检查才计入",
            ),
            Figure("综合得分", NOTHING if pd.isna(total) else f"{score(total / 10)} 分", _beside_score(task)),
        ]
    )


def what_came_back(task: MyTask) -> None:
    """Show why the newest form was returned, cell by cell, with the annotated file to mend."""
    if task.status is not Status.RETURNED or task.received is None:
        return
    if task.returned_by_review:
        _review(task)
    else:
        st.subheader(f"要改的 {len(task.errors)} 处", anchor=False)
    st.markdown("下载标注文件，照着改好保存，再到“报送”上传同一个文件。不必重填。")
    annotated_copy(task.received, key="annotated")
    blocks.issue_cards(task.errors)
    rest = [issue for issue in task.received.issues if issue not in task.errors]
    if rest:
        with st.expander(f"另有 {len(rest)} 处请留意（不影响接收）"):
            blocks.issue_cards(rest)


def next_steps(task: MyTask) -> None:
    """Say what to do now, with the ways to do it."""
    if not task.is_open:
        st.info(f"{task.period.code} 期已关闭，不再接收。需要更正的，请联系协会秘书处。", icon=":material/lock:")
    elif task.status is Status.RETURNED or _is_open_still(task):
        st.subheader("改好后再报送" if task.status is Status.RETURNED else "补齐后再报送", anchor=False)
        with st.container(horizontal=True):
            _way("上传改好的表" if task.status is Status.RETURNED else "上传补好的表", HAND_IN, "upload_file", primary=True)
            _way("在线填", FILL, "edit_note")
        st.markdown(f":gray[在线填的，{'接着上次保存的草稿' if task.draft else '已带入最近一版填的内容'}。]")
    elif task.status is Status.MISSING:
        st.subheader("两种填法，选一种", anchor=False)
        left, right = st.columns(2)
        with left, st.container(border=True, height="stretch"):
            st.markdown("#### 用 Excel 填\n下载自评表，填好保存，再上传。适合几个部门一起填。", anchors=False)
            with st.container(horizontal=True):
                fresh_form(task, key="fresh-form")
                _way("上传填好的表", HAND_IN, "upload_file")
        with right, st.container(border=True, height="stretch"):
            st.markdown(f"#### 在线填\n在网页上逐项选等级，随填随存。{_progress(task)}", anchors=False)
            _way("接着填" if task.draft else "开始在线填报", FILL, "edit_note", primary=True)
    _stamped(task)


def _ways_on_a_phone(task: MyTask) -> None:
    """Lead to where the form is handed in: a phone shows neither the names of the other pages nor the end of this one."""
    if task.is_open and (task.status in {Status.MISSING, Status.RETURNED} or _is_open_still(task)):
        with st.container(key="ways-on-a-phone", horizontal=True):
            st.page_link(HAND_IN, label="去报送", icon=":material/upload_file:")
            st.page_link(FILL, label="去在线填报", icon=":material/edit_note:")


def _way(label: str, page: str, icon: str, *, primary: bool = False) -> None:
    """Offer the way to another page as a button."""
    if st.button(label, key=f"way-{icon}", icon=f":material/{icon}:", type="primary" if primary else "secondary"):
        st.switch_page(page)


def _missing(task: MyTask) -> str:
    if not task.is_open:
        return f"{task.period.code} 期已关闭，本单位没有报送。"
    if task.days_left < 0:
        return f"还没有报送，已过截止日 {-task.days_left} 天。请尽快报送，按逾期登记，照常计分。"
    return "还没有报送，" + (f"还有 {task.days_left} 天截止。" if task.days_left else "今天 24:00 截止。")


def _returned(task: MyTask) -> str:
    revision = task.row["newest_revision"]
    if task.returned_by_review:
        return f"第 {int(revision)} 版审核后退回，请按审核意见修改后再报送。"
    if not task.is_open:
        return f"第 {int(revision)} 版有 {len(task.errors)} 处须修改；{task.period.code} 期已关闭，不能再报送。"
    return f"第 {int(revision)} 版有 {len(task.errors)} 处须修改，改好后请再报送。"


def _received(task: MyTask) -> str:
    revision = task.newest.revision if task.newest else 1
    if not task.is_open:
        return f"第 {revision} 版已收到，通过检查。{task.period.code} 期已关闭。"
    if _is_open_still(task):
        return f"第 {revision} 版已收到，还有 {int(task.row['blank'])} 项没有填等级。请补齐后再报送一次。"
    return f"第 {revision} 版已收到，通过检查，等协会审核。现在不用做什么。"


def _is_open_still(task: MyTask) -> bool:
    """Say whether the form that was received still has items without a level."""
    return task.status is Status.IN_REVIEW and bool(task.row["provisional"])


def _result(task: MyTask) -> str:
    return f"综合得分 {score(task.row['total'] / 10)} 分，{task.row['band'] or '暂不定档'}"


def _beside_score(task: MyTask) -> str:
    if pd.isna(task.row["total"]):
        return "接收后显示"
    return f"暂估，空 {int(task.row['blank'])} 项" if task.row["provisional"] else str(task.row["band"])


def _deadline(task: MyTask) -> str:
    extended = "已延期，" if task.extended else ""
    if not task.is_open:
        return f"{extended}本期已关闭"
    if task.days_left < 0:
        return f"{extended}已过 {-task.days_left} 天"
    return extended + (f"还有 {task.days_left} 天" if task.days_left else "今天 24:00 截止")


def _progress(task: MyTask) -> str:
    if task.draft is None or task.draft.updated_at is None:
        return "适合一个人填的小企业。"
    filled, at = task.draft.filled(task.catalogue.items), task.draft.updated_at.astimezone(SHANGHAI)
    return f"已填 {filled} / {len(task.catalogue.items)} 项，{at:%m-%d %H:%M} 保存。"


def _review(task: MyTask) -> None:
    review = task.review
    if review is None:
        return
    st.subheader("审核意见", anchor=False)
    if review.reason:
        st.warning(plain(review.reason), icon=":material/undo:")
    for code, remark in review.remarks.items():
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{code}**　{plain(task.catalogue.by_code[code].title) if code in task.catalogue.by_code else ''}")
            st.markdown(plain(remark))


def _stamped(task: MyTask) -> None:
    if task.newest is None or not task.is_open:
        return
    if task.attachments:
        st.markdown(f":green-badge[:material/check: 盖章件已收到 {len(task.attachments)} 份]")
    else:
        st.markdown(":orange-badge[:material/info: 还差盖章件] 打印“企业信息”签字盖章，扫描或拍照后到“报送”上传。")
