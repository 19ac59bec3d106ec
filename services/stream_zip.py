"""A zip sent as it is made: nobody waits for the last file before the first one leaves."""

from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any
from zipfile import ZIP_STORED, ZipFile


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Write files, given as name and content, into one zip and give it piece by piece; forms are zips already and stay as they are."""
    out = _Pieces()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(name, content)
            yield out.taken()
    yield out.taken()


class _Pieces(RawIOBase):
    """A file without a way back, from which what was written is taken."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Give what was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
