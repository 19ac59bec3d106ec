"""Tables on a slide: hairlines, numbers to the right, and a type size at which the longest name still fits."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from charts.theme import LIGHT
from reports.slide_box import Box
from reports.slide_text import INK, LINE_HEIGHT, MUTED, child, lines_of, write

SIDE, ABOVE = Pt(6), Pt(4)
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
Row = Sequence[str]


def add_table(
    slide: Any,
    rows: Sequence[Row],
    box: Box,
    shares: Sequence[float],
    *,
    size: float = 18,
    heading: bool = True,
    texts: int = 1,
    tallest: int = 0,
) -> Any:
    """Add a table that stays in its box; the first `texts` columns are texts, the others numbers.

    The first row is the heading unless told otherwise. The type shrinks until the longest text fits; what room is left
    goes to the rows, up to `tallest` each.
    """
    widths = [int(box.width * share / sum(shares)) for share in shares]
    size = fitting_size(rows, widths, box.height, size)
    heights = _stretched(row_heights(rows, widths, size), box.height, tallest)
    frame = slide.shapes.add_table(len(rows), len(widths), *Box(box.left, box.top, box.width, sum(heights)).place)
    _without_style(frame, heading=heading)
    for column, width in zip(frame.table.columns, widths, strict=True):
        column.width = Emu(width)
    for row, height in zip(frame.table.rows, heights, strict=True):
        row.height = Emu(height)
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            _fill(frame.table.cell(at, place), text, size, head=heading and not at, number=place >= texts, first=not place)
    return frame


def fitting_size(rows: Sequence[Row], widths: Sequence[int], height: int, largest: float, smallest: float = 9) -> float:
    """Give the largest size at which all rows together fit a height."""
    size = largest
    while size > smallest and sum(row_heights(rows, widths, size)) > height:
        size -= 1
    return size


def row_heights(rows: Sequence[Row], widths: Sequence[int], size: float) -> list[int]:
    """Give the height each row needs at a size."""
    rooms = [width - 2 * SIDE for width in widths]
    most = [max(lines_of(text, room, size) for text, room in zip(row, rooms, strict=True)) for row in rows]
    return [int(Pt(count * size * LINE_HEIGHT) + 2 * ABOVE) for count in most]


def _stretched(heights: list[int], room: int, tallest: int) -> list[int]:
    """Share out what is left of the room, so that no row grows past the tallest allowed."""
    share = max(0, room - sum(heights)) // len(heights)
    return [max(height, min(height + share, tallest)) for height in heights]


def _fill(cell: Any, text: str, size: float, *, head: bool, number: bool, first: bool) -> None:
    cell.margin_left = cell.margin_right = SIDE
    cell.margin_top = cell.margin_bottom = ABOVE
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    cell.fill.background()
    align = PP_ALIGN.RIGHT if number else PP_ALIGN.LEFT
    write(cell.text_frame, text, size, bold=head or first, colour=MUTED if head else INK, align=align)
    _rule(cell, LIGHT.colour.mark if head else LIGHT.colour.border)


def _rule(cell: Any, colour: str) -> None:
    """Draw a line under a cell."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-pptx has no borders
    line = child(properties, "a:lnB", w=str(Pt(1)))
    child(child(line, "a:solidFill"), "a:srgbClr", val=colour.lstrip("#"))
    properties.insert(0, line)


def _without_style(frame: Any, *, heading: bool) -> None:
    """Take the built-in table style off: programs draw it differently."""
    properties = frame._element.graphic.graphicData.tbl.tblPr  # noqa: SLF001
    properties.find(qn("a:tableStyleId")).text = _NO_STYLE
    frame.table.first_row, frame.table.horz_banding = heading, False
