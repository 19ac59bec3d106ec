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
    st.session_state[f"closed-{name}"] = st.session_state.get(f"closed-{name}", 0) + 1


def fresh(key: str, name: str) -> str:
    """Give a widget that opens something a key of its own after each closing."""
    return f"{key}-{st.session_state.get(f'closed-{name}', 0)}"


def on_point(key: str, kind: str) -> Callable[[], None]:
    """Open the figure whose mark was clicked in a chart: `kind` and the mark's customdata, joined by colons."""

    def clicked() -> None:
        points = st.session_state[key].selection.points
        data = next((point["customdata"] for point in points if point.get("customdata")), None)
        if data:
            values = data.values() if hasattr(data, "values") else data
            put(FIGURE, ":".join((kind, *map(str, values))))

    return clicked


def on_choice(key: str, name: str) -> Callable[[], None]:
    """Open what was chosen in a box."""

    def chosen() -> None:
        if st.session_state[key]:
            put(name, st.session_state[key])

    return chosen


def choice_of_figure(label: str, named: Mapping[str, str], key: str, *, label_visibility: str = "visible") -> None:
    """Offer figures by name: the same as clicking one, for the keyboard."""
    own = fresh(key, FIGURE)
    st.selectbox(
        label,
        list(named),
        index=None,
        format_func=named.__getitem__,
        placeholder="点图上的条、格、点，或在这里选一个数",
        key=own,
        label_visibility=label_visibility,
        on_change=on_choice(own, FIGURE),
    )


def on_row(key: str, name: str, values: list[str]) -> Callable[[], None]:
    """Open what stands in the row chosen in a table."""

    def chosen() -> None:
        if rows := st.session_state[key].selection.rows:
            put(name, values[rows[0]])

    return chosen
