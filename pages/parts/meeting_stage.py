"""What surrounds the meeting's screens: the question from the floor, the controls, and the enterprises behind a figure."""

from html import escape

import streamlit as st

from charts.finding import plain
from charts.projected import controls_html
from models.access import Viewer
from models.errors import NotPossible
from models.period import Period
from pages.parts import frame
from pages.parts.behind_parts import choose_behind, show_opened_behind
from pages.parts.filters import LABELS
from pages.parts.meeting_screens import screens
from reports.sentences import source_line, weaknesses
from services.filters import Filters
from services.meeting_view import MeetingView, meeting_view

SCREEN, SIZE = "screen", "screen-size"
# 1366 pixels against 1920: a chart on the smaller screen is the larger one made smaller.
_SCALES = {"small": 0.8, "large": 1.12}


@st.fragment
def stage(viewer: Viewer, period: Period, frozen: str | None) -> None:
    """Draw every screen of the meeting, one over another; asking and opening rerun this, turning is the browser's own.

    Which screen is seen stands in the address. How large it is, only the browser knows (pages/parts/meeting_script.py):
    until it has said so there is the first one, which has no chart.
    """
    middle, foot = st.container(key="stage"), st.container(key="foot", horizontal=True)
    try:
        with foot:
            view = _question(viewer, period, frozen)
    except NotPossible as fault:
        frame.failed(fault)
        return
    shown, size = screens(view), st.session_state.get(SIZE)
    with foot:
        _controls(view, len(shown), size, frozen)
    with middle:
        boxes = [(screen, st.container(key=f"screen-{screen.key}")) for screen in (shown if size else shown[:1])]
    # The screen that is seen comes first: who asks looks at it, and the others take the browser a second.
    for screen, box in sorted(boxes, key=lambda pair: pair[0].key != st.query_params.get(SCREEN)):
        with box:
            screen.draw(view, frame.theme().projected(_SCALES[size or "large"]))
    show_opened_behind(view)


def _question(viewer: Viewer, period: Period, frozen: str | None) -> MeetingView:
    """Offer the sizes, sectors and regions a question is about, and answer it: which item is worst there."""

    def read(filters: Filters) -> MeetingView:
        return meeting_view(frame.store(), viewer, period.code, filters, frame.chosen_basis(), frozen=frozen)

    with st.popover("提问", icon=":material/filter_list:"):
        top, everybody = st.container(), read(Filters())
        chosen = {
            name: tuple(st.pills(LABELS[name], everybody.choices[name], selection_mode="multi", key=name, bind="query-params", wrap=True))
            for name in ("size", "sector", "region")
        }
        view = read(Filters(**chosen)) if any(chosen.values()) else everybody
        with top:
            if view.filters.chosen():
                st.markdown(f"**{plain(weaknesses(view.figures, 1))}**")
            choose_behind(view)
    return view


def _controls(view: MeetingView, count: int, size: str | None, frozen: str | None) -> None:
    told = (source_line(view.figures), *((f"定稿：{frozen}",) if frozen else ()), "仅供工作参考")
    st.html(f'<span class="m-source said">{escape(" · ".join(told))}</span>')
    st.html(controls_html(count, f"/?{frame.address_of(view.figures.period, frozen, view.filters)}"))
    with st.container(key="hidden-keys"):
        for other in _SCALES:
            if other != size:
                st.button(other, key=f"meeting-{other}", on_click=_fit, args=(other,))


def _fit(size: str) -> None:
    st.session_state[SIZE] = size
