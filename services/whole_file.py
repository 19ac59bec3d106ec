"""Files that are there whole or not at all."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO

from models.errors import NotPossible
from models.system_words import reason

_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def safe_name(name: str) -> str:
    """Make a name fit for part of a file's name on any system."""
    return _UNSAFE.sub("", name)[:40]


def apart(name: str, taken: set[str]) -> str:
    """Give a name that no other file of a folder or an archive has, however large or small its letters; it is then taken."""
    path = PurePath(name)
    tries = (name, *(f"{path.stem}（{number}）{path.suffix}" for number in range(2, len(taken) + 3)))
    free = next(one for one in tries if one.casefold() not in taken)
    taken.add(free.casefold())
    return free


@contextmanager
def written_whole(path: Path) -> Iterator[IO[bytes]]:
    """Write a file beside its place and move it there when it is complete."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as fault:
        message = f"不能写入 {path}（{reason(fault)}）。请检查文件夹和权限。"
        raise NotPossible(message) from fault
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
