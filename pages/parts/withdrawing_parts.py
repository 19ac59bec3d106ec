"""Taking back what was received by mistake: what will happen is said first, the reason is asked for, the way back stays."""

from collections.abc import Callable, Sequence

import streamlit as st

from charts.finding import plain
from models.access import Verb, Viewer
from models.errors import ProductError
from models.period import SHANGHAI, Period
from models.submission import Batch, IntakeFile, Withdrawal
from pages.parts import frame
from services.withdrawing import consequence, own_submissions, restore, withdraw, withdrawn_among

ASKED = "withdrawing-asked"
_DEEDS = {"撤销": withdraw, "恢复": restore}


def withdraw_one(viewer: Viewer, period: Period, submission_id: int, withdrawal: Withdrawal | None, *, key: str) -> None:
    """Offer to withdraw a submission, or to restore a withdrawn one, to whoever may."""
    if not viewer.may(Verb.REVIEW):
        return
    if withdrawal is None:
        _button(viewer, period, [submission_id], "撤销", "撤销这一版", key)
    else:
        _button(viewer, period, [submission_id], "恢复", "恢复这一版", key)


def withdraw_intake(viewer: Viewer, period: Period, batch: Batch, files: Sequence[IntakeFile]) -> None:
    """Offer to withdraw everything an intake brought, or to restore what of it is withdrawn."""
    if not viewer.may(Verb.REVIEW):
        return
    out = withdrawn_among(frame.store(), viewer, files)
    standing = [number for number in own_submissions(files) if number not in out]
    if standing:
        _button(viewer, period, standing, "撤销", f"撤销整次收件（{len(standing)} 份）", f"withdraw-batch-{batch.id}")
    if out:
        _button(viewer, period, list(out), "恢复", f"恢复已撤销的（{len(out)} 份）", f"restore-batch-{batch.id}")


def told_withdrawn(withdrawal: Withdrawal) -> str:
    """Say when, by whom and why a submission was withdrawn."""
    at = withdrawal.at.astimezone(SHANGHAI)
    return f"已由{withdrawal.by}于 {at:%Y-%m-%d %H:%M} 撤销，不再计入：{withdrawal.reason}"


def _button(viewer: Viewer, period: Period, ids: list[int], deed: str, label: str, key: str) -> None:
    icon = ":material/undo:" if deed == "撤销" else ":material/redo:"
    st.button(label, key=key, icon=icon, type="tertiary", on_click=_ask, args=(key,))
    if st.session_state.get(ASKED) == key:
        st.dialog(label, width="medium", on_dismiss=_ask)(_confirm)(viewer, period, ids, deed)


def _ask(key: str | None = None) -> None:
    """Remember which question is open, or that none is."""
    st.session_state[ASKED] = key


def _confirm(viewer: Viewer, period: Period, ids: list[int], deed: str) -> None:
    if deed == "撤销":
        st.markdown(plain(consequence(frame.store(), viewer, period, ids)))
    else:
        st.markdown(f"恢复后，这 {len(ids)} 份自评表重新计入；同一家企业有几版时，按最新通过检查的一版计。")
    with st.form("withdraw", border=False):
        reason = st.text_input("原因（必填，记入操作记录）", placeholder="例如：发错了报告期" if deed == "撤销" else "例如：核实后没有错")
        sent = st.form_submit_button(f"确认{deed}", type="primary")
    if sent:
        _do(_DEEDS[deed], viewer, ids, reason)


def _do(deed: Callable[..., int], viewer: Viewer, ids: list[int], reason: str) -> None:
    try:
        deed(frame.store(), viewer, ids, reason, now=frame.now())
    except ProductError as fault:
        frame.failed(fault)
    else:
        _ask()
        st.rerun()
