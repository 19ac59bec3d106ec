"""How large a workbook may be before it is not a form any more."""

from dataclasses import dataclass, replace

MEGABYTE = 1024 * 1024
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Bounds of one workbook; the figures of a form are some twenty times what a full form needs.

    `rows` and `columns` bound cells that hold something, since a reader lays out the whole rectangle up to the last of
    them; `area` bounds these rectangles together, `spanned` the cells under merges and hyperlinks, `styles` each kind
    of style (Excel's own bound), `strings_slack` how far the declared count of shared strings may exceed the real one.
    """

    size: int = 20 * MEGABYTE
    inflated: int = 64 * MEGABYTE
    ratio: int = 200
    entries: int = 2_000
    sheets: int = 100
    rows: int = 5_000
    columns: int = 256
    cells: int = 200_000
    area: int = 3_000_000
    spanned: int = 200_000
    styles: int = 65_536
    format_length: int = 1_024
    strings_slack: int = 1_000


FORM = Bounds()
# A roster of 100,000 enterprises, the largest the store was measured with: it just fits into a child's 512 MB.
ROSTER = replace(FORM, inflated=160 * MEGABYTE, rows=110_000, cells=2_000_000, area=4_000_000)
