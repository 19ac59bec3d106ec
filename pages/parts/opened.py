"""What is open over a page stands in its address: put there by a click, a choice or a link, taken away by closing."""

from collections.abc import Callable, Mapping

import streamlit as st

FIGURE, ITEM = "open", "item"


def in_address(name: str) -> str | None:
    """Give what is open, if anything."""
    return st.query_params.get(name) or None


def put(name: str, what: str) -> None:
    """Open something."""
    st.query_params[name] = what


def close(name: str) -> None:
    """Close it, and forget what was clicked, so that the same can be clicked again."""
    st.query_params.pop(name, None)
    if by := st.session_state.pop(_by(name), None):
        st.session_state[_closed(by)] = _times_closed(by) + 1


def fresh(key: str) -> str:
    """Give a widget that opens something a key of its own after each closing of what it opened; the others stay as they are."""
    return f"{key}-{_times_closed(key)}"


def _times_closed(key: str) -> int:
    return int(st.session_state.get(_closed(key), 0))


def _closed(key: str) -> str:
    return f"closed-{key}"


def _by(name: str) -> str:
    return f"{name}-opened-by"


def _put_by(key: str, name: str, what: str) -> None:
    st.session_state[_by(name)] = key
    put(name, what)


def on_point(key: str, kind: str) -> Callable[[], None]:
    """Open the figure whose mark was clicked in a chart: `kind` and the mark's customdata, joined by colons."""

    def clicked() -> None:
        points = st.session_state[fresh(key)].selection.points
        data = next((point["customdata"] for point in points if point.get("customdata")), None)
        if data:
            values = data.values() if hasattr(data, "values") else data
            _put_by(key, FIGURE, ":".join((kind, *map(str, values))))

    return clicked


def on_choice(key: str, name: str) -> Callable[[], None]:
    """Open what was chosen in a box."""

    def chosen() -> None:
        if what := st.session_state[fresh(key)]:
            _put_by(key, name, what)

    return chosen


def choice_of_figure(label: str, named: Mapping[str, str], key: str, *, label_visibility: str = "visible") -> None:
    """Offer figures by name: the same as clicking one, for the keyboard."""
    st.selectbox(
        label,
        list(named),
        index=None,
        format_func=named.__getitem__,
        placeholder="点图上的条、格、点，或在这里选一个数",
        key=fresh(key),
        label_visibility=label_visibility,
        on_change=on_choice(key, FIGURE),
    )


def on_row(key: str, name: str, values: list[str]) -> Callable[[], None]:
    """Open what stands in the row chosen in a table."""

    def chosen() -> None:
        if rows := st.session_state[fresh(key)].selection.rows:
            _put_by(key, name, values[rows[0]])

    return chosen
