"""Making something long while the person looks on."""

from collections.abc import Callable

import streamlit as st

from models.errors import ProductError
from pages.parts import frame
from services.reporting import Report


def keep(key: str, what: tuple[object, ...], made_from: object, content: bytes) -> None:
    """Keep what was made until the person asks for something else, or what it was made from is another."""
    st.session_state[key] = (what, made_from, content)


def kept(key: str, what: tuple[object, ...], made_from: object) -> bytes | None:
    """Give what was made, as long as it is still what would be made."""
    found = st.session_state.get(key)
    return found[2] if found and found[0] == what and found[1] is made_from else None


def made(doing: str, total: int, make: Callable[[Report], bytes]) -> bytes | None:
    """Make something under a bar that tells how far it is; None when it could not be made, which is said."""
    bar = st.progress(0.0, f"{doing}：共 {total} 份，正在准备")
    try:
        return make(lambda done: bar.progress(min(1.0, done / total), f"{doing}：{done} / {total} 份"))
    except ProductError as fault:
        frame.failed(fault)
        return None
    finally:
        bar.empty()
