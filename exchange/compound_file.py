"""The OLE container around an old Excel file: its directory, and one stream taken out of it."""

import struct
from typing import NamedTuple

from exchange.refusal import Refusal, malformed

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY, _LISTED = 512, 128, 109
_LAST = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5


class Stream(NamedTuple):
    """One entry of the directory that has content; `start` is the number of its first sector."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """An OLE container, read sector by sector; every chain ends or is refused."""

    def __init__(self, content: bytes) -> None:
        """Read the sector tables and the directory; raises Refusal."""
        if len(content) < _HEADER or not content.startswith(_MAGIC):
            raise malformed("不是完整的旧版 Office 文件")
        shift, mini_shift = struct.unpack_from("<HH", content, 0x1E)
        if shift not in (9, 12) or mini_shift != 6:
            raise malformed("扇区大小不合规定")
        self._content, self._size, self._mini_size = content, 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini_table, _, more = struct.unpack_from("<L4x4L", content, 0x30)
        self._table = self._read_table(more)
        self._mini_table = self._numbers(self._chain(mini_table)) if mini_table < _LAST else ()
        self.streams = self._directory(directory)
        root = next((entry for entry in self.streams if entry.kind == _ROOT), None)
        self._mini = self._chain(root.start) if root and root.start < _LAST else b""

    def stream(self, name: str) -> bytes:
        """Take out the only stream of this name; raises Refusal."""
        found = [entry for entry in self.streams if entry.kind == _STREAM and entry.name == name]
        if len(found) != 1:
            # Of a workbook inside a workbook, programs would read different ones.
            raise malformed("里面嵌有别的工作簿" if found else "里面没有工作簿")
        [entry] = found
        content = self._small(entry) if entry.size < self._cutoff else self._chain(entry.start)
        if len(content) < entry.size:
            raise Refusal("FILE_TRUNCATED", "内容不完整")
        return content[: entry.size]

    def _read_table(self, more: int) -> tuple[int, ...]:
        """Read the table that says which sector follows which; its own sectors are listed in the header and beyond."""
        listed = list(struct.unpack_from(f"<{_LISTED}L", self._content, 0x4C))
        for _ in range(len(self._content) // self._size):
            if more >= _LAST:
                break
            *numbers, more = self._numbers(self._sector(more))
            listed += numbers
        return self._numbers(b"".join(self._sector(number) for number in listed if number < _LAST))

    def _chain(self, number: int) -> bytes:
        sectors: list[bytes] = []
        while number < _LAST:
            if number >= len(self._table) or len(sectors) > len(self._table):
                raise malformed("扇区的次序有误")
            sectors.append(self._sector(number))
            number = self._table[number]
        return b"".join(sectors)

    def _small(self, entry: Stream) -> bytes:
        """Take a short stream out of the sectors that several share."""
        parts: list[bytes] = []
        number = entry.start
        while number < _LAST:
            if number >= len(self._mini_table) or len(parts) > len(self._mini_table):
                raise malformed("扇区的次序有误")
            parts.append(self._mini[number * self._mini_size : (number + 1) * self._mini_size])
            number = self._mini_table[number]
        return b"".join(parts)

    def _directory(self, start: int) -> list[Stream]:
        raw = self._chain(start)
        entries = (raw[place : place + _ENTRY] for place in range(0, len(raw) - _ENTRY + 1, _ENTRY))
        return [_entry(entry) for entry in entries if entry[66]]

    def _sector(self, number: int) -> bytes:
        place = (number + 1) * self._size
        if place >= len(self._content):
            raise Refusal("FILE_TRUNCATED", "内容不完整")
        return self._content[place : place + self._size].ljust(self._size, b"\0")

    def _numbers(self, raw: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(raw) // 4}L", raw)


def _entry(raw: bytes) -> Stream:
    length = min(int.from_bytes(raw[64:66], "little"), 64)
    start, size = struct.unpack_from("<LL", raw, 116)
    return Stream(raw[: max(0, length - 2)].decode("utf-16-le", errors="replace"), raw[66], start, size)
