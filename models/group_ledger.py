"""收 / 缺 / 退 by region or forwarder."""

from collections.abc import Hashable, Sequence

import pandas as pd

from models.progress import Ledger, ledger


def ledger_by(enterprises: pd.DataFrame, column: str, order: Sequence[Hashable] = ()) -> pd.DataFrame:
    """Give the ledger of each region, forwarder...: `key` and the columns of models.progress.Ledger."""
    present = set(enterprises[column])
    keys = [key for key in order if key in present] + sorted(present - set(order), key=str)
    books = [ledger(enterprises[enterprises[column] == key]) for key in keys]
    return pd.DataFrame(
        {
            "key": pd.Series(keys, dtype=object),
            **{name: pd.Series([getattr(book, name) for book in books], dtype=object) for name in Ledger.__slots__},
        }
    )
