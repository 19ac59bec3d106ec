"""Reads XML event by event: the small parts of a package, and sheets that are not written as programs usually do."""

from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType
from xml.sax.saxutils import escape, quoteattr

from exchange.bounds import MEGABYTE
from exchange.refusal import exhausting, malformed

CELL_KINDS = frozenset({"b", "d", "e", "inlineStr", "n", "s", "str"})
"""What the attribute `t` of a cell may say."""

_CELL_PARTS = frozenset({"f", "v"})
_SHOWN = 100
# About a second of events; ordinary sheets, however large, are not read here.
_MOST = 8 * MEGABYTE
_WITH_REF = frozenset({"mergeCell", "hyperlink", "dimension", "autoFilter"})


def elements(xml: bytes, *names: str) -> list[tuple[str, dict[str, str]]]:
    """List the elements of these local names with their attributes, prefixes taken off; raises Refusal."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if (local := _local(name)) in names:
            found.append((local, {_local(key): value for key, value in attributes.items()}))

    parser = ParserCreate("utf-8")
    parser.StartElementHandler = start
    _parse(parser, xml)
    return found


def check_well_formed(xml: bytes) -> None:
    """Refuse XML that is not well-formed: 8 ms a megabyte. Readers differ in where they notice, and in what they read until then."""
    try:
        ParserCreate("utf-8").Parse(xml, True)
    except ExpatError as fault:
        raise malformed("表格内容的格式有误") from fault


def texts_in(xml: bytes, name: str, inside: str) -> list[tuple[dict[str, str], str]]:
    """List the elements of a local name with their attributes and the text that stands in `inside` below; raises Refusal."""
    found: list[tuple[dict[str, str], list[str]]] = []
    within = [False]

    def start(tag: str, attributes: dict[str, str]) -> None:
        within[0] = _local(tag) == inside
        if _local(tag) == name:
            found.append((attributes, []))

    def text(data: str) -> None:
        if within[0] and found:
            found[-1][1].append(data)

    def end(_: str) -> None:
        within[0] = False

    parser = ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    _parse(parser, xml)
    return [(attributes, "".join(pieces)) for attributes, pieces in found]


def plain_sheet(xml: bytes) -> bytes:
    """Rewrite a worksheet as Excel would write it, with only what the scan looks at; raises Refusal.

    Prefixes, comments, CDATA, character references and odd quoting are gone, and rows and cells that leave out
    their place have it. Names are compared without prefix, as calamine does.
    """
    writer = _PlainSheet()
    parser = ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = writer.start
    parser.EndElementHandler = writer.end
    parser.CharacterDataHandler = writer.text
    _parse(parser, xml)
    return "".join(writer.written).encode()


class _PlainSheet:
    """Collects the events of one worksheet."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._row = self._column = 0
        self._cell: dict[str, str] | None = None
        self._inside = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if self._cell is not None:
            self._start_inside(local)
        elif local == "row":
            self._row, self._column = _whole(attributes.get("r"), self._row + 1), 0
            self.written.append(f'<row r="{self._row}"/>')
        elif local == "c":
            self._start_cell(attributes)
        elif local in _WITH_REF:
            self.written.append(f"<{local} ref={quoteattr(attributes.get('ref', ''))}/>")

    def text(self, text: str) -> None:
        if self._cell is not None and self._inside:
            self._cell[self._inside] = (self._cell[self._inside] + text)[:_SHOWN]

    def end(self, name: str) -> None:
        local = _local(name)
        if self._cell is None:
            return
        if local in _CELL_PARTS:
            self._inside = ""
        elif local == "c":
            self.written.append(_plain_cell(self._cell))
            self._cell = None

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r") or f"{_letters(self._column + 1)}{self._row}"
        if not (place.isalnum() and place.isascii()):
            raise malformed("单元格地址写法异常")
        self._column = _number(place.rstrip("0123456789"))
        self._cell = {"r": place, "t": attributes.get("t", "n")}
        if self._cell["t"] not in CELL_KINDS:
            raise malformed("有不认识的单元格类型")

    def _start_inside(self, local: str) -> None:
        if self._cell is None or local in {"row", "c", *_WITH_REF}:
            raise malformed("单元格里又有单元格")
        self._inside = local if local in _CELL_PARTS else ""
        self._cell[local if local in _CELL_PARTS else "other"] = ""


def _plain_cell(cell: dict[str, str]) -> str:
    body = "".join(f"<{part}>{escape(cell[part])}</{part}>" for part in ("f", "v") if part in cell)
    kind = f' t="{cell["t"]}"'
    # Only a cell with nothing in it is closed at once: so the scan tells a coloured cell from a filled one.
    return f'<c r="{cell["r"]}"{kind}>{body}</c>' if body or "other" in cell else f'<c r="{cell["r"]}"{kind}/>'


def _parse(parser: XMLParserType, xml: bytes) -> None:
    if len(xml) > _MOST:
        raise exhausting("里面的目录或写法少见的表格过大")
    try:
        parser.Parse(xml, True)
    except ExpatError as fault:
        raise malformed("表格内容的格式有误") from fault


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _whole(text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    if not text.isdecimal() or len(text) > 7:
        raise malformed("行号超出范围")
    return int(text)


def _letters(column: int) -> str:
    text = ""
    while column:
        column, place = divmod(column - 1, 26)
        text = chr(65 + place) + text
    return text


def _number(letters: str) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + ord(letter.upper()) - 64
    return number
