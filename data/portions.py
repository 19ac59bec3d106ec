"""Naming many values in one statement, which both engines limit: so many at a time."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

AT_ONCE = 5000
_Value = TypeVar("_Value", bound=Any)


def portions(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    """Give the values in their order, each once, no more at a time than a statement may name."""
    wanted = sorted(set(values))
    return (wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE))
