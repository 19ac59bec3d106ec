"""Which enterprises of a period are looked at: regions, sectors, sizes; nothing chosen means all."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import pandas as pd


def found_by(enterprises: pd.DataFrame, text: str = "", status: str = "") -> pd.DataFrame:
    """Keep the enterprises of a status whose name, short name or code has a text in it; nothing given keeps all."""
    rows = enterprises[enterprises["status"] == status] if status else enterprises
    if wanted := text.strip():
        fits = rows["name"].str.contains(wanted, regex=False) | rows["short_name"].str.contains(wanted, regex=False)
        rows = rows[fits | rows["uscc"].str.contains(wanted.upper(), regex=False)]
    return rows


def named_by(names: Mapping[str, str], text: str, *, most: int) -> dict[str, str]:
    """Keep the first of these names, by code, in which or in whose code a text stands."""
    wanted = text.strip()
    found = ((uscc, name) for uscc, name in names.items() if wanted in name or wanted.upper() in uscc)
    return dict(islice(found, most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The choice a person made; empty tuples leave everybody in."""

    region: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    size: tuple[str, ...] = ()

    def chosen(self) -> tuple[str, ...]:
        """Name everything chosen, for a line in words."""
        return (*self.region, *self.sector, *self.size)

    def keep(self, enterprises: pd.DataFrame) -> pd.DataFrame:
        """Keep the enterprises that fit every choice; without one the same frame, which of 100,000 is worth not copying."""
        if not self.chosen():
            return enterprises
        fits = pd.Series(True, index=enterprises.index)
        for column in ("region", "sector", "size"):
            if wanted := getattr(self, column):
                fits &= enterprises[column].isin(wanted)
        return enterprises[fits]
