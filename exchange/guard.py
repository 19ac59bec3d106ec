"""Looks at a workbook's bytes before any parser does, and tells what may not be opened."""

import re
from collections import Counter
from dataclasses import dataclass, field
from posixpath import join, normpath

from exchange.bounds import FORM, MEGABYTE, Bounds
from exchange.cell_notes import notes_in
from exchange.file_kind import FOREIGN_ARCHIVES, FileKind, recognise
from exchange.package import open_package
from exchange.refusal import Refusal, exhausting, malformed
from exchange.sheet_scan import SheetScan, scan
from exchange.xml_elements import check_well_formed, elements
from models.issue import Issue

_WORKBOOK = "xl/workbook.xml"
_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPES = ("macroenabled", "vbaproject", "macrosheet")
_STYLE = re.compile(rb"<(?:\w+:)?(xf|font|fill|border|cellStyle|dxf|numFmt)(?=[\s/>])")
_FORMAT = re.compile(rb"formatCode\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_STRING = re.compile(rb"<(?:\w+:)?si(?=[\s/>])")
_STRING_COUNT = re.compile(rb"\b(uniqueCount|count)\s*=\s*[\"']([^\"']*)")
_CODES: dict[FileKind, str] = {
    FileKind.EMPTY: "FILE_EMPTY",
    FileKind.ENCRYPTED: "FILE_ENCRYPTED",
    FileKind.OLD_EXCEL: "FILE_OLD_EXCEL",
    FileKind.WORD: "FILE_WORD",
    FileKind.RTF: "FILE_WORD",
    FileKind.SLIDES: "FILE_WORD",
    FileKind.TEXT: "FILE_CSV",
    FileKind.PDF: "FILE_SCAN",
    FileKind.PICTURE: "FILE_SCAN",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What the guard found: `issues` empty when the file may be opened, `sheets` by name in the workbook's order, `notes` on cells."""

    issues: tuple[Issue, ...] = ()
    sheets: dict[str, SheetScan] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def inspect(content: bytes, bounds: Bounds = FORM) -> Inspection:
    """Look at the bytes of a workbook before it is parsed: about 2 ms for a form of 13-40 KB, never an exception."""
    try:
        _check_kind(content, bounds)
        parts = open_package(content, bounds)
        _check_types(parts)
        targets = _targets(parts)
        _check_shared(parts, bounds)
        return Inspection(sheets=_scan_sheets(parts, targets, bounds), notes=notes_in(parts))
    except Refusal as refusal:
        return Inspection(issues=(refusal.issue,))


def _check_kind(content: bytes, bounds: Bounds) -> None:
    kind = recognise(content)
    if kind is FileKind.CUT_OFF:
        raise Refusal("FILE_TRUNCATED", "找不到文件的结尾部分" if content.startswith(b"PK") else "内容全是空白")
    if kind in FOREIGN_ARCHIVES:
        raise Refusal("ARCHIVE_UNREADABLE", f"是{kind.value}，不是 zip")
    if kind is FileKind.ARCHIVE:
        raise Refusal("ARCHIVE_UNREADABLE", "文件名不是 .zip")
    if kind is not FileKind.WORKBOOK:
        raise Refusal(_CODES.get(kind, "FILE_NOT_EXCEL"), kind.value)
    if len(content) > bounds.size:
        raise Refusal("FILE_TOO_LARGE", f"{len(content) / MEGABYTE:.1f} MB", limit=f"{bounds.size // MEGABYTE} MB")


def _check_types(parts: dict[str, bytes]) -> None:
    """Check that all programs find one and the same plain workbook, and no macros."""
    declared = [attributes for _, attributes in elements(parts.get("[Content_Types].xml", b""), "Override", "Default")]
    types = [attributes.get("ContentType", "").lower() for attributes in declared]
    if any(mark in kind for kind in types for mark in _MACRO_TYPES):
        raise Refusal("FILE_MACROS")
    if _WORKBOOK not in parts:
        raise malformed("缺少工作簿的主要部分")
    mains = [attributes.get("PartName", "") for attributes in declared if attributes.get("ContentType") == _MAIN_TYPE]
    if not mains:
        raise Refusal("FILE_NOT_EXCEL", "模板或其他 Office 文件")
    # Some programs give the type of the workbook as the default of all XML, without a part's name.
    if {name.removeprefix("/") for name in mains} - {"", _WORKBOOK}:
        raise malformed("工作簿的主要部分不止一个")


def _targets(parts: dict[str, bytes]) -> dict[str, str]:
    """Map each worksheet's name to its part."""
    related = {
        attributes.get("Id", ""): attributes for _, attributes in elements(parts.get("xl/_rels/workbook.xml.rels", b""), "Relationship")
    }
    targets: dict[str, str] = {}
    for _, sheet in elements(parts[_WORKBOOK], "sheet"):
        relation, name = related.get(sheet.get("id", "")), sheet.get("name", "")
        if relation is None or name.casefold() in {known.casefold() for known in targets}:
            raise malformed("工作表目录有误")
        if relation.get("Type", "").endswith("/worksheet"):
            targets[name] = normpath(join("xl", relation.get("Target", ""))).lstrip("/")
    return targets


def _scan_sheets(parts: dict[str, bytes], targets: dict[str, str], bounds: Bounds) -> dict[str, SheetScan]:
    if len(targets) > bounds.sheets:
        raise exhausting(f"有 {len(targets)} 张工作表")
    if not targets or set(targets.values()) - set(parts):
        raise malformed("缺少工作表")
    scans = {name: scan(parts[part], bounds, name) for name, part in targets.items()}
    sheets = scans.values()
    if sum(sheet.cells for sheet in sheets) > bounds.cells or sum(sheet.rows * sheet.columns for sheet in sheets) > bounds.area:
        raise exhausting("工作表里的单元格太多")
    if sum(sheet.spanned for sheet in sheets) > bounds.spanned:
        raise exhausting("合并单元格或超链接太多")
    for part in targets.values():
        check_well_formed(parts[part])
    return scans


def _check_shared(parts: dict[str, bytes], bounds: Bounds) -> None:
    for name, xml in parts.items():
        lower = name.lower()
        if "sharedstrings" in lower or b"<sst" in xml[:1000]:
            _check_strings(xml, bounds)
            check_well_formed(xml)
        if "styles" in lower or b"<styleSheet" in xml[:1000]:
            _check_styles(xml, bounds)
            check_well_formed(xml)


def _check_strings(xml: bytes, bounds: Bounds) -> None:
    """Compare the declared count with the real one: a reader reserves memory by the declared one."""
    head = xml[: xml.find(b">", xml.find(b"sst")) + 1]
    declared = _STRING_COUNT.findall(head)
    if any(not text.isdigit() or len(text) > 9 for _, text in declared):
        raise malformed("文字表的条数与声明不符")
    slack = {b"uniqueCount": bounds.strings_slack, b"count": 10 * bounds.cells}
    beyond = max((int(text) - slack[attribute] for attribute, text in declared), default=0)
    # The plain ones are counted in no time; the others, with a prefix or an attribute, only where it depends on them.
    if beyond > xml.count(b"<si>") and beyond > len(_STRING.findall(xml)):
        raise malformed("文字表的条数与声明不符")


def _check_styles(xml: bytes, bounds: Bounds) -> None:
    if max(Counter(_STYLE.findall(xml)).values(), default=0) > bounds.styles:
        raise exhausting("单元格样式太多")
    if any(len(text) > bounds.format_length for pair in _FORMAT.findall(xml) for text in pair):
        raise malformed("数字格式过长")
