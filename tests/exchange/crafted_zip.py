"""Writes zips by hand, as no honest program would."""

import io
import struct
import warnings
import zipfile
import zlib

SHEET = "xl/worksheets/sheet1.xml"


def parts_of(content: bytes) -> dict[str, bytes]:
    """Unpack a sound workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: list[tuple[str, bytes]], level: int = 9) -> bytes:
    """Pack parts as they are given, repeated names included."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a repeated name is meant
        for name, data in parts:
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def directory_patched(content: bytes, field: int, layout: str, value: int, which: bytes = SHEET.encode()) -> bytes:
    """Overwrite a field of one entry in the central directory."""
    place = content.rfind(which) - 46 + field
    raw = struct.pack(layout, value)
    return content[:place] + raw + content[place + len(raw) :]


def overlapping(content: bytes) -> bytes:
    """Hide a sound entry inside the stored data of another."""
    inner = packed([("xl/hidden.xml", b"<a/>")])
    data = inner[: inner.rfind(b"PK\x01\x02")]
    entry = inner[inner.rfind(b"PK\x01\x02") : inner.rfind(b"PK\x05\x06")]
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_STORED) as package:
        package.writestr("xl/media/a.bin", data)
    content = target.getvalue()
    end = content.rfind(b"PK\x05\x06")
    entry = entry[:42] + struct.pack("<L", content.find(data)) + entry[46:]
    fields = list(struct.unpack_from("<4s4H2LH", content, end))
    fields[3:6] = [fields[3] + 1, fields[4] + 1, fields[5] + len(entry)]
    return content[:end] + entry + struct.pack("<4s4H2LH", *fields)


def one_block() -> bytes:
    """Lay many entries over one block of data, as the non-recursive bombs do."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = bytes(900_000)
    deflated = block.compress(data) + block.flush()
    name = b"xl/a%03d.xml"
    local = b"".join(
        struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, zlib.crc32(data), len(deflated), len(data), len(name % i), 0) + name % i
        for i in range(60)
    )
    step = len(local) // 60
    entries = [(b"[Content_Types].xml", 0), *((name % i, i * step) for i in range(60))]
    central = b"".join(
        struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, zlib.crc32(data),
            len(local) - offset + len(deflated), len(data), len(entry), 0, 0, 0, 0, 0, offset,
        ) + entry
        for entry, offset in entries
    )  # fmt: skip
    body = local + deflated
    return body + central + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(central), len(body), 0)


def spaces(content: bytes, megabytes: int) -> bytes:
    """Pack a sheet with that much white space in it, in little memory."""
    parts = parts_of(content)
    start, blank, end = parts.pop(SHEET).removesuffix(b"</worksheet>"), b" " * 1024 * 1024, b"</worksheet>"
    # A block that is flushed leans on nothing before it, so one block serves for all megabytes.
    blocks = [_block(start, zlib.Z_FULL_FLUSH), *[_block(blank, zlib.Z_FULL_FLUSH)] * megabytes, _block(end, zlib.Z_FINISH)]
    crc = zlib.crc32(start)
    for _ in range(megabytes):
        crc = zlib.crc32(blank, crc)
    crc, size, deflated = zlib.crc32(end, crc), len(start) + len(end) + megabytes * len(blank), b"".join(blocks)
    content = packed([*parts.items(), (SHEET, b"")])
    # The sheet stands last: its packed bytes go between its heading and the directory.
    place, directory = content.rfind(b"PK\x03\x04"), content.find(b"PK\x01\x02")
    head = content[: place + 14] + struct.pack("<3L", crc, len(deflated), size) + content[place + 26 : place + 30 + len(SHEET)]
    entries = content[directory : content.rfind(b"PK\x05\x06")]
    last = entries.rfind(b"PK\x01\x02")
    entries = entries[: last + 16] + struct.pack("<3L", crc, len(deflated), size) + entries[last + 28 :]
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(parts) + 1, len(parts) + 1, len(entries), len(head + deflated), 0)
    return head + deflated + entries + ending


def _block(data: bytes, flush: int) -> bytes:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    return stream.compress(data) + stream.flush(flush)
