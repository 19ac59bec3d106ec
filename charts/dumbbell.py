"""One row of a dumbbell chart: a ring where something stood, a dot where it stands, a line between them."""

from collections.abc import Sequence

import plotly.graph_objects as go

from charts.theme import Theme


def add_dumbbell(figure: go.Figure, name: str, ends: Sequence[float], *, y: float, colour: str, theme: Theme) -> None:
    """Draw the ring at the first end and the dot at the last."""
    figure.add_scatter(
        name=name,
        x=list(ends),
        y=[y, y],
        mode="lines+markers",
        line={"color": colour, "width": theme.size.line},
        marker={
            "symbol": "circle",
            "size": theme.size.dot + 2,
            "opacity": 1,
            "color": [theme.colour.page, colour],
            "line": {"color": colour, "width": theme.size.line},
        },
        hoverinfo="skip",
        cliponaxis=False,
    )
