"""真实性承诺 at the foot of whatever is handed in: the words, a tick, and who signs."""

import streamlit as st

from models.pledge import STATEMENT
from services.hand_in import LONGEST_NAME


def pledge_asked(key: str) -> tuple[bool, str]:
    """Ask for the promise inside a form; give whether it was ticked, and the signer's name."""
    st.markdown(f"**真实性承诺**　{STATEMENT}")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        signer = st.text_input("承诺人姓名", key=f"{key}-signer", max_chars=LONGEST_NAME, placeholder="一般是质量负责人或填报人", width=300)
        ticked = st.checkbox("我代表本单位作出以上承诺", key=f"{key}-pledge")
    return ticked, signer


def pledge_missing(*, ticked: bool, signer: str) -> str:
    """Say what of the promise is still missing, nothing when it is given."""
    if not ticked:
        return "请先勾选“我代表本单位作出以上承诺”。"
    return "" if signer.strip() else "请填写承诺人姓名。"
