"""反馈单 for everybody: written under a bar, offered as one zip."""

import streamlit as st

from models.access import Viewer
from models.basis import Basis
from models.period import Period
from pages.parts import frame
from pages.parts.download import offer
from pages.parts.making import keep, kept, made
from services.download import ZIP, Download
from services.download_files import report_name
from services.feedback import count_feedbacks
from services.progress import snapshot
from services.report import Kind, report

_MADE = "feedback-pack"


def feedback_pack(viewer: Viewer, period: Period, basis: Basis, frozen: str | None) -> None:
    """Write what every enterprise gets back, and offer it as long as it is what would be written now."""
    store = frame.store()
    total = count_feedbacks(store, viewer, period.code, frozen=frozen)
    if not total:
        return
    st.subheader("反馈单", anchor=False)
    st.markdown(":small[:gray[每家一页 Word，打成一个压缩包，只含本企业的得分。截止以后发，只发一次。]]")
    what = (period.code, basis, frozen)
    # What is frozen never changes; the other is the same object until a form of the period or its roster does.
    made_from = None if frozen else snapshot(store, viewer, period.code, basis)
    with st.container(horizontal=True):
        if st.button(f"写全部反馈单（{total} 家）", icon=":material/folder_zip:", key="make-feedback"):
            made_now = made(
                "正在写反馈单",
                total,
                lambda told: report(store, viewer, period.code, Kind.FEEDBACK, basis=basis, frozen=frozen, report=told),
            )
            if made_now is not None:
                keep(_MADE, what, made_from, made_now)
        if content := kept(_MADE, what, made_from):
            name = report_name(Kind.FEEDBACK, period, basis, frozen)
            label = f"下载反馈单（{total} 家，{len(content) / 1_000_000:.1f} MB）"
            offer(label, lambda: Download(name=name, mime=ZIP, content=content), key="feedback-zip", primary=True)
