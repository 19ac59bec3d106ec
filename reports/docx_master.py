"""A docx written once and filled many times: slots in its text, pictures in its places, everything else packed once."""

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

from exchange.ready_zip import Entry, Piece, compressed, stored, zipped
from exchange.writable import writable

_SLOT = re.compile(r"⟦(\w+)⟧")
_DOCUMENT = "word/document.xml"
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def slot(name: str) -> str:
    """Write a slot as the master's text has it."""
    return f"⟦{name}⟧"


class DocxMaster:
    """A document with slots; `pictures` names the pictures that differ, in the order in which they were added to it."""

    def __init__(self, content: bytes, pictures: Mapping[str, bytes]) -> None:
        self._fixed: list[Piece] = []
        self._names: list[str] = []
        self._others: list[tuple[str, str | None, Piece]] = []
        by_content = {placeholder: name for name, placeholder in pictures.items()}
        with ZipFile(BytesIO(content)) as archive:
            for name in archive.namelist():
                whole = archive.read(name)
                if name == _DOCUMENT:
                    self._cut(whole.decode())
                else:
                    self._others.append((name, by_content.get(whole), compressed(whole)))

    def filled(self, texts: Mapping[str, str], pictures: Mapping[str, bytes]) -> bytes:
        """Give the document with texts in its slots and pictures in their places."""
        pieces = [self._fixed[0]]
        for name, after in zip(self._names, self._fixed[1:], strict=True):
            pieces += (stored(writable(texts[name]).translate(_ENTITIES).encode()), after)
        others = (Entry(name, [stored(pictures[picture]) if picture else piece]) for name, picture, piece in self._others)
        return zipped([*others, Entry(_DOCUMENT, pieces)])

    def _cut(self, text: str) -> None:
        done = 0
        for match in _SLOT.finditer(text):
            self._fixed.append(compressed(text[done : match.start()].encode()))
            self._names.append(match.group(1))
            done = match.end()
        self._fixed.append(compressed(text[done:].encode()))
