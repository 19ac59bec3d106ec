"""The zip around a workbook: read strictly, so that every program sees the same parts in it."""

import re
import struct
import zlib
from itertools import pairwise
from typing import NamedTuple

from exchange.bounds import FORM, MEGABYTE, Bounds
from exchange.refusal import Refusal, exhausting, malformed

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED_FLAGS = 0x0001 | 0x0040 | 0x2000
_UTF8_FLAG = 0x0800
_STORED, _DEFLATED = 0, 8
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")


class Entry(NamedTuple):
    """One line of the directory of a zip; sizes and offset in bytes."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def entry_names(content: bytes, most: int = 65_535) -> list[str]:
    """Read the names in the directory of a zip."""
    return [entry.name for entry in _directory(content, most)]


def open_package(content: bytes, bounds: Bounds = FORM, only: frozenset[str] | None = None) -> dict[str, bytes]:
    """Unpack the XML parts of a workbook by name, checking every part; `only` these, when given. Raises Refusal."""
    entries = _directory(content, bounds.entries)
    _check_names([entry.name for entry in entries])
    _check_declared(entries, bounds)
    starts = _data_starts(content, entries)
    parts = {}
    for entry, start in zip(entries, starts, strict=True):
        if only is not None and entry.name not in only:
            continue
        data = _unpack(content, entry, start)
        if _is_xml(entry.name, data):
            parts[entry.name] = _checked_xml(data)
    return parts


def _directory(content: bytes, most: int) -> list[Entry]:
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _END.size - 0xFFFF))
    if end < 0 or end + _END.size > len(content):
        raise Refusal("FILE_TRUNCATED", "找不到文件的结尾部分")
    _, disk, first_disk, here, count, size, offset, comment = _END.unpack_from(content, end)
    if disk or first_disk or here != count or offset + size != end or end + _END.size + comment != len(content):
        raise malformed("压缩目录与文件不符")
    if count > most:
        raise exhausting(f"里面有 {count} 个部件")
    entries = list(_central_entries(content, offset, end, count))
    if len(entries) != count:
        raise malformed("压缩目录的条数不对")
    return entries


def _central_entries(content: bytes, place: int, end: int, count: int) -> list[Entry]:
    entries: list[Entry] = []
    while place < end and len(entries) <= count:
        if place + _CENTRAL.size > end:
            raise malformed("压缩目录残缺")
        fields = _CENTRAL.unpack_from(content, place)
        signature, _, _, flags, method, _, _, crc, packed, size, name, extra, comment, _, _, _, offset = fields
        start = place + _CENTRAL.size
        place = start + name + extra + comment
        if signature != b"PK\x01\x02" or place > end:
            raise malformed("压缩目录残缺")
        entries.append(Entry(_name(content[start : start + name], flags), flags, method, crc, packed, size, offset))
    return entries


def _name(raw: bytes, flags: int) -> str:
    return raw.decode("utf-8" if flags & _UTF8_FLAG else "cp437", errors="replace")


def _check_names(names: list[str]) -> None:
    for name in names:
        steps = name.removesuffix("/").split("/")
        if not name or "\\" in name or "\0" in name or ":" in name or not all(steps) or {".", ".."} & set(steps):
            raise malformed("部件名称不合规定")
    # Programs that differ in case sensitivity would read different parts.
    if len({name.casefold() for name in names}) != len(names):
        raise malformed("有重名的部件")


def _check_declared(entries: list[Entry], bounds: Bounds) -> None:
    for entry in entries:
        if entry.flags & _ENCRYPTED_FLAGS:
            raise Refusal("FILE_ENCRYPTED")
        if entry.method not in (_STORED, _DEFLATED):
            raise malformed("用了少见的压缩方法")
        if entry.method == _STORED and entry.packed != entry.size:
            raise malformed("声明的大小与实际不符")
        if entry.size > MEGABYTE and entry.size > bounds.ratio * entry.packed:
            raise exhausting(f"解开后有 {entry.size // MEGABYTE} MB")
    if (total := sum(entry.size for entry in entries)) > bounds.inflated:
        raise exhausting(f"解开后有 {total // MEGABYTE} MB")


def _data_starts(content: bytes, entries: list[Entry]) -> list[int]:
    """Find where the data of each entry starts, comparing its own heading with the directory."""
    starts = [_data_start(content, entry) for entry in entries]
    spans = sorted((entry.offset, start + entry.packed) for entry, start in zip(entries, starts, strict=True))
    for (_, end), (following, _) in pairwise(spans):
        if following < end:
            raise malformed("部件互相重叠")
    return starts


def _data_start(content: bytes, entry: Entry) -> int:
    if entry.offset + _LOCAL.size > len(content):
        raise malformed("压缩目录指向文件之外")
    signature, _, flags, method, _, _, _, _, _, length, extra = _LOCAL.unpack_from(content, entry.offset)
    start: int = entry.offset + _LOCAL.size
    name = _name(content[start : start + length], flags)
    if signature != b"PK\x03\x04" or method != entry.method or name != entry.name:
        raise malformed("部件与压缩目录不符")
    if start + length + extra + entry.packed > len(content):
        raise Refusal("FILE_TRUNCATED", "部件不完整")
    return start + int(length) + int(extra)


def _unpack(content: bytes, entry: Entry, start: int) -> bytes:
    data = content[start : start + entry.packed]
    if entry.method == _DEFLATED:
        data = _inflate(data, entry.size)
    if zlib.crc32(data) != entry.crc:
        raise Refusal("FILE_TRUNCATED", "内容校验不符")
    return data


def _inflate(packed: bytes, size: int) -> bytes:
    """Inflate at most one byte more than was declared."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = stream.decompress(packed, size + 1)
    except zlib.error as fault:
        raise Refusal("FILE_TRUNCATED", "压缩内容损坏") from fault
    if len(data) != size or stream.unconsumed_tail:
        raise malformed("声明的大小与实际不符")
    if not stream.eof:
        raise Refusal("FILE_TRUNCATED", "压缩内容不完整")
    return data


def _is_xml(name: str, data: bytes) -> bool:
    """Tell what a program may read as XML; a picture may begin as it likes, nobody parses it."""
    return bool(_XML_NAME.search(name)) or ("/media/" not in name and data.lstrip()[:1] == b"<")


def _checked_xml(data: bytes) -> bytes:
    data = data.removeprefix(b"\xef\xbb\xbf")
    declared = _ENCODING.match(data)
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise malformed("文字编码不是 UTF-8")
    try:
        if b"\0" in data or (not data.isascii() and not data.decode()):
            raise malformed("文字编码不是 UTF-8")
    except UnicodeDecodeError as fault:
        raise malformed("文字编码不是 UTF-8") from fault
    if b"<!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
        raise malformed("里面有表格不该有的外部定义")
    return data
