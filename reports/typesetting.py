"""How our Word documents are set: faces with their fall-backs, exact lines, plain tables; python-docx underneath."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_LINE_SPACING, WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shape import InlineShape
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from exchange.writable import writable
from reports.faces import FACES, Face
from reports.same_bytes import dated, settled

Align = WD_PARAGRAPH_ALIGNMENT
_FONT_TABLE = "/word/fontTable.xml"
_AFTER_SHADE = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign", "w:hideMark")
_BALLAST = ("/thumbnail", "/stylesWithEffects", "/customXml")
_GREY = RGBColor(0x59, 0x59, 0x59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a piece of text is set; in points; `line` is the exact height of a line, None as high as the text needs.

    `indent` is that of the first line in letters; `keep` holds on to what follows.
    """

    face: Face
    size: float
    bold: bool = False
    line: float | None = None
    align: Align = Align.LEFT
    before: float = 0
    after: float = 0
    grey: bool = False
    indent: float = 0
    keep: bool = False


def new_document(*, top: float, bottom: float, left: float, right: float, made_on: date, title: str) -> Document:
    """Begin an A4 document with these margins in mm; the day stands in its properties, so that the same is the same bytes."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (Mm(of) for of in (top, bottom, left, right))
    section.header_distance = section.footer_distance = Mm(8)
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = title, "", "", "zh-CN"
    properties.created = properties.modified = dated(made_on)
    _name_fall_backs(document)
    _drop_ballast(document)
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    normal.element.get_or_add_rPr().append(_element("w:lang", val="en-US", eastAsia="zh-CN"))
    return document


def saved(document: Document) -> bytes:
    """Give the document's bytes; the same document gives the same."""
    out, made = BytesIO(), document.core_properties.created
    document.save(out)
    return settled(out.getvalue(), made.date()) if made else out.getvalue()


def write(paragraph: Paragraph, text: str, look: Look) -> Paragraph:
    """Set a paragraph and put a text into it."""
    shape(paragraph, look)
    add(paragraph, text, look)
    return paragraph


def shape(paragraph: Paragraph, look: Look) -> None:
    """Give a paragraph its lines and distances."""
    form = paragraph.paragraph_format
    form.alignment, form.space_before, form.space_after = look.align, Pt(look.before), Pt(look.after)
    form.keep_with_next = look.keep or None
    form.first_line_indent = Pt(look.indent * look.size) if look.indent else None
    if look.line is None:
        form.line_spacing = 1.0
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.line)


def add(paragraph: Paragraph, text: str, look: Look) -> None:
    """Add a run of text to a paragraph."""
    run = paragraph.add_run(writable(text))
    run.font.size, run.font.bold = Pt(look.size), look.bold
    run.font.name = look.face.digits
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - python-docx has no way to name a Chinese face
    fonts.set(qn("w:eastAsia"), look.face.name)
    # Without the hint Word sets “” and — in the face of the digits.
    fonts.set(qn("w:hint"), "eastAsia")
    if look.grey:
        run.font.color.rgb = _GREY


def new_table(document: Document, widths: Sequence[float], *, align: WD_TABLE_ALIGNMENT = WD_TABLE_ALIGNMENT.CENTER) -> Table:
    """Begin a table without rows, of fixed column widths in mm: nothing moves with what is written in it."""
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.autofit, table.alignment = False, align
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    settings: Any = table._tbl.tblPr  # noqa: SLF001 - python-docx has no cell margins
    settings.insert_element_before(_margins(0.6, 1.2), "w:tblLook", "w:tblCaption", "w:tblDescription")
    return table


def add_row(table: Table, widths: Sequence[float], *, height: float | None = None) -> _Row:
    """Add a row that does not break over pages, at least `height` mm high."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left it without types
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if height is not None:
        row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001 - python-docx does not have it
    return row


def repeat_heading(row: _Row) -> None:
    """Repeat a row at the top of every page its table runs on to."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001 - python-docx does not have it


def number_pages(document: Document, face: Face) -> None:
    """Give every page its number as GB/T 9704-2012, 7.5, has it.

    — 1 — in 4号, one letter from the outer edge: right on odd pages, left on even ones.
    """
    section = document.sections[0]
    section.footer_distance = Mm(24)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, Align.RIGHT), (section.even_page_footer, Align.LEFT)):
        look = Look(face=face, size=14, align=align)
        paragraph = write(footer.paragraphs[0], "— ", look)
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            add(paragraph, "", look)
            run: Any = paragraph.runs[-1]._element  # noqa: SLF001 - python-docx has no fields
            run.append(_element("w:fldChar", fldCharType=kind) if kind else _field(text))
        add(paragraph, " —", look)
        form = paragraph.paragraph_format
        form.left_indent = form.right_indent = Pt(14)


def _field(text: str) -> Any:
    element = _element("w:instrText")
    element.text = text
    return element


def rule(cell: _Cell, *, colour: str = "000000", **edges: float) -> None:
    """Draw edges of a cell, `top`, `bottom`, `left`, `right`, in points."""
    borders = _element("w:tcBorders")
    for edge in ("top", "left", "bottom", "right"):
        if edge in edges:
            borders.append(_element(f"w:{edge}", val="single", sz=str(round(edges[edge] * 8)), space="0", color=colour))
    _place(cell, borders, "w:shd", *_AFTER_SHADE)


def shade(cell: _Cell, fill: str) -> None:
    """Fill a cell with a grey such as F2F2F2."""
    _place(cell, _element("w:shd", val="clear", color="auto", fill=fill), *_AFTER_SHADE)


def describe(picture: InlineShape, words: str) -> None:
    """Give a picture its words for who cannot see it, and no distance to the text around it."""
    inline: Any = picture._inline  # noqa: SLF001 - python-docx has neither
    inline.docPr.set("descr", words)
    for edge in ("distT", "distB", "distL", "distR"):
        inline.set(edge, "0")


def _place(cell: _Cell, element: Any, *before: str) -> None:
    """Put a property of a cell where the schema wants it; Word refuses another order."""
    properties: Any = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-docx has neither borders nor fills of a cell
    properties.insert_element_before(element, *before)


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), value)
    return element


def _margins(top: float, side: float) -> Any:
    margins = _element("w:tblCellMar")
    for edge, width in (("top", top), ("left", side), ("bottom", top), ("right", side)):
        margins.append(_element(f"w:{edge}", w=str(Mm(width).twips), type="dxa"))
    return margins


def _name_fall_backs(document: Document) -> None:
    """Write each face with its fall-backs into the font table, where Word and WPS look when a face is missing."""
    [part] = [part for part in document.part.package.parts if part.partname == _FONT_TABLE]
    fonts = "".join(
        f"<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(','.join(face.fall_backs))}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face in FACES
    )
    known: Any = part
    known._blob = known.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")  # noqa: SLF001 - the part is plain bytes to python-docx


def _drop_ballast(document: Document) -> None:
    """Leave out what python-docx's template brings along unused: a picture of an empty page, a hundred table styles."""
    package: Any = document.part.package
    for relations in (package.rels, document.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_BALLAST)]:
            del relations[key]
    styles: Any = document.styles.element
    for style in [style for style in styles.iter(qn("w:style")) if style.get(qn("w:type")) == "table" and not style.get(qn("w:default"))]:
        styles.remove(style)
