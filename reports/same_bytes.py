"""The same figures give the same bytes: Office files whose members, inner workbooks and dates do not tell when they were made."""

import re
from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def dated(day: date) -> datetime:
    """Give the moment that a document of a day's figures says it was made."""
    return datetime.combine(day, time(), UTC)


def settled(content: bytes, day: date) -> bytes:
    """Rewrite a pptx, docx or xlsx with one date in it and none in its zip; workbooks inside likewise."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for member in source.infolist():
            target.writestr(_undated(member.filename), _inside(member.filename, source.read(member), day))
    return out.getvalue()


def _inside(name: str, content: bytes, day: date) -> bytes:
    if name.endswith(".xlsx"):
        return settled(content, day)
    if name == "docProps/core.xml":
        return _STAMP.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode() + rb"\g<2>", content)
    return content


def _undated(name: str) -> ZipInfo:
    member = ZipInfo(name, _EARLIEST)
    member.compress_type = ZIP_DEFLATED
    member.create_system = 0
    return member
