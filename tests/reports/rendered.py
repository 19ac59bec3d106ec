"""What a real LibreOffice makes of a document: its pages, and where on them the words stand."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

SOFFICE = shutil.which("soffice") or "soffice"
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">')
_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')


@dataclass(frozen=True)
class Page:
    """One page: its size in points, and each word with its box (left, top, right, bottom)."""

    width: float
    height: float
    words: tuple[tuple[str, tuple[float, float, float, float]], ...]

    @property
    def text(self) -> str:
        """Give all words, in the order of the page."""
        return "".join(word for word, _ in self.words)

    def shares(self) -> list[tuple[float, float, float, float, str]]:
        """Give each word with its box as shares of the page's width and height."""
        wide, high = self.width, self.height
        return [(left / wide, top / high, right / wide, bottom / high, word) for word, (left, top, right, bottom) in self.words]

    def outside(self, margin: float) -> list[str]:
        """Give the words that come nearer to an edge than `margin` points."""
        return [
            word
            for word, (left, top, right, bottom) in self.words
            if left < margin or top < margin or right > self.width - margin or bottom > self.height - margin
        ]


def rendered(folder: Path, documents: dict[str, bytes]) -> dict[str, list[Page]]:
    """Turn documents, by file name, into pages."""
    return {name: pages_of(pdf) for name, pdf in printed(folder, documents).items()}


def printed(folder: Path, documents: dict[str, bytes]) -> dict[str, Path]:
    """Let LibreOffice print documents, by file name; one start of it for all."""
    for name, content in documents.items():
        (folder / name).write_bytes(content)
    profile = (folder / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder / "out")]
    subprocess.run([*command, *(str(folder / name) for name in documents)], check=True, capture_output=True, timeout=300)
    return {name: (folder / "out" / name).with_suffix(".pdf") for name in documents}


def pages_of(pdf: Path) -> list[Page]:
    """Read what stands where on each page."""
    boxes = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=60).stdout.decode()
    pages = []
    for part in boxes.split("</page>")[:-1]:
        [(width, height)] = _PAGE.findall(part)
        words = tuple((unescape(text), tuple(map(float, box))) for *box, text in _WORD.findall(part))
        pages.append(Page(float(width), float(height), words))  # type: ignore[arg-type]
    return pages
