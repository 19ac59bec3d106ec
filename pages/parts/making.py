"""Making something long while the person looks on."""

from collections.abc import Callable

import streamlit as st

from models.errors import ProductError
from pages.parts import frame
from services.reporting import Report


def made(doing: str, total: int, make: Callable[[Report], bytes]) -> bytes | None:
    """Make something under a bar that tells how far it is; None when it could not be made, which is said."""
    bar = st.progress(0.0, f"{doing}：0 / {total} 份")
    try:
        return make(lambda done: bar.progress(done / total, f"{doing}：{done} / {total} 份"))
    except ProductError as fault:
        frame.failed(fault)
        return None
    finally:
        bar.empty()
