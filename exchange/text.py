"""Cell values as text: full width, white and invisible characters, quotes and traditional forms made plain."""

import datetime as dt
import re

# Control characters too: an .xls can carry them, a store and a workbook cannot.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WHITE = re.compile(r"[\s\u00a0\u3000]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_TRADITIONAL = str.maketrans("級適開畫實見續領", "级适开划实见续领")
_DASHES = re.compile("[-_\u2010-\u2015\u2212\ufe58\ufe63]+")
_QUOTES = "\"'“”‘’「」`"


def plain(text: str) -> str:
    """Take out invisible characters and the white ones around; what is left is what the person wrote."""
    return _INVISIBLE.sub("", text).strip().strip("\u00a0\u3000").strip()


def compact(text: str) -> str:
    """Make half width, simplified, without any white characters or surrounding quotes: for comparing, not for showing."""
    return _WHITE.sub("", plain(text).translate(_FULL_WIDTH)).translate(_TRADITIONAL).strip(_QUOTES)


def hyphenated(text: str) -> str:
    """Make compact with one hyphen for whatever stands in its place: dashes of any length, minus signs, underscores."""
    return _DASHES.sub("-", compact(text))


def written(value: object) -> str:
    """Write a stored value as a person sees it: 3.0 as 3, dates as 2020-09-10, nothing as an empty string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, str):
        return plain(value)
    return str(value)
