"""Reads .xls (Excel 97-2003, and what old WPS saved as .xls or .et): calamine gives the values, the records the rest."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from exchange.bounds import FORM, Bounds
from exchange.compound_file import CompoundFile
from exchange.find import address
from exchange.layout import OUR_AUTHOR
from exchange.refusal import Refusal, exhausting, malformed
from exchange.sheet_scan import Box, SheetScan
from exchange.workbook import Workbook, check_size, worksheets

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_FORMULA, _BOOLERR, _MERGED, _DIMENSIONS, _MANY_NUMBERS = 0x0006, 0x0205, 0x00E5, 0x0200, 0x00BD
# NUMBER, LABEL, RK, LABELSST, RSTRING: cells that hold one value and begin with row and column.
_VALUES = frozenset({_FORMULA, _BOOLERR, 0x0203, 0x0204, 0x027E, 0x00FD, 0x00D6})
_BIFF8 = 0x0600
_NOTE = 0x001C
# EXTERNSHEET and LBL (a name of the workbook): calamine takes their first bytes without looking whether they are there.
_AT_LEAST = {0x0017: 2, 0x0018: 14}
_WORKSHEET, _MACRO_SHEETS = 0, frozenset({1, 6})
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA")


class _Record(NamedTuple):
    """One record: its kind and its bytes."""

    kind: int
    data: bytes


def read_old_excel(content: bytes, bounds: Bounds = FORM) -> Workbook:
    """Read the worksheets of an .xls; it keeps no properties of its own. Raises Refusal, and what calamine raises."""
    check_size(content, bounds)
    if not content.startswith(b"\xd0\xcf"):
        raise Refusal("FILE_OLD_EXCEL")
    container = CompoundFile(content)
    names = {stream.name for stream in container.streams}
    if names & set(_MACROS):
        raise Refusal("FILE_MACROS")
    if "Workbook" not in names:
        raise Refusal("FILE_OLD_EXCEL")
    stream = container.stream("Workbook")
    notes: list[str] = []
    scans = {name: _scan(stream, place, bounds, name, notes) for name, place in _sheets(stream, bounds)}
    if sum(scan.cells for scan in scans.values()) > bounds.cells or sum(scan.rows * scan.columns for scan in scans.values()) > bounds.area:
        raise exhausting("工作表里的单元格太多")
    return Workbook(worksheets(content, scans), {}, tuple(notes))


def _records(stream: bytes, place: int) -> Iterator[_Record]:
    """Walk the records from a place to the end of what begins there; charts inside a sheet are passed over."""
    depth = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        data = stream[place + 4 : place + 4 + length]
        if len(data) < length:
            break
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1 or kind == _BOF:
            yield _Record(kind, data)
        if depth <= 0:
            return
        place += 4 + length
    raise Refusal("FILE_TRUNCATED", "内容不完整")


def _sheets(stream: bytes, bounds: Bounds) -> list[tuple[str, int]]:
    """List the worksheets with the places where they begin."""
    found: dict[str, int] = {}
    for data in _bound_sheets(stream):
        name, place, type_ = _bound_sheet(data)
        if type_ in _MACRO_SHEETS:
            raise Refusal("FILE_MACROS")
        if name.casefold() in {known.casefold() for known in found}:
            raise malformed("工作表目录有误")
        if type_ == _WORKSHEET:
            found[name] = place
    if not found:
        # What does not begin as a workbook yields no record here, but calamine would read on.
        raise malformed("缺少工作表")
    if len(found) > bounds.sheets:
        raise exhausting(f"有 {len(found)} 张工作表")
    return list(found.items())


def _bound_sheets(stream: bytes) -> Iterator[bytes]:
    """Give the records that name a sheet, after a look at the others."""
    for number, (kind, data) in enumerate(_records(stream, 0)):
        if number == 0 and (kind != _BOF or data[:2] != struct.pack("<H", _BIFF8)):
            raise Refusal("FILE_OLD_EXCEL")
        if kind == _FILEPASS:
            raise Refusal("FILE_ENCRYPTED")
        if len(data) < _AT_LEAST.get(kind, 0):
            raise malformed("工作簿的记录残缺")
        if kind == _BOUNDSHEET:
            yield data


def _bound_sheet(data: bytes) -> tuple[str, int, int]:
    if len(data) < 8:
        raise malformed("工作表目录有误")
    place, _, type_, length, wide = struct.unpack_from("<L4B", data)
    raw = data[8 : 8 + (length << (wide & 1))]
    return raw.decode("utf-16-le" if wide & 1 else "latin-1", errors="replace"), place, type_


class _Scanning:
    """Collects what the records of one sheet say."""

    def __init__(self) -> None:
        self.rows = self.columns = self.cells = 0
        self.errors: dict[str, str] = {}
        self.formulas: dict[str, bool] = {}
        self.merges: list[Box] = []

    def value(self, kind: int, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        self._reach(row, column, 1)
        if kind == _BOOLERR and data[7]:
            self.errors[address(row, column)] = _ERRORS.get(data[6], "#?")
        elif kind == _FORMULA:
            self.formulas[address(row, column)] = True
            if data[12:14] == b"\xff\xff" and data[6] == 2:
                self.errors[address(row, column)] = _ERRORS.get(data[8], "#?")

    def many_numbers(self, data: bytes) -> None:
        row, first, last = *struct.unpack_from("<HH", data), int.from_bytes(data[-2:], "little")
        self._reach(row, last, max(1, last - first + 1))

    def merged(self, data: bytes) -> None:
        for place in range(2, min(len(data), 2 + 8 * int.from_bytes(data[:2], "little")) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<4H", data, place)
            ref = f"{address(top, left)}:{address(bottom, right)}"
            self.merges.append(Box(ref, top + 1, left + 1, bottom + 1, right + 1))

    def _reach(self, row: int, column: int, cells: int) -> None:
        self.rows, self.columns, self.cells = max(self.rows, row + 1), max(self.columns, column + 1), self.cells + cells


def _scan(stream: bytes, place: int, bounds: Bounds, name: str, notes: list[str]) -> SheetScan:
    """Walk the records of one worksheet and add where notes of others hang; raises Refusal when too much is in it."""
    found = _Scanning()
    try:
        for kind, data in _records(stream, place):
            if kind in _VALUES:
                found.value(kind, data)
            elif kind == _MANY_NUMBERS:
                found.many_numbers(data)
            elif kind == _MERGED:
                found.merged(data)
            elif kind == _NOTE and not _is_ours(data):
                notes.append(address(*struct.unpack_from("<HH", data)))
            elif kind == _DIMENSIONS:
                _check_dimensions(data, bounds, name)
    except (struct.error, IndexError) as fault:
        raise malformed(f"“{name}”的记录残缺") from fault
    if found.rows > bounds.rows or found.columns > bounds.columns or found.cells > bounds.cells:
        raise exhausting(f"“{name}”的内容超出了表格的正常范围")
    spanned = sum(box.area for box in found.merges)
    if spanned > bounds.spanned:
        raise exhausting(f"“{name}”里合并单元格覆盖的范围过大")
    return SheetScan(
        rows=found.rows,
        columns=found.columns,
        cells=found.cells,
        spanned=spanned,
        errors=found.errors,
        formulas=found.formulas,
        merges=tuple(found.merges),
    )


def _is_ours(data: bytes) -> bool:
    """Tell by its author whether we wrote a note: its text stands elsewhere, among the drawings."""
    length, wide = struct.unpack_from("<HB", data, 8)
    return data[11 : 11 + (length << (wide & 1))].decode("utf-16-le" if wide & 1 else "latin-1", errors="replace") == OUR_AUTHOR


def _check_dimensions(data: bytes, bounds: Bounds, name: str) -> None:
    """Bound the declared rectangle: calamine reserves memory by it."""
    top, bottom, left, right = struct.unpack_from("<LLHH", data)
    if not (top <= bottom <= 65_536 and left <= right <= 256):
        raise malformed(f"“{name}”声明的范围有误")
    if (bottom - top) * (right - left) > bounds.area:
        raise exhausting(f"“{name}”声明的范围过大")
