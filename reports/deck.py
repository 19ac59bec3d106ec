"""汇报: the meeting's slides as pptx, the conclusion first, at most eight, with charts that stay editable."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from pptx.util import Inches, Pt

from models.meeting_figures import MeetingFigures
from reports import deck_notes
from reports.deck_parts import change_has_a_slide
from reports.deck_slides import bands, cases, change, conclusion, groups, items, priorities, reporting, steps
from reports.same_bytes import dated, settled
from reports.sentences import period_name, source_line
from reports.slide_box import Box
from reports.slide_master import open_master, title_layout
from reports.slide_text import add_footer, add_notes

Slide = Callable[[Any, MeetingFigures, Box], None]
Notes = Callable[[MeetingFigures], list[str]]


def build_deck(figures: MeetingFigures, master: bytes | None = None) -> bytes:
    """Write the deck, on our own master or on the association's; the same figures give the same bytes."""
    deck = open_master(master)
    layout = title_layout(deck)
    for draw, notes in _slides(figures):
        slide = deck.slides.add_slide(layout)
        _only_title(slide)
        body, foot = _body(deck, slide)
        draw(slide, figures, body)
        add_footer(slide, source_line(figures), foot)
        add_notes(slide, notes(figures))
    _describe(deck, figures)
    out = BytesIO()
    deck.save(out)
    return settled(out.getvalue(), figures.cut_off)


def _slides(figures: MeetingFigures) -> Sequence[tuple[Slide, Notes]]:
    """Choose the slides that have something to say: with too few forms nothing is compared, and cases take the place of the change."""
    every: Sequence[tuple[Slide, Notes, bool]] = (
        (conclusion, deck_notes.conclusion, True),
        (reporting, deck_notes.reporting, True),
        (priorities, deck_notes.priorities, figures.comparable),
        (bands, deck_notes.bands, figures.comparable),
        (items, deck_notes.items, bool(figures.weak)),
        (groups, deck_notes.groups, figures.comparable),
        (change, deck_notes.change, figures.comparable and change_has_a_slide(figures)),
        (cases, deck_notes.cases, bool(figures.cases.chosen)),
        (steps, deck_notes.steps, True),
    )
    return [(draw, notes) for draw, notes, says_something in every if says_something]


def _only_title(slide: Any) -> None:
    """Take off the empty boxes of a template's layout: they would ask to be clicked."""
    for shape in list(slide.placeholders):
        if shape is not slide.shapes.title and shape.placeholder_format.idx:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001


def _body(deck: Any, slide: Any) -> tuple[Box, Box]:
    """Find the room between title and footer, and that of the footer; as wide as the title."""
    title = slide.shapes.title
    top, bottom = title.top + title.height + Pt(4), deck.slide_height - Inches(0.68)
    left, width = (title.left, title.width) if title.width > deck.slide_width * 0.6 else (Inches(0.6), deck.slide_width - Inches(1.2))
    return Box(left, top, width, bottom - top), Box(left, bottom + Inches(0.16), width - Inches(1), Inches(0.34))


def _describe(deck: Any, figures: MeetingFigures) -> None:
    about = deck.core_properties
    about.title = f"{period_name(figures.period)}工业质量品牌建设重点工作企业自评情况"
    about.subject, about.keywords, about.comments = figures.notice, figures.basis.chinese, source_line(figures)
    about.author = about.last_modified_by = "秘书处"
    about.created = about.modified = about.last_printed = dated(figures.cut_off)
    about.revision = 1
