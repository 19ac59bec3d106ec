"""Whose pages these are: the enterprise that is in, its task, and no address that leads to another's."""

import streamlit as st

from models.access import Role, Viewer
from models.errors import NotPossible
from pages.parts import frame
from pages.parts.navigation import permitted
from services.my_task import MyTask, my_task, refuse_address

_ADDRESSED = ("uscc", "enterprise")


def own_viewer(file: str) -> Viewer:
    """Give the viewer of a page if it is an enterprise; its pages take no enterprise from the address, and asking is on record."""
    person = permitted(file)
    if person.role is not Role.ENTERPRISE or not person.uscc:
        st.error("这一页只给企业填报用。请从导航里选择其他页面。", icon=":material/lock:")
        st.stop()
    for name in _ADDRESSED:
        if (asked := st.query_params.get(name)) not in {None, person.uscc}:
            refuse_address(frame.store(), person, f"{name}={asked}", now=frame.now())
            del st.query_params[name]
            st.info("网址里写的不是本单位。这里只能看和报送本单位的自评表。", icon=":material/lock:")
    return person


def own_task(file: str) -> tuple[Viewer, MyTask]:
    """Give the viewer and its task: of the period its code is for, or of the newest open one."""
    person = own_viewer(file)
    try:
        return person, my_task(frame.store(), person, frame.current_visit().period, today=frame.today())
    except NotPossible as fault:
        st.title("没有要填报的自评表", anchor=False)
        frame.failed(fault)
        st.stop()
