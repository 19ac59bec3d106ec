"""Last period beside this one, for one enterprise."""

from fractions import Fraction

import pandas as pd
import streamlit as st

from charts.earlier_findings import earlier_sentence, why_not_compared
from charts.figures_text import score, signed
from charts.finding import plain
from pages.parts import frame
from services.earlier import Earlier
from services.enterprise import EnterpriseView


def earlier_beside(view: EnterpriseView) -> None:
    """Say what changed since the period before, and in each of the six priorities."""
    earlier = view.earlier
    if earlier is None:
        return
    with st.container(border=True, height="stretch"):
        compared = _final(view.row) and _final(earlier.row) and earlier.same_edition
        drawn = f"\n:small[:gray[六项得分率（%），{earlier.period.code} 到 {view.period.code}，差为个百分点]]" if compared else ""
        st.markdown(f"#### {plain(_sentence(view, earlier))}{drawn}", anchors=False)
        if compared:
            st.html(_six(earlier.changes))


def _sentence(view: EnterpriseView, earlier: Earlier) -> str:
    row = earlier.row
    why = why_not_compared(
        earlier.period.code,
        on_roster=row is not None,
        reported=row is not None and pd.notna(row["total"]),
        provisional=row is not None and pd.notna(row["total"]) and bool(row["provisional"]),
        same_edition=earlier.same_edition,
    )
    bands = [band.name for band in view.catalogue.bands]
    return why or earlier_sentence(earlier.period.code, now=_final(view.row), before=_final(row), bands=bands)


def _final(row: pd.Series | None) -> tuple[int, str] | None:
    return None if row is None or pd.isna(row["total"]) or bool(row["provisional"]) else (int(row["total"]), str(row["band"]))


def _six(changes: pd.DataFrame) -> str:
    colour = frame.theme().colour
    cells = "".join(
        f'<span style="white-space:nowrap"><span style="color:{colour.muted}">{row["column"]}</span> '
        f"{_points(row['before'])} → {_points(row['now'])} <b>{signed(_tenths(row['difference']))}</b></span>"
        for row in changes.to_dict("records")
    )
    columns = "repeat(auto-fit,minmax(10.5rem,1fr))"
    return f'<div style="display:grid;grid-template-columns:{columns};gap:.3rem 1rem;font-size:.875rem;color:{colour.ink}">{cells}</div>'


def _points(tenths: int | None) -> str:
    return score(_tenths(tenths))


def _tenths(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value, 10)
