"""The deck as LibreOffice Impress prints it: charts that are drawn (that words fit: test_what_must_hold)."""

import subprocess
from pathlib import Path

from reports.deck import build_deck
from tests.reports.meeting import figures, forms
from tests.reports.rendered import printed


def test_every_page_shows_something_besides_its_words(tmp_path: Path) -> None:
    [pdf] = printed(tmp_path, {"汇报.pptx": build_deck(figures(forms(30), forms(24), missing=4))}).values()

    subprocess.run(["pdftoppm", "-r", "30", "-gray", str(pdf), str(tmp_path / "page")], check=True, timeout=60)
    pictures = sorted(tmp_path.glob("page*.pgm"))

    assert len(pictures) == 8
    for place in (1, 2, 3, 4, 5, 6):
        shades = pictures[place].read_bytes()
        assert sum(60 < shade < 190 for shade in shades) > 0.03 * len(shades), f"slide {place + 1} has no bars"
