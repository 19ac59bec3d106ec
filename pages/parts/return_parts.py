"""What goes out to many at once: everything that was returned in one zip, and the table for reminding."""

from datetime import timedelta

import streamlit as st

from charts.finding import plain
from models.access import Viewer
from models.period import Period
from models.progress import Status
from pages.parts import frame
from pages.parts.download import offer
from pages.parts.making import keep, kept, made
from services.download import ZIP, Download, address
from services.progress import snapshot
from services.return_pack import Sender, return_pack
from services.settings import association as association_name

_TOLD = "review-told"
_MADE = "return-pack"
_DAYS_TO_ANSWER = 7


def tell(sentence: str) -> None:
    """Keep a sentence for the next run, where it is shown once."""
    st.session_state[_TOLD] = sentence


def told() -> None:
    """Show what the last deed did."""
    if sentence := st.session_state.pop(_TOLD, None):
        st.success(plain(sentence), icon=":material/check:")


def send_back(viewer: Viewer, period: Period) -> None:
    """Offer one zip with what goes back to every returned enterprise, and the table for reminding the others."""
    rows = snapshot(frame.store(), viewer, period.code).enterprises
    back = rows["uscc"][rows["status"] == Status.RETURNED].tolist()
    missing = int((rows["status"] == Status.MISSING).sum())
    if not back and not missing:
        return
    st.subheader(f"退回与催报（退回 {len(back)} 家，未报 {missing} 家）", anchor=False)
    with st.container(border=True):
        left, middle, right = st.columns([2, 3, 3], vertical_alignment="bottom")
        until = left.date_input(
            "请企业最迟在哪天发回", max(period.deadline, frame.today() + timedelta(days=_DAYS_TO_ANSWER)), format="YYYY-MM-DD", key="until"
        )
        association = middle.text_input("退回函落款单位", association_name(), key="association")
        sender = Sender(association=association, dated=frame.today(), until=until)
        with right.container(horizontal=True):
            if back and st.button(f"打包退回材料（{len(back)} 家）", icon=":material/folder_zip:", key="make-pack"):
                _make(viewer, period, back, sender)
            if missing:
                table = address("reminders", period=period.code, association=association, until=until)
                offer(f"催报名单（{missing} 家）", table, key="reminders", icon="notifications")
        _offer(viewer, period, back, sender)
        st.markdown(":small[:gray[压缩包里有每家的标注文件、退回函和一张邮件合并表（含联系人和正文）。含个人信息，用后请删除。]]")


def _make(viewer: Viewer, period: Period, usccs: list[str], sender: Sender) -> None:
    content = made("正在标注", len(usccs), lambda report: return_pack(frame.store(), viewer, period.code, usccs, sender, report=report))
    if content is not None:
        keep(_MADE, _what(period, usccs, sender), snapshot(frame.store(), viewer, period.code), content)


def _offer(viewer: Viewer, period: Period, usccs: list[str], sender: Sender) -> None:
    """Offer the pack that was made, as long as it is still the one that would be made."""
    if content := kept(_MADE, _what(period, usccs, sender), snapshot(frame.store(), viewer, period.code)):
        label = f"下载退回材料（{len(usccs)} 家，{len(content) / 1_000_000:.1f} MB）"
        pack = Download(name=f"退回材料_{period.code}.zip", mime=ZIP, content=content)
        offer(label, lambda: pack, key="pack", primary=True)


def _what(period: Period, usccs: list[str], sender: Sender) -> tuple[object, ...]:
    return (period.code, tuple(usccs), sender)
