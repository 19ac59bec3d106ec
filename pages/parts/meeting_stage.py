"""What surrounds a meeting's screen: turning, the question from the floor, and the enterprises behind a figure."""

from html import escape

import streamlit as st

from charts.finding import plain
from charts.template import empty_figure
from models.access import Viewer
from models.errors import NotPossible
from models.period import Period
from pages.parts import blocks, frame, opened
from pages.parts.behind_parts import choose_behind, show_opened_behind
from pages.parts.filters import LABELS
from pages.parts.meeting_screens import screens
from reports.sentences import source_line, weaknesses
from services.filters import Filters
from services.meeting_view import MeetingView, meeting_view

SCREEN, SMALL = "screen", "small-screen"
# 1366 pixels against 1920: a chart on the smaller screen is the larger one made smaller.
_LARGER, _SMALLER = 1.12, 0.8


@st.fragment
def stage(viewer: Viewer, period: Period, frozen: str | None) -> None:
    """Show one screen of the meeting; turning, asking and opening rerun this and nothing else."""
    middle, foot = st.container(key="stage"), st.container(key="foot", horizontal=True)
    try:
        with foot:
            view = _question(viewer, period, frozen)
    except NotPossible as fault:
        frame.failed(fault)
        return
    shown = screens(view)
    at = min(max(int(st.session_state.get(SCREEN, 1)), 1), len(shown))
    with middle:
        shown[at - 1].draw(view, frame.theme().projected(_SMALLER if st.session_state.get(SMALL) else _LARGER))
    with foot:
        _controls(view, at, len(shown), frozen)
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


def _controls(view: MeetingView, at: int, count: int, frozen: str | None) -> None:
    told = (source_line(view.figures), *((f"定稿：{frozen}",) if frozen else ()), "仅供工作参考")
    st.html(f'<span class="m-source said">{escape(" · ".join(told))}</span>')
    st.toggle("自动", key="meeting-auto")
    st.html('<button class="m-whole" type="button">全屏</button>')
    st.button("←", key="meeting-back", disabled=at == 1, on_click=_turn, args=(at - 1,), help="上一屏（左方向键）")
    st.html(f'<span class="m-source m-place">{at} / {count}</span>')
    st.button("→", key="meeting-on", disabled=at == count, on_click=_turn, args=(at + 1,), help="下一屏（右方向键或空格）")
    st.html(f'<a class="m-out" href="/?{frame.address_of(view.figures.period, frozen)}" target="_self">退出</a>')
    with st.container(key="hidden-keys"):
        for place in range(1, count + 1):
            st.button(f"第 {place} 屏", key=f"meeting-to-{place}", on_click=_turn, args=(place,))
        small = bool(st.session_state.get(SMALL))
        st.button("小屏" if small else "大屏", key="meeting-large" if small else "meeting-small", on_click=_fit, args=(not small,))
        if at == 1:
            # The script that draws charts is large: a chart nobody sees lets it come before the first screen that needs it.
            blocks.projected_chart(empty_figure("", frame.theme()), key="meeting-unseen")


def _turn(to: int) -> None:
    st.session_state[SCREEN] = to
    opened.close(opened.FIGURE)


def _fit(small: bool) -> None:
    st.session_state[SMALL] = small
