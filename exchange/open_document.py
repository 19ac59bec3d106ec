"""Reads .ods: the values and what stands behind them in one walk through its content, repetitions bounded."""

import re
from xml.parsers.expat import ExpatError, ParserCreate

from exchange.bounds import FORM, MEGABYTE, Bounds
from exchange.cell_notes import own_text
from exchange.find import address
from exchange.open_values import date_of, number_of, time_of
from exchange.package import open_package
from exchange.refusal import Refusal, exhausting, malformed
from exchange.sheet_scan import Box, SheetScan
from exchange.workbook import Workbook, WorkSheet, check_size

_CONTENT, _MANIFEST, _META = "content.xml", "META-INF/manifest.xml", "meta.xml"
_ENCRYPTED = (b"encryption-data", b"encrypted-package")
_MOST = 16 * MEGABYTE
_LINES = frozenset({"text:p", "text:h"})
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
# Inside a cell, but not its text: notes, pictures and what is drawn.
_BESIDE = ("office:annotation", "draw:", "office:forms", "table:shapes")
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!)|Err:\d{3}")
_TRUTH = re.compile(r"(?:\w+:)?=(TRUE|FALSE)\(\)")
_NUMBERS = frozenset({"float", "percentage", "currency"})


def read_open_document(content: bytes, bounds: Bounds = FORM) -> Workbook:
    """Read the worksheets and user-defined properties of an .ods; raises Refusal."""
    check_size(content, bounds)
    manifest = open_package(content, bounds, frozenset({_MANIFEST})).get(_MANIFEST, b"")
    if any(mark in manifest for mark in _ENCRYPTED):
        raise Refusal("FILE_ENCRYPTED")
    if b'full-path="Basic/' in manifest or b'full-path="Scripts/' in manifest:
        raise Refusal("FILE_MACROS")
    parts = open_package(content, bounds, frozenset({_CONTENT, _META}))
    if _CONTENT not in parts:
        raise malformed("缺少表格的主要部分")
    walk = _Walk(bounds)
    _parse(parts[_CONTENT], walk)
    properties = _Properties()
    _parse(parts.get(_META, b"<meta/>"), properties)
    return Workbook(walk.sheets(), properties.found, tuple(walk.notes))


class _Table:
    """One sheet while it is walked through: what it holds by place, counted from 0."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.linked = False
        self.row = self.column = self.repeated = 0
        self.values: dict[tuple[int, int], object] = {}
        self.errors: dict[str, str] = {}
        self.formulas: dict[str, bool] = {}
        self.merges: list[Box] = []
        self.in_row: list[tuple[int, _Cell]] = []


class _Cell:
    """One cell while it is walked through."""

    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.lines: list[str] = []

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def formula(self) -> bool:
        return "table:formula" in self.attributes

    @property
    def error(self) -> str | None:
        marked = self.attributes.get("calcext:value-type") == "error"
        return self.text or "#?" if marked or (self.formula and _ERROR.fullmatch(self.text)) else None

    def value(self) -> object:
        """Give the stored value, None when there is none."""
        kind = self.attributes.get("office:value-type")
        # LibreOffice makes a formula of a truth value that came from elsewhere, and shows it as 1.
        if truth := _TRUTH.fullmatch(self.attributes.get("table:formula", "")):
            return truth[1] == "TRUE"
        if kind in _NUMBERS:
            return number_of(self.attributes.get("office:value", ""))
        if kind == "boolean":
            return self.attributes.get("office:boolean-value") == "true"
        if kind == "date":
            return date_of(self.attributes.get("office:date-value", ""))
        if kind == "time":
            return time_of(self.attributes.get("office:time-value", ""))
        return (self.text if self.lines else self.attributes.get("office:string-value", "")) if kind or self.lines else None


class _Walk:
    """Takes the events of content.xml; tables inside cells and other files' tables are no sheets."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._tables: list[_Table] = []
        self._table: _Table | None = None
        self._cell: _Cell | None = None
        self._beside = 0
        self._in_text = 0
        self._filled = 0
        self._note: list[str] | None = None
        self.notes: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._beside or name.startswith(_BESIDE) or name == "table:tracked-changes":
            self._start_beside(name)
        elif name == "table:table":
            self._start_table(attributes)
        elif self._table is not None:
            self._start_inside(self._table, name, attributes)

    def _start_beside(self, name: str) -> None:
        if not self._beside and name == "office:annotation" and self._cell is not None:
            self._note = []
        elif self._note is not None and name in _LINES:
            self._note.append("")
        self._beside += 1

    def _start_table(self, attributes: dict[str, str]) -> None:
        if self._table is not None:
            self._beside = 1
            return
        self._table = _Table(attributes.get("table:name", ""))
        self._tables.append(self._table)
        if len(self._tables) > self._bounds.sheets:
            raise exhausting(f"有 {len(self._tables)} 张工作表")

    def _start_inside(self, table: _Table, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table-source":
            table.linked = True
        elif name == "table:table-row":
            table.column, table.in_row, table.repeated = 0, [], _count(attributes, "table:number-rows-repeated")
        elif name in _CELLS:
            self._cell = _Cell(attributes)
        elif self._cell is not None:
            self._start_text(self._cell, name, attributes)

    def _start_text(self, cell: _Cell, name: str, attributes: dict[str, str]) -> None:
        if name in _LINES:
            cell.lines.append("")
            self._in_text += 1
        elif self._in_text and cell.lines:
            white = {"text:s": " " * min(_count(attributes, "text:c"), 1000), "text:tab": "\t", "text:line-break": "\n"}
            cell.lines[-1] += white.get(name, "")

    def text(self, text: str) -> None:
        # Before the first line of a note stand its author and day.
        if self._note:
            self._note[-1] += text
        elif self._in_text and not self._beside and self._cell is not None:
            self._cell.lines[-1] += text

    def end(self, name: str) -> None:
        if self._beside:
            self._beside -= 1
            if not self._beside:
                self._end_note()
        elif self._table is not None:
            self._end_inside(self._table, name)

    def _end_note(self) -> None:
        if self._table is not None and self._note is not None and (own := own_text("\n".join(self._note))):
            self.notes.append(f"{address(self._table.row, self._table.column)}：{own}")
        self._note = None

    def _end_inside(self, table: _Table, name: str) -> None:
        if name in _LINES and self._in_text:
            self._in_text -= 1
        elif name in _CELLS and self._cell is not None:
            self._end_cell(table, self._cell)
            self._cell = None
        elif name == "table:table-row":
            self._end_row(table)
        elif name == "table:table":
            self._table = None

    def _end_cell(self, table: _Table, cell: _Cell) -> None:
        times = _count(cell.attributes, "table:number-columns-repeated")
        spans = _count(cell.attributes, "table:number-columns-spanned"), _count(cell.attributes, "table:number-rows-spanned")
        if cell.formula or cell.value() is not None or spans != (1, 1):
            if table.column + times > self._bounds.columns:
                raise exhausting(f"“{table.name}”的 {address(table.row, table.column)} 有内容，超出了表格的正常范围")
            table.in_row += [(table.column + place, cell) for place in range(times)]
        table.column += times

    def _end_row(self, table: _Table) -> None:
        if table.in_row:
            self._filled += len(table.in_row) * table.repeated
            if table.row + table.repeated > self._bounds.rows or self._filled > self._bounds.cells:
                raise exhausting(f"“{table.name}”的第 {table.row + 1} 行有内容，超出了表格的正常范围")
            for row in range(table.row, table.row + table.repeated):
                for column, cell in table.in_row:
                    _put(table, row, column, cell)
        table.row += table.repeated

    def sheets(self) -> list[WorkSheet]:
        """Lay out what was found."""
        own = [table for table in self._tables if not table.linked]
        names = {table.name.casefold() for table in own}
        if not own or len(names) != len(own):
            raise malformed("工作表目录有误")
        if sum(box.area for table in own for box in table.merges) > self._bounds.spanned:
            raise exhausting("合并单元格太多")
        if sum(rows * columns for rows, columns in map(_extent, own)) > self._bounds.area:
            raise exhausting("工作表里的单元格太多")
        return [_laid_out(table) for table in own]


class _Properties:
    """Takes the events of meta.xml: the properties a person or program has added."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._name = attributes.get("meta:name", "") if name == "meta:user-defined" else ""

    def text(self, text: str) -> None:
        if self._name:
            self.found[self._name] = self.found.get(self._name, "") + text

    def end(self, name: str) -> None:  # noqa: ARG002 - the parser gives it
        self._name = ""


def _parse(xml: bytes, walk: _Walk | _Properties) -> None:
    if len(xml) > _MOST:
        raise exhausting(f"解开后有 {len(xml) // MEGABYTE} MB")
    parser = ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = walk.start, walk.end, walk.text
    try:
        parser.Parse(xml, True)
    except ExpatError as fault:
        raise malformed("表格内容的格式有误") from fault


def _put(table: _Table, row: int, column: int, cell: _Cell) -> None:
    place, value = address(row, column), cell.value()
    if cell.formula:
        table.formulas[place] = "office:value-type" in cell.attributes or value is not None
    if error := cell.error:
        table.errors[place] = error
    elif value is not None:
        table.values[row, column] = value
    wide, high = _count(cell.attributes, "table:number-columns-spanned"), _count(cell.attributes, "table:number-rows-spanned")
    if (wide, high) != (1, 1):
        bottom, right = row + high, column + wide
        table.merges.append(Box(f"{place}:{address(bottom - 1, right - 1)}", row + 1, column + 1, bottom, right))


def _extent(table: _Table) -> tuple[int, int]:
    return max((row for row, _ in table.values), default=-1) + 1, max((column for _, column in table.values), default=-1) + 1


def _laid_out(table: _Table) -> WorkSheet:
    rows, columns = _extent(table)
    grid: list[list[object]] = [[""] * columns for _ in range(rows)]
    for (row, column), value in table.values.items():
        grid[row][column] = value
    scan = SheetScan(
        rows=rows,
        columns=columns,
        cells=len(table.values),
        spanned=sum(box.area for box in table.merges),
        errors=table.errors,
        formulas=table.formulas,
        merges=tuple(table.merges),
    )
    return WorkSheet(table.name, grid, scan)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not (text.isdecimal() and text.isascii() and 0 < len(text) <= 8):
        raise malformed("单元格的重复次数有误")
    return max(1, int(text))
