"""Files that come in beside forms, or instead of them: another workbook, a scan, a renamed CSV, an encrypted one."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_LONG_AGO = datetime(2020, 1, 2, tzinfo=UTC)


def foreign_workbook() -> bytes:
    """Build a workbook that has nothing to do with the form; always the same bytes."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"created": _LONG_AGO})
    sheet = book.add_worksheet("设备台账")
    sheet.set_column(0, 5, 16)
    sheet.write_row(0, 0, ("序号", "设备名称", "规格型号", "购置日期", "使用部门", "检定有效期"))
    for row, name in enumerate(("三坐标测量机", "万能试验机", "直读光谱仪", "数控车床", "气密检测台"), start=1):
        sheet.write_row(row, 0, (row, name, f"DEMO-{row:03d}", "2016-05-18", "质量管理部", "2021-05-17"))
    book.close()
    return target.getvalue()


def csv_as_workbook(rows: Iterable[tuple[str, ...]]) -> bytes:
    """Write a CSV the way Chinese Excel does, in GBK; to be named .xlsx as if that made it one."""
    return "".join(",".join(row) + "\r\n" for row in rows).encode("gbk")


def old_excel() -> bytes:
    """Build what looks like an .xls: an OLE container with a stream Workbook."""
    return _container("Workbook")


def encrypted_workbook() -> bytes:
    """Build what looks like a workbook with a password: an OLE container with a stream EncryptedPackage."""
    return _container("EncryptedPackage")


def stamped_scan(words: str) -> bytes:
    """Build a one-page PDF with some ASCII words and a red round seal, as a stamped scan comes."""
    seal = "0.78 0.1 0.1 RG 3 w 480 190 m 480 213 461 232 438 232 c 415 232 396 213 396 190 c 396 167 415 148 438 148 c 461 148 480 167 480 190 c S"
    text = "".join(letter for letter in words if letter.isascii() and letter not in "()\\")
    stream = f"BT /F1 14 Tf 72 760 Td (SELF-ASSESSMENT  {text}) Tj ET {seal}".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return _pdf(objects)


def _pdf(objects: tuple[bytes, ...]) -> bytes:
    """Put objects one after another and list where each begins."""
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(content))
    return content + head + entries + trailer


def _container(stream: str) -> bytes:
    """Lay out the head and the directory of an OLE container, with nothing in its streams."""
    names = b"".join((f"{name}\0".encode("utf-16-le")).ljust(128, b"\0") for name in ("Root Entry", stream))
    return _OLE.ljust(_SECTOR, b"\0") + names.ljust(_SECTOR, b"\0") + bytes(_SECTOR * 4)
