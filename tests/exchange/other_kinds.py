"""Writes a workbook as .xls and as .ods by hand, as plain as they can be."""

import datetime as dt
import struct
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

_ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NAMESPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "meta", "draw", "manifest")
)
_CALCEXT = ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def as_xls(
    book: Workbook, results: Mapping[str, object] | None = None, beside: tuple[str, ...] = (), before: bytes = b"", on_sheets: bytes = b""
) -> bytes:
    """Save as Excel 97-2003; `results` are what formulas last gave, `beside` more names in the container, the others more records."""
    parts = [_sheet_records(sheet, results or {}, on_sheets) for sheet in book.worksheets]
    head = record(0x0809, struct.pack("<4H2L", 0x0600, 0x0005, 0, 0, 0, 0)) + before + _formats()
    names = [sheet.title.encode("utf-16-le") for sheet in book.worksheets]
    place = len(head) + sum(12 + len(name) for name in names) + 4
    for name, part in zip(names, parts, strict=True):
        head += record(0x0085, struct.pack("<L4B", place, 0, 0, len(name) // 2, 1) + name)
        place += len(part)
    return container(head + record(0x000A) + b"".join(parts), beside)


def record(kind: int, data: bytes = b"") -> bytes:
    """Write one BIFF record."""
    return struct.pack("<HH", kind, len(data)) + data


def container(stream: bytes, beside: tuple[str, ...] = (), name: str = "Workbook") -> bytes:
    """Wrap one stream in an OLE container."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    entries = [_entry("Root Entry", 5, _END, 0, child=1), _entry(name, 2, 0, len(stream)), *(_entry(other, 1, 0, 0) for other in beside)]
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    listed = len(directory) // 512
    tables = -(-(sectors + listed + 8) // 128)
    numbers = [*range(1, sectors), _END, *range(sectors + 1, sectors + listed), _END, *([_TABLE] * tables)]
    numbers += [_FREE] * (tables * 128 - len(numbers))
    first = sectors + listed
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<9L", tables, sectors, 0, 4096, _END, 0, _END, 0, first)
    header += struct.pack(f"<{108}L", *range(first + 1, first + tables), *([_FREE] * (109 - tables)))
    return header + stream.ljust(sectors * 512, b"\0") + directory + struct.pack(f"<{len(numbers)}L", *numbers)


def as_ods(
    book: Workbook, results: Mapping[str, object] | None = None, properties: Mapping[str, str] | None = None, manifest: str = ""
) -> bytes:
    """Save as OpenDocument; `results` are what formulas last gave, `properties` the user-defined ones."""
    tables = "".join(_table(sheet, results or {}) for sheet in book.worksheets)
    return ods_of(f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>", properties, manifest)


def ods_of(body: str, properties: Mapping[str, str] | None = None, manifest: str = "") -> bytes:
    """Pack the body of a content.xml."""
    meta = "".join(
        f"<meta:user-defined meta:name={quoteattr(name)}>{escape(text)}</meta:user-defined>" for name, text in (properties or {}).items()
    )
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", ZIP_STORED)
        package.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{_NAMESPACES}{_CALCEXT}>{body}</office:document-content>',
        )
        package.writestr("meta.xml", f"<office:document-meta{_NAMESPACES}><office:meta>{meta}</office:meta></office:document-meta>")
        package.writestr("META-INF/manifest.xml", f"<manifest:manifest{_NAMESPACES}>{manifest}</manifest:manifest>")
    return target.getvalue()


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    raw = f"{name}\0".encode("utf-16-le")
    links = struct.pack("<3L", _FREE, _FREE, child)
    return raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1) + links + bytes(36) + struct.pack("<LLL", start, size, 0)


def _formats() -> bytes:
    """Give two styles: general, and a day."""
    return b"".join(record(0x00E0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 14))


def _sheet_records(sheet: Worksheet, results: Mapping[str, object], more: bytes) -> bytes:
    out = record(0x0809, struct.pack("<4H2L", 0x0600, 0x0010, 0, 0, 0, 0))
    out += record(0x0200, struct.pack("<LLHHH", 0, sheet.max_row, 0, sheet.max_column, 0))
    for row in sheet.iter_rows():
        out += b"".join(_cell_record(cell, results) for cell in row if isinstance(cell, Cell) and cell.value is not None)
    merges = [range_boundaries(str(merge)) for merge in sheet.merged_cells.ranges]
    if merges:
        corners = b"".join(struct.pack("<4H", top - 1, bottom - 1, left - 1, right - 1) for left, top, right, bottom in merges)  # type: ignore[operator]
        out += record(0x00E5, struct.pack("<H", len(merges)) + corners)
    return out + more + record(0x000A)


def _cell_record(cell: Cell, results: Mapping[str, object]) -> bytes:
    value = cell.value
    place = struct.pack("<3H", cell.row - 1, cell.column - 1, int(isinstance(value, dt.date)))
    if cell.data_type == "f":
        return _formula_record(place, results.get(cell.coordinate, ""))
    if isinstance(value, bool):
        return record(0x0205, place + bytes([value, 0]))
    if value in _ERRORS:
        return record(0x0205, place + bytes([_ERRORS[str(value)], 1]))
    if isinstance(value, dt.date):
        value = value.toordinal() - dt.date(1899, 12, 30).toordinal()
    if isinstance(value, (int, float)):
        return record(0x0203, place + struct.pack("<d", value))
    return record(0x0204, place + _text(str(value)))


def _formula_record(place: bytes, result: object) -> bytes:
    rest = struct.pack("<HLH", 0, 0, 3) + b"\x1e\x01\x00"
    if isinstance(result, (int, float)):
        return record(0x0006, place + struct.pack("<d", result) + rest)
    if result in _ERRORS:
        return record(0x0006, place + struct.pack("<BxB3xH", 2, _ERRORS[str(result)], 0xFFFF) + rest)
    if not result:
        return record(0x0006, place + struct.pack("<B5xH", 3, 0xFFFF) + rest)
    return record(0x0006, place + struct.pack("<B5xH", 0, 0xFFFF) + rest) + record(0x0207, _text(str(result)))


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _table(sheet: Worksheet, results: Mapping[str, object]) -> str:
    spans = {(top, left): (right - left + 1, bottom - top + 1) for left, top, right, bottom in _merges(sheet)}
    # Asked once: openpyxl looks through all cells for it.
    columns = range(1, sheet.max_column + 1)
    rows = "".join(
        "<table:table-row>" + "".join(_ods_cell(sheet.cell(row, column), spans.get((row, column)), results) for column in columns)
        + "</table:table-row>"
        for row in range(1, sheet.max_row + 1)
    )  # fmt: skip
    rest = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return f"<table:table table:name={quoteattr(sheet.title)}>{rows}{rest}</table:table>"


def _merges(sheet: Worksheet) -> list[tuple[int, int, int, int]]:
    return [range_boundaries(str(merge)) for merge in sheet.merged_cells.ranges]  # type: ignore[misc]


def _ods_cell(cell: object, span: tuple[int, int] | None, results: Mapping[str, object]) -> str:
    value = getattr(cell, "value", None)
    spanned = f' table:number-columns-spanned="{span[0]}" table:number-rows-spanned="{span[1]}"' if span else ""
    formula = ""
    if getattr(cell, "data_type", None) == "f":
        formula = f" table:formula={quoteattr('of:' + str(value))}"
        value = results.get(str(getattr(cell, "coordinate", "")))
    return f"<table:table-cell{spanned}{formula}{_ods_value(value)}</table:table-cell>"


def _ods_value(value: object) -> str:
    if value is None:
        return ">"
    shown = f"<text:p>{escape(str(value))}</text:p>"
    if value in _ERRORS:
        return f' office:value-type="string" office:string-value="" calcext:value-type="error">{shown}'
    if isinstance(value, bool):
        return f' office:value-type="boolean" office:boolean-value="{str(value).lower()}">{shown}'
    if isinstance(value, (int, float)):
        return f' office:value-type="float" office:value="{value}">{shown}'
    if isinstance(value, dt.date):
        return f' office:value-type="date" office:date-value="{value.isoformat()}">{shown}'
    return ' office:value-type="string">' + "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
