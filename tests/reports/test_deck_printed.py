"""The deck as LibreOffice Impress prints it: a page a slide, nothing beyond its edge, nothing over the footer."""

import subprocess
from pathlib import Path

import pytest

from data.reference_lists import load_reference_lists
from models.meeting_figures import MeetingFigures
from reports.deck import build_deck
from tests.reports.meeting import figures, forms, slide_texts
from tests.reports.rendered import printed, rendered

REGIONS = [{"region": region.name} for region in load_reference_lists().regions][:31]
SECTORS = [{"sector": str(sector), "forwarder": "长" * 60} for sector in load_reference_lists().sectors]
CASES = {
    "whole": lambda: figures(forms(62), forms(40), missing=9, traits=REGIONS),
    "sectors": lambda: figures(forms(62), traits=SECTORS, name="长" * 57),
    "none": lambda: figures([], missing=3),
    "two": lambda: figures(forms(2), forms(5)),
}


@pytest.mark.parametrize("case", CASES)
def test_every_slide_is_one_page_and_keeps_its_words_inside(case: str, tmp_path: Path) -> None:
    found: MeetingFigures = CASES[case]()
    content = build_deck(found)

    [pages] = rendered(tmp_path, {"汇报.pptx": content}).values()

    assert len(pages) == len(slide_texts(content))
    for words in (page.shares() for page in pages):
        [footer] = [top for _, top, _, _, word in words if word.startswith("数据来源")]
        outside = [word for left, top, right, bottom, word in words if min(left, top) < 0 or max(right, bottom) > 1]
        over = [word for _, top, _, bottom, word in words if top < footer - 0.01 and bottom > footer]
        assert (outside, over) == ([], [])


def test_every_page_shows_something_besides_its_words(tmp_path: Path) -> None:
    [pdf] = printed(tmp_path, {"汇报.pptx": build_deck(figures(forms(30), forms(24), missing=4))}).values()

    subprocess.run(["pdftoppm", "-r", "30", "-gray", str(pdf), str(tmp_path / "page")], check=True, timeout=60)
    pictures = sorted(tmp_path.glob("page*.pgm"))

    assert len(pictures) == 8
    for place in (1, 2, 3, 4, 5, 6):
        shades = pictures[place].read_bytes()
        assert sum(60 < shade < 190 for shade in shades) > 0.03 * len(shades), f"slide {place + 1} has no bars"
