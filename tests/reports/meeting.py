"""Figures of a meeting to write reports from, made of levels as enterprises give them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
from pptx import Presentation

from models.meeting_figures import MeetingFigures
from models.progress import Status
from models.scoring import facts_of, level_matrix, score
from services.meeting_figures import figures_of
from services.progress import Snapshot
from tests.builders import PERIOD, edition, levels

SIZES = ("大型", "中型", "小型", "微型")
LAST_YEAR = replace(PERIOD, code="2019", deadline=date(2019, 9, 10))


def forms(count: int) -> list[str]:
    """Fill forms that differ: each item at a level of its own."""
    return ["".join(str((place * (form + 2) + form) % 5) for place in range(48)) for form in range(count)]


def picture(
    filled: Sequence[str],
    *,
    missing: int = 0,
    period: Any = PERIOD,
    traits: Sequence[dict[str, str]] = ({"region": "江苏"},),
    name: str = "企业",
) -> Snapshot:
    """Lay out a period: a form an enterprise, and enterprises that have not reported; traits are dealt out in turn."""
    catalogue = edition()
    facts = facts_of(level_matrix([levels(row) for row in filled], catalogue), catalogue)
    frame = pd.concat([facts, score(facts, catalogue)], axis=1).reindex(range(len(filled) + missing))
    roster = [
        {
            "uscc": f"{place:018}",
            "name": f"{name}{place}",
            "region": "江苏",
            "sector": "机床工具",
            "size": SIZES[place % 4],
            "forwarder": "",
        }
        | traits[place % len(traits)]
        for place in range(len(frame))
    ]
    days: list[date | None] = [date(2020, 8, 1 + place % 28) for place in range(len(filled))]
    days += [None] * missing
    frame = frame.assign(**{column: [row[column] for row in roster] for column in roster[0]} if roster else dict.fromkeys(_ROSTER, ""))
    frame["status"] = [Status.IN_REVIEW] * len(filled) + [Status.MISSING] * missing
    frame["has_passed"] = [True] * len(filled) + [False] * missing
    frame["revision"] = frame["newest_revision"] = [1.0] * len(filled) + [float("nan")] * missing
    for column in ("first_received_on", "newest_received_on"):
        frame[column] = pd.Series(days, index=frame.index, dtype=object)
    kept = {row["uscc"]: levels(form) for row, form in zip(roster, filled, strict=False)}
    return Snapshot(period=period, catalogue=catalogue, enterprises=frame, levels=kept)


def figures(filled: Sequence[str], before: Sequence[str] | None = None, **options: Any) -> MeetingFigures:
    """Make the figures of a period, and of the year before where its forms are given."""
    earlier = picture(before, period=LAST_YEAR) if before is not None else None
    return figures_of(picture(filled, **options), earlier)


def slide_texts(content: bytes) -> list[str]:
    """Give all words of each slide: boxes, tables, and the categories of its charts."""
    return ["\n".join(_words(shape) for shape in slide.shapes) for slide in Presentation(BytesIO(content)).slides]


def slide_notes(content: bytes) -> list[str]:
    """Give what the speaker is told beside each slide."""
    return [slide.notes_slide.notes_text_frame.text for slide in Presentation(BytesIO(content)).slides]


def charts(content: bytes) -> list[Any]:
    """Give the native charts of a deck, in the order of the slides."""
    return [shape.chart for slide in Presentation(BytesIO(content)).slides for shape in slide.shapes if shape.has_chart]


_ROSTER = ("uscc", "name", "region", "sector", "size", "forwarder")


def _words(shape: Any) -> str:
    if shape.has_chart:
        return "\n".join(str(category) for category in shape.chart.plots[0].categories)
    if shape.has_table:
        return "\n".join(" ".join(cell.text for cell in row.cells) for row in shape.table.rows)
    return shape.text_frame.text if shape.has_text_frame else ""
