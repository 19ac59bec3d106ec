"""What a worksheet's XML says that a reader of values does not: error cells, formulas without a result, merges."""

import re
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from exchange.bounds import LAST_COLUMN, LAST_ROW, Bounds
from exchange.refusal import exhausting, malformed
from exchange.xml_elements import CELL_KINDS, plain_sheet

_ATTRIBUTES = rb'(?: [A-Za-z0-9:]+="[^"<>&]*")*+'
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[1-9][0-9]{0,6})"' + _ATTRIBUTES + rb" ?/?>")
_KIND = re.compile(rb'<c [^<>]*?\bt="([^"]*)"')
_ANY_KIND = re.compile(rb' t="([^"]*)"')
_KINDS = frozenset(kind.encode() for kind in CELL_KINDS)
_ROW = re.compile(rb'<row r="([1-9][0-9]{0,6})"')
_FORMULA = rb"\s*<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*"
_VALUE = rb"<v(?:\s[^<>]*)?(?:/>|>([^<]*)</v>)"
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^<>]*)>' + _FORMULA + rb"(" + _VALUE + rb")?")
_ERROR_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]*? t="e"[^<>]*>(?:' + _FORMULA + rb")?\s*(?:" + _VALUE + rb")?")
_MERGE = re.compile(rb'<mergeCell ref="([^"]*)"\s*/?>')
_LINK = re.compile(rb'<hyperlink\s[^<>]*?\bref="([^"]*)"')
_FRAME = re.compile(rb'<(?:dimension|autoFilter|f)\s[^<>]*?\bref="([^"]*)"')
_PREFIXED = re.compile(rb":(?:row|c|f|v|mergeCell|hyperlink)[\s/>]")
_TAG = re.compile(rb"<(?:row|c|f|mergeCell|hyperlink)[\s/>]")
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")
_ROWS = re.compile(r"([1-9][0-9]{0,6}):([1-9][0-9]{0,6})")
_COLUMNS = re.compile(r"([A-Z]{1,3}):([A-Z]{1,3})")
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Box(NamedTuple):
    """A rectangle of cells by its corners, rows and columns counted from 1."""

    ref: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def area(self) -> int:
        """Count the cells under it."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScan:
    """One worksheet: `errors` by address (`#REF!`), `formulas` by address with whether a result is stored, merges.

    `rows` and `columns` are the last that hold something.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    spanned: int = 0
    errors: dict[str, str]
    formulas: dict[str, bool]
    merges: tuple[Box, ...]

    def error_at(self, address: str) -> str | None:
        """Give the error text of a cell, None when it is no error."""
        return self.errors.get(address)

    def merge_at(self, row: int, column: int) -> str | None:
        """Name the merge over a cell given by place counted from 0, None when it stands alone."""
        if not self.merges:
            return None
        row, column = row + 1, column + 1
        over = (box.ref for box in self.merges if box.top <= row <= box.bottom and box.left <= column <= box.right)
        return next(over, None)


def scan(xml: bytes, bounds: Bounds, name: str) -> SheetScan:
    """Scan the XML of one worksheet; raises Refusal when a place is out of range or too much is in it."""
    # Before anything is looked at closely: a bomb of cells should not cost more than counting them.
    if (count := xml.count(b"<c ")) > bounds.cells:
        raise exhausting(f"“{name}”有 {count} 个单元格")
    found = _plain(xml) or _plain(plain_sheet(xml))
    if found is None:
        raise malformed(f"“{name}”里有无效的单元格地址")
    if len(found.cells) > bounds.cells:
        raise exhausting(f"“{name}”有 {len(found.cells)} 个单元格")
    # Of two values for one place each reader would take the one it likes.
    if len(set(found.cells)) != len(found.cells):
        raise malformed(f"“{name}”里有重复的单元格")
    if _has_unknown_kind(found.xml):
        raise malformed(f"“{name}”里有不认识的单元格类型")
    rows, columns = _extent(found, bounds, name)
    merges = tuple(_box(ref, name) for ref in found.merges)
    spanned = sum(box.area for box in (*merges, *(_box(ref, name) for ref in found.links)))
    if spanned > bounds.spanned:
        raise exhausting(f"“{name}”里合并单元格或超链接覆盖的范围过大")
    for ref in _FRAME.findall(found.xml):
        _box(ref, name)
    return SheetScan(
        rows=rows,
        columns=columns,
        cells=len(found.cells),
        spanned=spanned,
        errors=_errors(found.xml),
        formulas=_stored(found.formulas),
        merges=merges,
    )


def column_number(letters: str) -> int:
    """Turn column letters into a number counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Found(NamedTuple):
    """All rows, cells, formulas, merges and links of a sheet written the usual way."""

    xml: bytes
    rows: list[bytes]
    cells: list[bytes]
    formulas: list[tuple[bytes, ...]]
    merges: list[bytes]
    links: list[bytes]


def _plain(xml: bytes) -> _Found | None:
    """Find them, or None when any is written in a way the expressions do not know: then nothing may be concluded.

    Comments, CDATA and a second instruction could hide text, a prefix a cell; all else shows in the number of tags.
    """
    if b"<!" in xml or xml.find(b"<?", 2) >= 0 or _PREFIXED.search(xml):
        return None
    formulas = _FORMULA_CELL.findall(xml) if b"<f" in xml else []
    found = _Found(xml, _ROW.findall(xml), _CELL.findall(xml), formulas, _MERGE.findall(xml), _LINK.findall(xml))
    return found if len(_TAG.findall(xml)) == sum(len(group) for group in found[1:]) else None


def _has_unknown_kind(xml: bytes) -> bool:
    """Look at every `t` there is, which is four times faster; only where one is unknown, or has a prefix, at those of cells."""
    return (b':t="' in xml or not _KINDS.issuperset(_ANY_KIND.findall(xml))) and not _KINDS.issuperset(_KIND.findall(xml))


def _extent(found: _Found, bounds: Bounds, name: str) -> tuple[int, int]:
    """Find the last row and column that hold something."""
    joined = b",".join(found.cells)
    row = max(map(int, filter(None, set(joined.translate(None, _LETTERS).split(b",")))), default=0)
    columns = set(joined.translate(None, _DIGITS).split(b","))
    column = max((column_number(letters.decode()) for letters in columns), default=0)
    if max((row, *map(int, found.rows))) > LAST_ROW or column > LAST_COLUMN:
        raise malformed(f"“{name}”里有超出 Excel 范围的单元格")
    return (row, column) if row <= bounds.rows and column <= bounds.columns else _filled_extent(found.xml, bounds, name)


def _filled_extent(xml: bytes, bounds: Bounds, name: str) -> tuple[int, int]:
    """Find the same without cells that are only coloured: people colour whole columns, and readers skip them."""
    last_row = last_column = 0
    for match in _CELL.finditer(xml):
        if match[0].endswith(b"/>") or xml.startswith(b"</c>", match.end()):
            continue
        place = match[1].decode()
        letters = place.rstrip("0123456789")
        last_row, last_column = max(last_row, int(place[len(letters) :])), max(last_column, column_number(letters))
        if last_row > bounds.rows or last_column > bounds.columns:
            raise exhausting(f"“{name}”的 {place} 有内容，超出了表格的正常范围")
    return last_row, last_column


def _box(ref: bytes, name: str) -> Box:
    text = ref.decode()
    left, top, right, bottom = _corners(text)
    if not (1 <= left <= right <= LAST_COLUMN and 1 <= top <= bottom <= LAST_ROW):
        raise malformed(f"“{name}”里有无效的单元格地址")
    return Box(text, top, left, bottom, right)


def _corners(text: str) -> tuple[int, int, int, int]:
    """Read a range; LibreOffice writes whole rows as 61:61 and whole columns as A:C. Zeros when it is none."""
    if match := _RANGE.fullmatch(text):
        left, top, right, bottom = match.groups()
        return column_number(left), int(top), column_number(right or left), int(bottom or top)
    if match := _ROWS.fullmatch(text):
        return 1, int(match[1]), LAST_COLUMN, int(match[2])
    if match := _COLUMNS.fullmatch(text):
        return column_number(match[1]), 1, column_number(match[2]), LAST_ROW
    return 0, 0, 0, 0


def _errors(xml: bytes) -> dict[str, str]:
    if b' t="e"' not in xml:
        return {}
    return {place.decode(): unescape(text.decode()) or "#?" for place, text in _ERROR_CELL.findall(xml)}


def _stored(formulas: list[tuple[bytes, ...]]) -> dict[str, bool]:
    """Say which formulas have a result: an empty one counts where the cell is marked as text, as Excel does."""
    return {place.decode(): bool(text) or (bool(value) and b't="str"' in kind) for place, kind, value, text in formulas}
