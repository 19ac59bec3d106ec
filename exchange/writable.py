"""Text as a workbook can hold it."""

import re

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def writable(text: str) -> str:
    """Leave out the characters that XML cannot carry; a file with one of them does not open."""
    return _UNWRITABLE.sub("", text)


def clipped(text: str, letters: int) -> str:
    """Cut a text that would make its cell unreadable, and show that it was cut."""
    return text if len(text) <= letters else text[: letters - 1] + "…"
