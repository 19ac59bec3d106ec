"""Columns as records: what a transaction stores of each form, from what was worked out for all of them."""

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray


def records(columns: Mapping[str, NDArray[Any]]) -> list[dict[str, Any]]:
    """Turn columns into a record for each form."""
    return [dict(zip(columns, values, strict=True)) for values in zip(*(column.tolist() for column in columns.values()), strict=True)]
