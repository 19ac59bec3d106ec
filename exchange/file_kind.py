"""What a file really is, told from its content: a name tells nothing."""

import codecs
import struct
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from exchange.package import entry_names
from exchange.refusal import Refusal


class FileKind(StrEnum):
    """A kind of file; the value is what a person calls it."""

    EMPTY = "空文件"
    WORKBOOK = "Excel 工作簿"
    OLD_EXCEL = "旧版 Excel（.xls）或 WPS 表格（.et）"
    BINARY_EXCEL = "二进制 Excel 工作簿（.xlsb）"
    XML_EXCEL = "XML 表格 2003"
    OPEN_DOCUMENT = "OpenDocument 表格（.ods）"
    ENCRYPTED = "加密文件"
    WORD = "Word 文档"
    SLIDES = "PPT 演示文稿"
    OLD_OFFICE = "旧版 Office 文档"
    PDF = "PDF 文件"
    PICTURE = "图片"
    ARCHIVE = "zip 压缩包"
    RAR = "RAR 压缩包"
    SEVEN_ZIP = "7z 压缩包"
    OTHER_ARCHIVE = "其他格式的压缩包"
    HTML = "网页（HTML）"
    XML = "XML 文件"
    RTF = "RTF 文档"
    TEXT = "纯文本或 CSV 文件"
    CUT_OFF = "没有传完的文件"
    UNKNOWN = "无法识别的文件"


ATTACHMENTS = frozenset({FileKind.PDF, FileKind.PICTURE})
FOREIGN_ARCHIVES = frozenset({FileKind.RAR, FileKind.SEVEN_ZIP, FileKind.OTHER_ARCHIVE})

_HEAD = 4096
# zipfile reads the whole directory at once, 10 µs an entry; stored workbooks bring a dozen each.
_MOST_ENTRIES = 150_000
_SIGNATURES = (
    (b"Rar!\x1a\x07", FileKind.RAR),
    (b"7z\xbc\xaf\x27\x1c", FileKind.SEVEN_ZIP),
    (b"\x1f\x8b", FileKind.OTHER_ARCHIVE),
    (b"BZh", FileKind.OTHER_ARCHIVE),
    (b"\xfd7zXZ", FileKind.OTHER_ARCHIVE),
    (b"\x89PNG", FileKind.PICTURE),
    (b"\xff\xd8\xff", FileKind.PICTURE),
    (b"GIF8", FileKind.PICTURE),
    (b"II*\x00", FileKind.PICTURE),
    (b"MM\x00*", FileKind.PICTURE),
    (b"{\\rtf", FileKind.RTF),
    # A bare BIFF stream, as Excel 2 to 4 wrote it
    (b"\x09\x00\x04\x00", FileKind.OLD_EXCEL),
    (b"\x09\x02\x06\x00", FileKind.OLD_EXCEL),
    (b"\x09\x04\x06\x00", FileKind.OLD_EXCEL),
    (b"\x09\x08\x10\x00", FileKind.OLD_EXCEL),
)
# Streams of an OLE container, named in UTF-16 in its directory; the first that is found decides.
_STREAMS = (
    ("EncryptedPackage", FileKind.ENCRYPTED),
    ("Workbook", FileKind.OLD_EXCEL),
    ("Book", FileKind.OLD_EXCEL),
    ("WordDocument", FileKind.WORD),
    ("PowerPoint Document", FileKind.SLIDES),
)


def recognise(content: bytes) -> FileKind:
    """Tell what kind of file these bytes are, without trusting or parsing them."""
    if not content:
        return FileKind.EMPTY
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        found = (kind for name, kind in _STREAMS if f"{name}\0".encode("utf-16-le") in content)
        return next(found, FileKind.OLD_OFFICE)
    return _by_signature(content)


def open_archive(content: bytes) -> ZipFile | None:
    """Open a zip of files, None when it is damaged or its directory is far too long to read."""
    if content.count(b"PK\x01\x02") > _MOST_ENTRIES:
        return None
    try:
        return ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, OSError, OverflowError, struct.error):
        return None


def _by_signature(content: bytes) -> FileKind:
    head = content[:_HEAD]
    if not head.strip(b"\0"):
        return FileKind.CUT_OFF
    # 亿赛通, the file encryption most common in Chinese firms, leaves the name and scrambles the rest.
    if b"E-SafeNet" in head[:512]:
        return FileKind.ENCRYPTED
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in {b"ftypheic", b"ftypmif1"}:
        return FileKind.PICTURE
    if head[:2] == b"BM" and int.from_bytes(head[2:6], "little") == len(content):
        return FileKind.PICTURE
    by_prefix = (kind for prefix, kind in _SIGNATURES if head.startswith(prefix))
    return next(by_prefix, None) or _text_kind(head)


def _zip_kind(content: bytes) -> FileKind:
    names = _names(content)
    if names is None:
        return FileKind.CUT_OFF
    if "mimetype" in names and b"application/vnd.oasis.opendocument.spreadsheet" in content[:_HEAD]:
        return FileKind.OPEN_DOCUMENT
    if "[content_types].xml" not in names:
        return FileKind.ARCHIVE
    if "xl/workbook.bin" in names:
        return FileKind.BINARY_EXCEL
    if "word/document.xml" in names:
        return FileKind.WORD
    return FileKind.SLIDES if "ppt/presentation.xml" in names else FileKind.WORKBOOK


def _names(content: bytes) -> frozenset[str] | None:
    """Read the names in a zip in lower case, None when it has no readable directory."""
    try:
        return frozenset(name.lower() for name in entry_names(content))
    except Refusal:
        # Archives come from many programs: what a workbook may not have (a prefix, zip64) is ordinary there.
        archive = open_archive(content)
        return None if archive is None else frozenset(name.lower() for name in archive.namelist())


def _text_kind(head: bytes) -> FileKind:
    text = _as_text(head)
    if text is None:
        return FileKind.UNKNOWN
    start = text.lstrip("\ufeff \t\r\n").lower()
    if "schemas-microsoft-com:office:spreadsheet" in start or 'progid="excel.sheet"' in start:
        return FileKind.XML_EXCEL
    if any(mark in start for mark in ("<html", "<!doctype html", "<table", "<body", "mime-version:")):
        return FileKind.HTML
    return FileKind.XML if start.startswith("<") else FileKind.TEXT


def _as_text(head: bytes) -> str | None:
    utf_16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if utf_16 else ("utf-8", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        # Control characters do not occur in text, whatever its encoding.
        return None if any(letter < " " and letter not in "\t\r\n\f\x1a" for letter in text) else text
    return None
