"""我的反馈: the own score beside the peers', the largest gaps with what the next level asks for, and the page to print."""

import streamlit as st

from charts.finding import plain
from models.errors import NotPossible
from pages.parts import blocks, frame
from pages.parts.download import offer
from pages.parts.feedback_parts import gaps, own_beside_peers
from pages.parts.own import own_viewer
from reports.feedback_sentences import CAUTION, conclusion, peers_line, remark, source_line
from services.download import address
from services.feedback import feedback, last_closed

viewer = own_viewer("enterprise/feedback.py")
try:
    period = last_closed(frame.store(), viewer, str(viewer.uscc))
except NotPossible as fault:
    st.title("还没有反馈", anchor=False)
    frame.failed(fault)
    st.stop()
found = feedback(frame.store(), viewer, period.code, str(viewer.uscc))

blocks.answer(conclusion(found), f"{period.name} · {source_line(found)}")
if remark(found):
    st.info(plain(remark(found)), icon=":material/info:")
if found.revision is not None:
    offer("下载反馈单（Word，一页）", address("feedback", period=period.code), key="feedback", primary=True)
    own_beside_peers(found)
    st.markdown(f":small[:gray[{plain(peers_line(found))}]]")
gaps(found)
st.markdown(f":small[:gray[{plain(CAUTION)}]]")
