"""The blocks a page is laid out with: its answer, its figures, its charts."""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from charts.finding import Finding, plain
from charts.template import CONFIG, Drawn
from models.issue import Issue, Severity
from pages.parts import opened


class Figure(NamedTuple):
    """One of the four figures at the top: what it is, its value, what stands beside it, and what it opens."""

    label: str
    value: str
    beside: str | None = None
    arrow: str = "off"
    opens: str = ""


def answer(sentence: str, line: str) -> None:
    """Write the page's first line, which is its answer, and the line under it."""
    st.title(plain(sentence), anchor=False)
    st.markdown(f":gray[{plain(line)}]")


def figures(shown: Sequence[Figure]) -> None:
    """Show up to four figures side by side, two by two on a phone."""
    with st.grid(len(shown), min_column_width=150):
        for figure in shown:
            if figure.opens:
                # The style of the page lays the button over the whole figure (charts/css.py).
                with st.container(key=f"opens-{figure.opens.replace(':', '-')}", height="stretch"):
                    _metric(figure)
                    st.button(
                        "看企业", key=f"open-{figure.opens}", type="tertiary", on_click=opened.put, args=(opened.FIGURE, figure.opens)
                    )
            else:
                _metric(figure)


def _metric(figure: Drawn) -> None:
    st.metric(
        figure.label,
        figure.value,
        figure.beside,
        delta_color="off",
        delta_arrow=figure.arrow,  # type: ignore[arg-type]
        border=True,
        height="stretch",
    )


def chart(finding: Finding, figure: Drawn, *, key: str, below: str = "", note: str = "", opens: str = "") -> None:
    """Show a chart under its finding, at a height known before it is drawn.

    With `opens`, a click on a mark opens the figure named so and by the mark's customdata (`priority` and P3).
    """
    with st.container(border=True, height="stretch"):
        st.markdown(finding.markdown, anchors=False)
        shown = {"theme": None, "height": int(figure.layout.height), "config": CONFIG, "alt": finding.alt_text}
        if opens:
            st.plotly_chart(figure, **shown, key=opened.fresh(key), on_select=opened.on_point(key, opens), selection_mode="points")
        else:
            st.plotly_chart(figure, **shown, key=key)
        if below:
            st.html(below)
        if note:
            st.markdown(f":small[:gray[{plain(note)}]]")


def projected_chart(figure: Drawn, *, key: str, opens: str = "") -> None:
    """Show a chart as high as the meeting's screen leaves room (charts/meeting_css.py)."""
    figure.update_layout(height=None)
    shown = {"theme": None, "height": "stretch", "config": CONFIG}
    if opens:
        st.plotly_chart(figure, **shown, key=opened.fresh(key), on_select=opened.on_point(key, opens), selection_mode="points")
    else:
        st.plotly_chart(figure, **shown, key=key)


def issue_cards(issues: Sequence[Issue]) -> None:
    """Show issues one under another: how grave, where, what was found and what to do."""
    for issue in issues:
        grave = issue.severity is Severity.ERROR
        badge = ":red-badge[:material/error: 须修改]" if grave else ":orange-badge[:material/info: 请留意]"
        in_cell = issue.sheet and issue.cell
        where = f"**{plain(issue.sheet)} {issue.cell}**" if in_cell else f"**{issue.item}**" if issue.item else "**整个文件**"
        item = f"　{issue.item}" if issue.item and in_cell else ""
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"{badge} {where}{item}　{plain(issue.title)}")
            st.markdown(f"{plain(issue.message)} :small[:gray[{plain(issue.code)}]]")


def keep_once(kind: str, name: str, secret: str) -> None:
    """Keep a secret just made, and what it is called, until `shown_once` has shown it and somebody closes it."""
    st.session_state[f"{kind}-once"] = (name, secret)


def shown_once(kind: str, sentence: str) -> None:
    """Show the secret made last until it is closed: it cannot be shown again; `sentence` has a place for its name."""
    if f"{kind}-once" not in st.session_state:
        return
    name, secret = st.session_state[f"{kind}-once"]
    with st.container(border=True):
        st.markdown(sentence.format(plain(name)))
        st.code(secret, language=None, wrap_lines=True)
        if st.button("已复制，关闭", key=f"{kind}-close"):
            del st.session_state[f"{kind}-once"]
            st.rerun()
