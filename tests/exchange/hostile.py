"""Makes one file of every hostile or broken kind; run as a module it measures what each costs and prints the table."""

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

import xlsxwriter

from tests.exchange.crafted_zip import SHEET, directory_patched, one_block, overlapping, packed, parts_of, spaces

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE worksheet [%s]>'


@cache
def valid() -> bytes:
    """Build a small ordinary workbook: one sheet with text, numbers, a formula, a merge and a link."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("自评表")
        sheet.write_row("A1", ["编号", "评价项目", "自评等级"])
        for row in range(1, 9):
            sheet.write_row(row, 0, [f"P1-{row:02}", "建立首席质量官制度", row % 5])
        sheet.write_formula("C10", "=SUM(C2:C9)", None, 16)
        sheet.merge_range("A12:C12", "说明")
        sheet.write_url("A13", "https://example.org/")
    return target.getvalue()


def changed(name: str, old: bytes, new: bytes) -> bytes:
    """Replace bytes in one part of the valid workbook."""
    parts = parts_of(valid())
    if old not in parts[name]:
        raise AssertionError(name, old)
    parts[name] = parts[name].replace(old, new, 1)
    return packed(list(parts.items()))


def with_parts(**extra: bytes) -> bytes:
    """Add parts to the valid workbook."""
    return packed([*parts_of(valid()).items(), *extra.items()])


def with_rows(rows: bytes) -> bytes:
    """Put rows at the end of the valid sheet."""
    return changed(SHEET, b"</sheetData>", rows + b"</sheetData>")


def ole(stream: str) -> bytes:
    """Build the look of an OLE container with one stream in its directory."""
    return _OLE + bytes(1016) + f"{stream}\0".encode("utf-16-le") + bytes(2048)


def _flipped() -> bytes:
    """Damage the packed text of the sheet."""
    content = bytearray(valid())
    content[content.find(SHEET.encode()) + len(SHEET) + 40] ^= 0x55
    return bytes(content)


def _lying_bomb() -> bytes:
    """Declare a thousand bytes for a sheet of 100 MB."""
    content = spaces(valid(), 100)
    return directory_patched(content, 24, "<L", 1000)


def _styles() -> bytes:
    return changed("xl/styles.xml", b"</cellXfs>", b"<xf/>" * 1_000_000 + b"</cellXfs>")


def _varied_styles() -> bytes:
    """Put more styles into a workbook than Excel can hold, none like the other."""
    styles = b"".join(b'<xf numFmtId="0" fontId="%d"/>' % (number * 7919 % 99_991) for number in range(70_000))
    return changed("xl/styles.xml", b"</cellXfs>", styles + b"</cellXfs>")


def _text_bomb() -> bytes:
    """Put as many cells into a sheet as the ratio allows, each different."""
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n * 7919) for n in range(20, 300_000))
    return with_rows(rows)


def _other_document(part: str, kind: str) -> bytes:
    types = f'<Types><Override PartName="/{part}" ContentType="application/{kind}"/></Types>'.encode()
    return packed([("[Content_Types].xml", types), (part, b"<document/>")])


def _open_document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<office:document-content/>")
    return target.getvalue()


def nested_zip(depth: int) -> bytes:
    """Pack a workbook into a zip into a zip, so many times."""
    content = valid()
    for level in range(depth):
        content = packed([(f"{level}.zip" if level else "a.xlsx", content)])
    return content


def _cut_sheet() -> bytes:
    parts = parts_of(valid())
    parts[SHEET] = parts[SHEET][: parts[SHEET].find(b"</row>") + 6]
    return packed(list(parts.items()))


def _types(old: bytes, new: bytes) -> bytes:
    return changed("[Content_Types].xml", old, new)


def _utf_16() -> bytes:
    parts = parts_of(valid())
    parts[SHEET] = parts[SHEET].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    return packed(list(parts.items()))


def _declared(definitions: bytes) -> bytes:
    return changed(SHEET, b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', _DOCTYPE % definitions)


_LAUGHS = b"<!ENTITY a '" + b"ha" * 50 + b"'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)  # fmt: skip
_XLSM = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_XLSX = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

_SAME_SHEET = '<sheet name="自评表" sheetId="9" r:id="rId1"/>'.encode()
_MANY_SHEETS = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n + 9) for n in range(150))
_MANY_MERGES = b"".join(b'<mergeCell ref="A%d:CV%d"/>' % (n, n) for n in range(20, 6020))

KINDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "FILE_EMPTY"),
    "only NUL bytes": (lambda: bytes(5000), "FILE_TRUNCATED"),
    "cut off": (lambda: valid()[: len(valid()) * 2 // 3], "FILE_TRUNCATED"),
    "cut in the directory": (lambda: valid()[:-10], "FILE_TRUNCATED"),
    "one byte flipped": (_flipped, "FILE_TRUNCATED"),
    "encrypted by Excel": (lambda: ole("EncryptedPackage"), "FILE_ENCRYPTED"),
    "encrypted by 亿赛通": (lambda: b"b\x14#e" + bytes(12) + b"E-SafeNet\0LOCK" + bytes(500), "FILE_ENCRYPTED"),
    "encrypted zip entry": (lambda: directory_patched(valid(), 8, "<H", 1), "FILE_ENCRYPTED"),
    "xls": (lambda: ole("Workbook"), "FILE_OLD_EXCEL"),
    "doc": (lambda: ole("WordDocument"), "FILE_WORD"),
    "HTML as xlsx": (lambda: "<html><table><tr><td>编号</td></tr></table></html>".encode("gbk"), "FILE_NOT_EXCEL"),
    "CSV as xlsx": (lambda: "编号,自评等级\r\nP1-01,3\r\n".encode("gb18030"), "FILE_CSV"),
    "XML 2003 as xlsx": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "FILE_NOT_EXCEL",
    ),
    "PDF as xlsx": (lambda: b"%PDF-1.7\n" + bytes(100), "FILE_SCAN"),
    "RAR as xlsx": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(100), "ARCHIVE_UNREADABLE"),
    "7z as xlsx": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), "ARCHIVE_UNREADABLE"),
    "docx inside": (lambda: _other_document("word/document.xml", "x"), "FILE_WORD"),
    "pptx inside": (lambda: _other_document("ppt/presentation.xml", "x"), "FILE_WORD"),
    "ods inside": (_open_document, "FILE_NOT_EXCEL"),
    "xlsb inside": (lambda: with_parts(**{"xl/workbook.bin": b"\x83\x01"}), "FILE_NOT_EXCEL"),
    "deep zip nest": (lambda: nested_zip(12), "ARCHIVE_UNREADABLE"),
    "21 MB": (lambda: packed([*parts_of(valid()).items(), ("xl/media/a.png", _noise(21))], 0), "FILE_TOO_LARGE"),
    "macros": (lambda: _types(_XLSX, _XLSM), "FILE_MACROS"),
    "macros without the type": (
        lambda: _types(b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override'),
        "FILE_MACROS",
    ),
    "1 GB of spaces in 1 MB": (lambda: spaces(valid(), 1024), "FILE_EXHAUSTING"),
    "100 MB declared as 1 KB": (_lying_bomb, "FILE_MALFORMED"),
    "overlapping entries": (lambda: overlapping(valid()), "FILE_MALFORMED"),
    "60 entries over one block": (one_block, "FILE_MALFORMED"),
    "lying CRC": (lambda: directory_patched(valid(), 16, "<L", 12345), "FILE_TRUNCATED"),
    "lying size": (lambda: directory_patched(valid(), 24, "<L", 5), "FILE_MALFORMED"),
    "LZMA method": (lambda: directory_patched(valid(), 10, "<H", 14), "FILE_MALFORMED"),
    "lying entry count": (lambda: valid()[:-12] + b"\xff\x00" + valid()[-10:], "FILE_MALFORMED"),
    "3,000 entries": (
        lambda: packed([*parts_of(valid()).items(), *((f"xl/media/{n}.png", b"") for n in range(3000))]),
        "FILE_EXHAUSTING",
    ),
    "names that differ in case": (lambda: with_parts(**{SHEET.upper(): b"<worksheet/>"}), "FILE_MALFORMED"),
    "the same name twice": (lambda: with_parts(**{SHEET: b"<worksheet/>"}), "FILE_MALFORMED"),
    "name with ..": (lambda: with_parts(**{"xl/../../evil.xml": b"<a/>"}), "FILE_MALFORMED"),
    "absolute name": (lambda: with_parts(**{"/etc/passwd": b"x"}), "FILE_MALFORMED"),
    "name with backslash": (lambda: with_parts(**{"xl\\evil.xml": b"<a/>"}), "FILE_MALFORMED"),
    "UTF-16 sheet": (_utf_16, "FILE_MALFORMED"),
    "another encoding declared": (lambda: changed(SHEET, b"UTF-8", b"UTF-7"), "FILE_MALFORMED"),
    "billion laughs": (lambda: _declared(_LAUGHS), "FILE_MALFORMED"),
    "external entity": (lambda: _declared(b"<!ENTITY x SYSTEM 'file:///etc/passwd'>"), "FILE_MALFORMED"),
    "cell at XFD1048576": (
        lambda: with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "FILE_EXHAUSTING"),
    "the same behind a prefix": (
        lambda: with_rows(b'<x:row xmlns:x="urn:x" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'),
        "FILE_EXHAUSTING",
    ),
    "the same as references": (
        lambda: with_rows(b'<row r="1048576"><c r="&#88;FD1048576"><v>1</v></c></row>'), "FILE_EXHAUSTING"),
    "the same without an address": (lambda: with_rows(b'<row r="1048576"><c><v>1</v></c></row>'), "FILE_EXHAUSTING"),
    "column ZZZZZZZ": (lambda: with_rows(b'<row r="20"><c r="ZZZZZZZ20"><v>1</v></c></row>'), "FILE_MALFORMED"),
    "row 99999999": (lambda: with_rows(b'<row r="99999999"><c r="A99999999"><v>1</v></c></row>'), "FILE_MALFORMED"),
    "row 0": (lambda: with_rows(b'<row r="0"><c r="A0"><v>1</v></c></row>'), "FILE_MALFORMED"),
    "300,000 cells": (_text_bomb, "FILE_EXHAUSTING"),
    "lying shared-string count": (
        lambda: changed("xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="4294967295" x="'), "FILE_MALFORMED"),
    "whole-sheet merge": (lambda: changed(SHEET, b"A12:C12", b"A1:XFD1048576"), "FILE_EXHAUSTING"),
    "whole-sheet hyperlink": (lambda: changed(SHEET, b'ref="A13"', b'ref="A1:XFD1048576"'), "FILE_EXHAUSTING"),
    "a million styles": (_styles, "FILE_EXHAUSTING"),
    "70,000 styles": (_varied_styles, "FILE_EXHAUSTING"),
    "number format of 1 MB": (
        lambda: changed("xl/styles.xml", b"<fonts", b'<numFmts count="1"><numFmt numFmtId="200" formatCode="'
                        + _noise(1).hex().encode() + b'"/></numFmts><fonts'),
        "FILE_MALFORMED",
    ),
    "no workbook": (lambda: packed([(n, d) for n, d in parts_of(valid()).items() if n != "xl/workbook.xml"]), "FILE_MALFORMED"),
    "no sheet": (lambda: packed([(n, d) for n, d in parts_of(valid()).items() if n != SHEET]), "FILE_MALFORMED"),
    "template, not a workbook": (lambda: _types(b"sheet.main+xml", b"template.main+xml"), "FILE_NOT_EXCEL"),
    "two workbooks in one": (
        lambda: _types(b"<Override", b'<Override PartName="/xl/other.xml" ContentType="' + _XLSX + b'"/><Override'), "FILE_MALFORMED"),
    "two sheets of one name": (lambda: changed("xl/workbook.xml", b"<sheet ", _SAME_SHEET + b"<sheet "), "FILE_MALFORMED"),
    "150 sheets": (lambda: changed("xl/workbook.xml", b"<sheets>", b"<sheets>" + _MANY_SHEETS), "FILE_EXHAUSTING"),
    "bytes before the zip": (lambda: bytes(100) + valid(), "FILE_NOT_EXCEL"),
    "bytes behind the zip": (lambda: valid() + b"PK and more", "FILE_MALFORMED"),
    "another name in the heading": (lambda: valid().replace(SHEET.encode(), SHEET.upper().encode(), 1), "FILE_MALFORMED"),
    "place beyond the file": (lambda: directory_patched(valid(), 42, "<L", 2**31), "FILE_MALFORMED"),
    "zip64 places": (lambda: directory_patched(valid(), 42, "<L", 2**32 - 1), "FILE_MALFORMED"),
    "bytes that are no UTF-8": (lambda: with_rows(b'<row r="20"><c r="A20" t="str"><v>\xc3\x28</v></c></row>'), "FILE_MALFORMED"),
    "NUL in a sheet": (lambda: with_rows(b'<row r="20"><c r="A20" t="str"><v>\0</v></c></row>'), "FILE_MALFORMED"),
    "sheet cut off in a sound zip": (_cut_sheet, "FILE_MALFORMED"),
    "sheet with an open tag": (lambda: with_rows(b'<row r="20"><c r="A20"><v>1</c></row>'), "FILE_MALFORMED"),
    "texts with an open tag": (lambda: changed("xl/sharedStrings.xml", b"</t>", b"</x>"), "FILE_MALFORMED"),
    "styles with an open tag": (lambda: changed("xl/styles.xml", b"</fonts>", b"</font>"), "FILE_MALFORMED"),
    "one cell twice": (lambda: with_rows(b'<row r="20"><c r="A20"><v>1</v></c><c r="A20"><v>4</v></c></row>'), "FILE_MALFORMED"),
    "unknown kind of cell": (lambda: with_rows(b'<row r="20"><c r="A20" t="x"><v>1</v></c></row>'), "FILE_MALFORMED"),
    "100,000 tags in one another": (lambda: with_rows(b"<a>" * 100_000), "FILE_MALFORMED"),
    "100,000 attributes": (
        lambda: with_rows(b'<row r="20"><c r="A20"' + b"".join(b' a%d="1"' % n for n in range(100_000)) + b' t="x"/></row>'),
        "FILE_MALFORMED",
    ),
    "10 MB of comments": (lambda: with_rows(b"<!--" + _noise(5).hex().encode() + b"-->"), "FILE_EXHAUSTING"),
    "6,000 merges": (lambda: changed(SHEET, b'<mergeCell ref="A12:C12"/>', _MANY_MERGES), "FILE_EXHAUSTING"),
    "not well-formed": (lambda: changed("xl/workbook.xml", b"</sheets>", b"</sheet>"), "FILE_MALFORMED"),
}  # fmt: skip


def _noise(megabytes: int) -> bytes:
    """Make bytes that do not compress, the same each time."""
    return random.Random(1).randbytes(megabytes * 1024 * 1024)


if __name__ == "__main__":
    from tests.exchange.hostile_table import main

    main()
