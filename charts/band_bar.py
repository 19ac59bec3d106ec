"""分档: one stacked bar of the five bands, and the row beneath it that gives each its count and share."""

from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.figures_text import escaped, rate_percent
from charts.template import blank_figure, empty_figure
from charts.theme import Theme


class _Band(NamedTuple):
    name: str
    enterprises: int
    share: float


def band_bar(frame: pd.DataFrame, theme: Theme) -> go.Figure:
    """Draw the bands as one bar; `frame`: `band`, `count`, `share` (0-1 or NaN), from 起步级 to 引领级."""
    bands = _bands(frame)
    if not sum(band.enterprises for band in bands):
        return empty_figure("还没有可分档的自评表", theme, height=theme.size.band_bar)
    figure = blank_figure(theme, height=theme.size.band_bar, top=2, right=2, bottom=2, left=2)
    for band, fill in zip(bands, theme.colour.bands, strict=True):
        _add_band(figure, band, fill, theme)
    figure.update_layout(barmode="stack", uniformtext={"minsize": theme.size.small, "mode": "hide"})
    figure.update_xaxes(visible=False, range=[0, sum(band.enterprises for band in bands)])
    figure.update_yaxes(visible=False)
    return figure


def band_legend_html(frame: pd.DataFrame, theme: Theme) -> str:
    """Write each band's count and share as an HTML row that wraps; same frame as `band_bar`."""
    swatch = "display:inline-block;width:.75em;height:.75em;margin-right:.4em;border:1px solid {outline};background:{fill}"
    entries = [
        f'<span style="white-space:nowrap"><span style="{swatch.format(outline=theme.colour.outline, fill=fill)}"></span>'
        f"{escaped(band.name)} <b>{band.enterprises}</b> 家 {rate_percent(band.share)}</span>"
        for band, fill in zip(_bands(frame), theme.colour.bands, strict=True)
    ]
    return (
        f'<div style="display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;font-size:.875rem;color:{theme.colour.ink}">'
        + "".join(entries)
        + "</div>"
    )


def _add_band(figure: go.Figure, band: _Band, fill: str, theme: Theme) -> None:
    figure.add_bar(
        name=band.name,
        orientation="h",
        x=[band.enterprises],
        y=[0],
        width=1,
        marker={"color": fill, "line": {"color": theme.colour.outline, "width": 1}},
        text=[f"{escaped(band.name.removesuffix('级'))}<br><b>{band.enterprises}</b>"],
        textposition="inside",
        textangle=0,
        insidetextanchor="middle",
        constraintext="inside",
        textfont={"color": theme.text_on(fill), "size": theme.size.text},
        customdata=[[band.name]],
        hovertext=[f"<b>{escaped(band.name)}</b><br>{band.enterprises} 家，占 {rate_percent(band.share)}"],
        hovertemplate="%{hovertext}<extra></extra>",
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )


def _bands(frame: pd.DataFrame) -> list[_Band]:
    return [_Band(str(band), int(count), share) for band, count, share in frame[["band", "count", "share"]].itertuples(index=False)]
