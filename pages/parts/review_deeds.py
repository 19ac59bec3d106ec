"""What a reviewer does with a form: agree with the rest, save, accept, return, reopen; what will happen is said first."""

import streamlit as st

from charts.finding import plain
from models.access import Viewer
from models.assessment import Level
from models.errors import NotPossible, Overtaken, ProductError
from models.review import NewReview, ReviewDecision
from pages.parts import frame
from pages.parts.return_parts import tell
from pages.parts.review_form_parts import Filled, agree_with_the_rest, forget, is_locked, sum_up, take_note
from services.review import ReviewView, review_view, save_review

_ASKED = "review-asked"
_FASTER = "review-faster"


def deeds(view: ReviewView, filled: Filled, viewer: Viewer) -> None:
    """Offer what may be done with the form as it stands."""
    if sentence := st.session_state.pop(_FASTER, None):
        st.error(plain(sentence), icon=":material/group:")
    if view.period.closed:
        st.info(f"{view.period.code} 期已关闭，不能再审核。确需修改，请先在“报告期”页重新打开。", icon=":material/lock:")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if view.newer:
            if st.button("保存备查", icon=":material/save:", key="save"):
                _do(view, filled, viewer, ReviewDecision.IN_PROGRESS)
        elif is_locked(view, filled.seen):
            _ask_button("重新打开", ReviewDecision.REOPENED, ":material/lock_open:")
        else:
            left = filled.levels.count(Level.BLANK)
            st.button(
                f"其余全部同意自评（{left} 项）" if left else "各项都已核定",
                icon=":material/done_all:",
                disabled=not left,
                on_click=agree_with_the_rest,
                args=(view, filled),
                key="agree",
            )
            if st.button("保存", icon=":material/save:", key="save"):
                _do(view, filled, viewer, ReviewDecision.IN_PROGRESS)
            _ask_button("核定", ReviewDecision.ACCEPTED, ":material/verified:", primary=True)
            _ask_button("退回修改", ReviewDecision.RETURNED, ":material/undo:")
            st.markdown(":small[:gray[离开这一页前请保存。核定或退回后，要改可以重新打开。]]")
    asked = st.session_state.get(_ASKED)
    if asked is not None:
        st.dialog(asked.chinese, width="medium", on_dismiss=_ask)(_confirm)(view, filled, viewer, asked)


def _ask_button(label: str, decision: ReviewDecision, icon: str, *, primary: bool = False) -> None:
    kind = "primary" if primary else "secondary"
    st.button(label, key=f"ask-{decision}", icon=icon, type=kind, on_click=_ask, args=(decision,))


def _ask(decision: ReviewDecision | None = None) -> None:
    """Remember which question is open, or that none is."""
    st.session_state[_ASKED] = decision


def _confirm(view: ReviewView, filled: Filled, viewer: Viewer, decision: ReviewDecision) -> None:
    st.markdown(plain(_consequence(view, filled, decision)))
    if decision is ReviewDecision.ACCEPTED and Level.BLANK in filled.levels:
        return
    needed = decision is not ReviewDecision.ACCEPTED
    with st.form("review-confirm", border=False):
        label = "原因（写给企业看）" if decision is ReviewDecision.RETURNED else "原因（必填，记入操作记录）"
        reason = st.text_area(label, placeholder="例如：3 级的几项请补充证明材料名称和编号", max_chars=500) if needed else ""
        if st.form_submit_button(f"确认{decision.chinese}", type="primary"):
            _do(view, filled, viewer, decision, reason)


def _consequence(view: ReviewView, filled: Filled, decision: ReviewDecision) -> str:
    left = filled.levels.count(Level.BLANK)
    if decision is ReviewDecision.ACCEPTED:
        if left:
            return f"还有 {left} 项没有核定等级，现在不能核定。请关上这个窗口，逐项选好，或按“其余全部同意自评”，再按“核定”。"
        return f"{sum_up(view, filled)}核定后，这一版按核定等级计入“核定”口径；自评不变。以后可以重新打开。"
    if decision is ReviewDecision.RETURNED:
        remarks = f"写了审核意见的 {len(filled.remarks)} 项" if filled.remarks else "您写的原因"
        return f"退回后，企业的状态变为退回待改，{remarks}会写进它的标注文件。它改好重新报送后，新版再来审核。"
    return "重新打开后可以再改；在重新核定之前，它不计入“核定”口径。"


def _do(view: ReviewView, filled: Filled, viewer: Viewer, decision: ReviewDecision, reason: str = "") -> None:
    new = NewReview(
        submission_id=view.form.id, seen=filled.seen, decision=decision, levels=filled.levels, remarks=filled.remarks, reason=reason
    )
    try:
        saved = save_review(frame.store(), viewer, new, now=frame.now())
    except Overtaken as fault:
        _overtaken(view, filled, viewer, fault)
        return
    except ProductError as fault:
        frame.failed(fault)
        return
    forget(view)
    _ask()
    if saved.newer and decision is not ReviewDecision.IN_PROGRESS:
        tell(f"企业刚刚报送了第 {saved.newer} 版。您的审核已存档备查，没有{decision.chinese}；请改审第 {saved.newer} 版。")
    else:
        done = "已保存。" if decision is ReviewDecision.IN_PROGRESS else f"已{decision.chinese}。"
        tell(f"{view.enterprise.name}：{done}")
    st.rerun()


def _overtaken(view: ReviewView, filled: Filled, viewer: Viewer, fault: NotPossible) -> None:
    """Keep what this person filled in, and show what the other one did."""
    now = review_view(frame.store(), viewer, view.period.code, view.form.uscc, view.form.revision)
    take_note(view, filled, now.seen)
    st.session_state[_FASTER] = str(fault)
    _ask()
    st.rerun()
