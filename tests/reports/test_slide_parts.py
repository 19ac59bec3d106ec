"""Parts of slides: type that shrinks until it fits, tables that stay in their box, the association's own template."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Inches, Pt

from models.errors import NotPossible
from reports.deck import build_deck
from reports.slide_box import Box
from reports.slide_master import open_master, title_layout
from reports.slide_table import add_table, fitting_size, row_heights
from reports.slide_text import fitting, lines_of
from tests.reports.meeting import charts, figures, forms, slide_texts

BOX = Box(Inches(0.6), Inches(1.7), Inches(12), Inches(4.5))


def test_a_table_of_names_of_sixty_characters_stays_in_its_box() -> None:
    deck = open_master()
    slide = deck.slides.add_slide(title_layout(deck))
    rows = [("企业名称", "行业", "平均"), *[("长" * 60, "食品包装机械", "100.0")] * 8]

    frame = add_table(slide, rows, BOX, (4, 2, 1))

    assert frame.top + frame.height <= BOX.top + BOX.height
    assert sum(row.height for row in frame.table.rows) == frame.height
    sizes = {run.font.size for row in frame.table.rows for cell in row.cells for run in cell.text_frame.paragraphs[0].runs}
    assert len(sizes) == 1
    assert max(sizes) < Pt(18)


def test_a_short_table_keeps_the_size_a_projector_needs() -> None:
    assert fitting_size([("起步级", "3 家")] * 5, [Inches(6), Inches(6)], Inches(4), 18) == 18


@given(st.text("企业a1 （", min_size=1, max_size=200), st.integers(1, 12), st.integers(1, 5))
def test_text_is_never_larger_than_its_box_unless_it_is_already_the_smallest(text: str, width: int, height: int) -> None:
    box = Box(0, 0, Inches(width), Inches(height))

    size = fitting(text, box, 28)

    assert size == 10 or lines_of(text, box.width, size) * size * 1.4 <= Emu(box.height).pt


@given(st.integers(9, 30), st.integers(1, 12))
def test_a_smaller_type_never_makes_a_table_taller(size: int, width: int) -> None:
    rows = [("长" * 60, "12.3")] * 3
    widths = [Inches(width), Inches(1)]

    assert sum(row_heights(rows, widths, size - 1)) <= sum(row_heights(rows, widths, size))


def test_a_box_is_cut_without_losing_room() -> None:
    left, right = BOX.columns(2, 1, gap=Inches(0.3))

    assert left.width == 2 * right.width
    assert left.left + left.width + Inches(0.3) == right.left
    assert BOX.left + BOX.width - right.left - right.width <= 2


def test_an_associations_template_is_written_on_without_its_own_slides() -> None:
    content = build_deck(figures(forms(30)), _template(13.333, 7.5))

    deck = Presentation(BytesIO(content))
    assert [shape.name for shape in deck.slide_master.shapes].count("协会标志") == 1
    assert "旧的第一页" not in "\n".join(slide_texts(content))
    assert "数据来源" in slide_texts(content)[0]
    assert len(charts(content)) >= 4
    assert build_deck(figures(forms(30)), _template(13.333, 7.5)) == content


def test_sections_and_shows_of_a_template_go_with_its_slides() -> None:
    deck = Presentation(BytesIO(_template(13.333, 7.5)))
    entry = deck.slides._sldIdLst[0]
    sections = (
        f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst '
        f'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="旧" id="{{0}}"><p14:sldIdLst>'
        f'<p14:sldId id="{entry.id}"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>'
    )
    deck.element.append(parse_xml(sections))
    out = BytesIO()
    deck.save(out)

    written = Presentation(BytesIO(build_deck(figures(forms(30)), out.getvalue())))

    assert [element.tag for element in written.element.iter() if str(element.tag).endswith(("sectionLst", "}section"))] == []


def test_every_shape_of_a_slide_has_a_number_of_its_own() -> None:
    for slide in Presentation(BytesIO(build_deck(figures(forms(30), forms(24))))).slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize(("template", "says"), [(b"PK", "模板打不开"), (None, "不是 16:9")])
def test_a_template_that_cannot_be_used_is_refused_in_words(template: bytes | None, says: str) -> None:
    with pytest.raises(NotPossible, match=says):
        build_deck(figures(forms(3)), template if template is not None else _template(10, 7.5))


def _template(width: float, height: float) -> bytes:
    """Make a template with a logo on its master and a slide of its own."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(width), Inches(height)
    logo = deck.slides.add_slide(deck.slide_layouts[5])
    logo.shapes.title.text = "旧的第一页"
    picture = logo.shapes.add_textbox(0, 0, Inches(1), Inches(1))
    picture.name = "协会标志"
    deck.slide_master.shapes._spTree.append(picture._element)
    out = BytesIO()
    deck.save(out)
    return out.getvalue()
