"""Text on a slide: the size at which it fits its box, text boxes, footer, speaker notes."""

from collections.abc import Sequence
from copy import deepcopy
from math import ceil
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Pt

from reports.slide_box import Box

INK, MUTED, ACCENT = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.ACCENT_1
LINE_HEIGHT = 1.45
_NARROW = 0.62


def rgb(colour: str) -> RGBColor:
    """Take a colour of charts.theme."""
    return RGBColor(*bytes.fromhex(colour.lstrip("#")))  # type: ignore[no-untyped-call]


def ems(text: str) -> float:
    """Measure a text in widths of a Chinese character, rather too wide than too narrow."""
    return sum(1.0 if ord(letter) > 0x2E7F or letter in "“”—…·" else _NARROW for letter in text)


def lines_of(text: str, width: int, size: float) -> int:
    """Count the lines a text takes in a width (EMU) at a size in points."""
    room = max(1.0, Emu(width).pt / size)
    return sum(max(1, ceil(ems(part) / room)) for part in text.split("\n"))


def fitting(text: str, box: Box, largest: float, smallest: float = 10) -> float:
    """Give the largest size in points at which a text fits a box."""
    size = largest
    while size > smallest and lines_of(text, box.width, size) * size * LINE_HEIGHT > Emu(box.height).pt:
        size -= 1
    return size


def write(frame: Any, text: str, size: float, *, bold: bool = False, colour: Any = INK, align: Any = PP_ALIGN.LEFT) -> None:
    """Write one paragraph into a text frame, in Chinese and in the theme's fonts."""
    paragraph = frame.paragraphs[0]
    paragraph.alignment = align
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = text, Pt(size), bold
    # Without the language a machine lacking 微软雅黑 may take Japanese glyphs.
    run._r.get_or_add_rPr().set("lang", "zh-CN")  # noqa: SLF001
    run.font.color.theme_color = colour


def add_text(slide: Any, text: str, box: Box, size: float, *, anchor: Any = MSO_ANCHOR.TOP, name: str = "", **style: Any) -> Any:
    """Add a text box without inner margins, at most at a size, smaller where the text would not fit."""
    shape = slide.shapes.add_textbox(*box.place)
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor, frame.auto_size = True, anchor, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame, text, fitting(text, box, size), **style)
    if name:
        shape.name = name
    return shape


def set_title(slide: Any, text: str) -> None:
    """Write the finding into the title, two lines at most."""
    shape = slide.shapes.title
    frame = shape.text_frame
    inside = Box(0, 0, shape.width - frame.margin_left - frame.margin_right, shape.height)
    write(frame, text, fitting(text, inside, 28, 16), bold=True)


def add_footer(slide: Any, text: str, fallback: Box) -> None:
    """Copy footer and slide number from the layout, which slides do not inherit; without them write at the bottom."""
    kinds = {of.placeholder_format.type: of for of in slide.slide_layout.placeholders}
    if PP_PLACEHOLDER.SLIDE_NUMBER in kinds:
        _copied(slide, kinds[PP_PLACEHOLDER.SLIDE_NUMBER])
    footer = kinds.get(PP_PLACEHOLDER.FOOTER)
    if footer is None or footer.width < fallback.width * 0.6:
        add_text(slide, text, fallback, 12, colour=MUTED, name="页脚")
        return
    _copied(slide, footer)
    copy = next(shape for shape in slide.placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
    write(copy.text_frame, text, fitting(text, Box(0, 0, footer.width, Pt(17)), 12, 8), colour=MUTED)


def _copied(slide: Any, shape: Any) -> None:
    """Copy a shape onto a slide, under a number of its own there."""
    element = deepcopy(shape._element)  # noqa: SLF001 - python-pptx has no way of its own to copy a shape
    element.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))  # noqa: SLF001
    slide.shapes._spTree.append(element)  # noqa: SLF001


def child(parent: Any, name: str, **attributes: str) -> Any:
    """Add an element of the format that python-pptx has no words for; `name` is like `a:solidFill`."""
    element = OxmlElement(name)
    element.attrib.update(attributes)
    parent.append(element)
    return element


def add_notes(slide: Any, paragraphs: Sequence[str]) -> None:
    """Write the speaker notes."""
    slide.notes_slide.notes_text_frame.text = "\n".join(paragraphs)
    for properties in slide.notes_slide._element.iter(qn("a:rPr")):  # noqa: SLF001
        properties.set("lang", "zh-CN")
