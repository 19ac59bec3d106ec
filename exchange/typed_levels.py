"""Puts what a person typed into the level cells of a form that was filled by the template."""

import re
from collections.abc import Mapping
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exchange.layout import Sheet

_FORM_PART = f"xl/worksheets/sheet{list(Sheet).index(Sheet.FORM) + 1}.xml"


def with_typed_levels(content: bytes, typed: Mapping[str, str]) -> bytes:
    """Rewrite a form of exchange.template with texts in cells of 自评表 by address (A1); the same input gives the same bytes."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as archive:
        for entry in source.infolist():
            part = source.read(entry)
            # A date of its own would make every copy of the same form another file.
            archive.writestr(ZipInfo(entry.filename), _typed(part, typed) if entry.filename == _FORM_PART else part, ZIP_DEFLATED, 3)
    return target.getvalue()


def _typed(part: bytes, typed: Mapping[str, str]) -> bytes:
    sheet = part.decode()
    for address, text in typed.items():
        cell = re.compile(rf'<c r="{address}" s="(\d+)"(?:/>| [^>]*?/>|[^>]*>.*?</c>)')
        sheet = cell.sub(_Written(address, text), sheet, count=1)
    return sheet.encode()


class _Written:
    """Writes one cell as text, keeping its look."""

    def __init__(self, address: str, text: str) -> None:
        self._address, self._text = address, escape(text)

    def __call__(self, found: re.Match[str]) -> str:
        return f'<c r="{self._address}" s="{found[1]}" t="inlineStr"><is><t xml:space="preserve">{self._text}</t></is></c>'
