"""Which enterprises of a period are looked at: regions, sectors, sizes; nothing chosen means all."""

from dataclasses import dataclass

import pandas as pd


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
        """Keep the enterprises that fit every choice."""
        fits = pd.Series(True, index=enterprises.index)
        for column in ("region", "sector", "size"):
            if wanted := getattr(self, column):
                fits &= enterprises[column].isin(wanted)
        return enterprises[fits]
