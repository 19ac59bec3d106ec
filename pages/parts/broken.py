"""What a person sees when a page breaks: one sentence, and what to do; the log has the rest."""

import streamlit as st

from charts.finding import plain
from models.errors import ProductError
from services.settings import log


def told(fault: Exception) -> bool:
    """Say it in Chinese in place of Streamlit's own message, which is English; True means it has been said."""
    if isinstance(fault, ProductError):
        st.error(plain(str(fault)), icon=":material/error:")
    else:
        log().error("page broke", exc_info=fault)
        st.error("这一页出错了，详情已记入日志，您的数据没有受影响。请刷新再试；还是不行，请告诉管理员。", icon=":material/error:")
    return True
