"""How much each visit has uploaded: Streamlit keeps every file in memory and bounds neither their number nor their sum."""

import time
from collections import Counter
from dataclasses import dataclass, field

from models.access import Verb, Viewer

MB = 1024 * 1024
ONE_FILE = 201 * MB
# Streamlit forgets the files of a tab that was left within two minutes.
_FREED_AFTER = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a visit may have lying on the server at a time."""

    files: int
    size: int


OF_MANY = Allowance(files=3000, size=1024 * MB)
OF_ONE = Allowance(files=60, size=300 * MB)


def allowance(viewer: Viewer) -> Allowance:
    """Give more to whoever takes in the forms of many."""
    return OF_MANY if viewer.may(Verb.COLLECT) else OF_ONE


@dataclass(slots=True)
class _Shelf:
    """What one visit has lying: bytes by address, with the moment they came, and its open tabs."""

    files: dict[str, tuple[int, float]] = field(default_factory=dict)
    left_at: float | None = None


class Uploads:
    """The shelves of all visits of this process."""

    def __init__(self) -> None:
        self._shelves: dict[str, _Shelf] = {}
        self._tabs: Counter[str] = Counter()

    def refusal(self, key: str, path: str, viewer: Viewer, size: int) -> str | None:
        """Say why a file may not be laid down; None when it may."""
        self._sweep()
        shelf, allowed = self._shelves.get(key, _Shelf()), allowance(viewer)
        others = {name: one for name, one in shelf.files.items() if name != path}
        if len(others) >= allowed.files:
            return f"一次最多上传 {allowed.files} 个文件。请先处理已上传的，或打包成 zip 再传。"
        if sum(one for one, _ in others.values()) + size > allowed.size:
            return f"一次最多上传 {allowed.size // MB} MB。请先处理已上传的，再传其余的。"
        return None

    def lay_down(self, key: str, path: str, size: int) -> None:
        """Note a file that came, or how far it has come."""
        self._shelves.setdefault(key, _Shelf()).files[path] = (size, time.monotonic())

    def take_up(self, key: str, path: str) -> None:
        """Note that a file was taken away again."""
        if key in self._shelves:
            self._shelves[key].files.pop(path, None)

    def tab_opened(self, key: str) -> None:
        """Note an open tab."""
        self._tabs[key] += 1

    def tab_left(self, key: str) -> None:
        """Note that a tab was left; with the last one, Streamlit forgets the files a little later."""
        self._tabs[key] -= 1
        if self._tabs[key] <= 0:
            del self._tabs[key]
            if key in self._shelves:
                self._shelves[key].left_at = time.monotonic()

    def _sweep(self) -> None:
        """Drop what lies no more."""
        for key, shelf in list(self._shelves.items()):
            if shelf.left_at is not None and time.monotonic() - shelf.left_at > _FREED_AFTER:
                shelf.files = {name: one for name, one in shelf.files.items() if one[1] > shelf.left_at}
                shelf.left_at = None
            if not shelf.files:
                del self._shelves[key]
