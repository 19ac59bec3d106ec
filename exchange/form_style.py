"""How the form looks: colours, font, cell formats and page setup."""

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from exchange.row_height import SIZE

INK, MUTED, ACCENT = "#1B2733", "#566472", "#046E9A"
SURFACE, TINT, BORDER = "#F3F6F8", "#D2E5F2", "#B9C3CC"
AMBER_TINT, AMBER_INK, RED_TINT, RED_INK = "#FFF3E0", "#854400", "#FCECEA", "#9B1C15"

FONT = "微软雅黑"
"""On every Windows with Excel or WPS; elsewhere the office programs put their own in its place."""

_BASE: dict[str, object] = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "vcenter", "locked": True}
_KINDS: dict[str, dict[str, object]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 16, "font_color": ACCENT},
    "section": {"bold": True, "font_size": 12, "bottom": 2, "bottom_color": ACCENT},
    "text": {"text_wrap": True, "valign": "top"},
    "answer": {"bold": True, "text_wrap": True, "font_color": ACCENT, "font_size": 12},
    "number": {"bold": True, "font_color": ACCENT, "align": "center", "valign": "top"},
    "muted": {"font_color": MUTED, "text_wrap": True},
    "heading": {"bold": True, "bg_color": SURFACE, "border": 1, "text_wrap": True, "valign": "top", "align": "center"},
    "heading_fill": {"bold": True, "bg_color": TINT, "border": 1, "text_wrap": True, "valign": "top", "align": "center"},
    "heading_level": {
        "bold": True, "bg_color": ACCENT, "font_color": "#FFFFFF", "border": 1, "text_wrap": True, "valign": "top", "align": "center",
    },
    "cell": {"border": 1, "text_wrap": True},
    "cell_center": {"border": 1, "text_wrap": True, "align": "center"},
    "cell_bold": {"border": 1, "text_wrap": True, "bold": True},
    "cell_muted": {"border": 1, "align": "center", "font_color": MUTED, "bg_color": SURFACE},
    "closed": {"border": 1, "bg_color": SURFACE},
    "fill": {"border": 1, "text_wrap": True, "locked": False},
    "fill_text": {"border": 1, "text_wrap": True, "locked": False, "num_format": "@"},
    "fill_level": {"border": 1, "align": "center", "bold": True, "font_size": 12, "locked": False},
    "label": {"border": 1, "bold": True, "bg_color": SURFACE, "text_wrap": True},
    "fixed": {"border": 1, "bg_color": SURFACE, "num_format": "@", "text_wrap": True},
    "top_label": {"font_color": MUTED, "align": "right"},
    "top_value": {"bold": True, "num_format": "@"},
    "top_title": {"bold": True, "font_size": 12, "font_color": ACCENT},
    "top_count": {"bold": True, "font_color": ACCENT},
    "sign": {"font_color": INK, "bottom": 1, "bottom_color": INK},
}  # fmt: skip
_RUN_COLOURS = {"muted": MUTED, "accent": ACCENT}


def set_page(sheet: Worksheet, name: str, *, pages_tall: int = 0) -> None:
    """Set up A4 landscape, one page wide, the sheet's name and page numbers below; 0 is as many pages as it takes."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, pages_tall)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.55)
    sheet.set_footer(f'&L&"{FONT}"&9{name}&R&"{FONT}"&9第 &P 页，共 &N 页', {"margin": 0.25})


class Styles:
    """Cell formats of one workbook by name; made when first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}

    def __call__(self, kind: str, *, opening: bool = False) -> Format:
        """Give a format; `opening` draws the heavier rule above the first item of a priority."""
        if (kind, opening) not in self._made:
            self._made[kind, opening] = self._book.add_format(_properties(kind, opening=opening))
        return self._made[kind, opening]

    def run(self, look: str) -> Format:
        """Give the format of a stretch of text within a cell: plain, bold, muted or accent."""
        if (look, False) not in self._made:
            values = {"font_name": FONT, "font_size": SIZE, "font_color": _RUN_COLOURS.get(look, INK), "bold": look == "bold"}
            self._made[look, False] = self._book.add_format(values)
        return self._made[look, False]


def _properties(kind: str, *, opening: bool) -> dict[str, object]:
    values = _BASE | _KINDS[kind]
    if "border" in values:
        values |= {"border_color": BORDER}
    return values | ({"top": 2, "top_color": ACCENT} if opening else {})
