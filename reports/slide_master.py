"""The slide master a deck is written on: our own 16:9 one, or the association's template with its logo and fonts."""

from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from charts.theme import LIGHT
from models.errors import NotPossible
from reports.slide_text import child

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
MARGIN, TITLE_TOP, TITLE_HEIGHT = Inches(0.6), Inches(0.26), Inches(0.96)
FOOTER_TOP, FOOTER_HEIGHT, NUMBER_WIDTH = Inches(6.98), Inches(0.34), Inches(0.9)
WIDE_ENOUGH = 1.6
_SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sectionLst"
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_SMALL = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
# The attributes are what PowerPoint and WPS choose a substitute by where 微软雅黑 is not installed.
_CHINESE = {"typeface": "微软雅黑", "panose": "020B0503020204020204", "pitchFamily": "34", "charset": "-122"}
_LATIN = {"typeface": "Arial", "panose": "020B0604020202020204", "pitchFamily": "34", "charset": "0"}
_COLOURS = {
    "dk1": LIGHT.colour.ink, "lt1": LIGHT.colour.page, "dk2": LIGHT.colour.muted, "lt2": LIGHT.colour.surface,
    "accent1": LIGHT.colour.accent, "accent2": LIGHT.colour.mark, "accent3": LIGHT.colour.amber, "accent4": LIGHT.colour.bands[2],
    "accent5": LIGHT.colour.bands[1], "accent6": LIGHT.colour.bands[4], "hlink": LIGHT.colour.accent, "folHlink": LIGHT.colour.muted,
}  # fmt: skip


def open_master(template: bytes | None = None) -> Any:
    """Open an empty presentation on our own master, or on a template, whose own slides are left out."""
    return _own() if template is None else _given(template)


def title_layout(deck: Any) -> Any:
    """Choose the layout with a title and least else."""
    layouts = [layout for layout in deck.slide_layouts if _TITLES & {of.placeholder_format.type for of in layout.placeholders}]
    if not layouts:
        raise NotPossible("模板里没有带标题的版式。请在母版里加一个“仅标题”版式。")
    return min(layouts, key=lambda layout: sum(of.placeholder_format.type not in _SMALL for of in layout.placeholders))


def _given(template: bytes) -> Any:
    try:
        deck = Presentation(BytesIO(template))
    except Exception as fault:
        raise NotPossible("模板打不开。请给一个 PowerPoint 的 .pptx 文件。") from fault
    if deck.slide_width / deck.slide_height < WIDE_ENOUGH:
        raise NotPossible("模板不是 16:9。请在“设计—幻灯片大小”里改成宽屏后再用。")
    for entry in list(deck.slides._sldIdLst):  # noqa: SLF001 - python-pptx has no way of its own to remove a slide
        deck.part.drop_rel(entry.rId)
        deck.slides._sldIdLst.remove(entry)  # noqa: SLF001
    # Sections and custom shows name the slides that are gone: PowerPoint would want to repair the file.
    for gone in [*deck.element.iter(_SECTIONS, qn("p:custShowLst"))]:
        whole = gone if gone.tag != _SECTIONS else gone.getparent()
        whole.getparent().remove(whole)
    return deck


def _own() -> Any:
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    kept = next(layout for layout in deck.slide_layouts if layout.name == "Title Only")
    for layout in [layout for layout in deck.slide_layouts if layout is not kept]:
        deck.slide_layouts.remove(layout)
    _paint(deck.slide_master)
    for shapes in (deck.slide_master.placeholders, kept.placeholders):
        for shape in list(shapes):
            _place(shape)
    _title_style(deck.slide_master)
    _mark(kept)
    kept._element.cSld.set("name", "标题")  # noqa: SLF001 - a layout's name cannot be set otherwise
    return deck


def _place(shape: Any) -> None:
    kind = shape.placeholder_format.type
    if kind in _TITLES:
        shape.left, shape.top, shape.width, shape.height = MARGIN, TITLE_TOP, WIDTH - 2 * MARGIN, TITLE_HEIGHT
    elif kind == PP_PLACEHOLDER.FOOTER:
        shape.left, shape.top, shape.width, shape.height = MARGIN, FOOTER_TOP, WIDTH - 2 * MARGIN - NUMBER_WIDTH, FOOTER_HEIGHT
    elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
        shape.left, shape.top, shape.width, shape.height = WIDTH - MARGIN - NUMBER_WIDTH, FOOTER_TOP, NUMBER_WIDTH, FOOTER_HEIGHT
    elif kind == PP_PLACEHOLDER.DATE:
        shape._element.getparent().remove(shape._element)  # noqa: SLF001 - the footer says the day; a field would say today's
    else:
        shape.left, shape.top, shape.width, shape.height = MARGIN, Inches(1.7), WIDTH - 2 * MARGIN, Inches(5.1)
    if kind == PP_PLACEHOLDER.FOOTER:
        for style in shape._element.iter(qn("a:lvl1pPr")):  # noqa: SLF001
            style.set("algn", "l")


def _mark(layout: Any) -> None:
    """Set a small bar of the accent before the title."""
    bar = layout.slide_master.placeholders[0]._element.__class__.new_autoshape_sp(  # noqa: SLF001 - layouts have no add_shape
        99, "标记", "rect", 0, TITLE_TOP + TITLE_HEIGHT - Inches(0.5), Inches(0.16), Inches(0.46)
    )
    style = bar.find(qn("p:style"))
    if style is not None:
        bar.remove(style)
    child(child(bar.spPr, "a:solidFill"), "a:schemeClr", val="accent1")
    layout.shapes._spTree.append(bar)  # noqa: SLF001


def _title_style(master: Any) -> None:
    """Set titles left, bold, at the foot of their box, without inner margins."""
    style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")  # noqa: SLF001
    style.set("algn", "l")
    style.find(qn("a:defRPr")).attrib.update({"sz": str(Pt(28).centipoints), "b": "1"})
    for shape in master.placeholders:
        body = shape._element.find(f".//{qn('a:bodyPr')}")  # noqa: SLF001
        body.attrib.update({"lIns": "0", "rIns": "0", "tIns": "0", "bIns": "0"})
        if shape.placeholder_format.type in _TITLES:
            body.set("anchor", "b")


def _paint(master: Any) -> None:
    """Give the master's theme our colours and fonts."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse_xml(part.blob)
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    for name, colour in _COLOURS.items():
        slot = scheme.find(qn(f"a:{name}"))
        slot.clear()
        child(slot, "a:srgbClr", val=colour.lstrip("#"))
    for fonts in (theme.find(f".//{qn('a:majorFont')}"), theme.find(f".//{qn('a:minorFont')}")):
        fonts.find(qn("a:latin")).attrib.update(_LATIN)
        fonts.find(qn("a:ea")).attrib.update(_CHINESE)
        for named in fonts.findall(qn("a:font")):
            if named.get("script") == "Hans":
                named.set("typeface", _CHINESE["typeface"])
    part._blob = serialize_part_xml(theme)  # noqa: SLF001 - a part that python-pptx only carries
