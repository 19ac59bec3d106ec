"""收 / 缺 / 退 by region or forwarder, and which of them are complete."""

from collections.abc import Hashable, Sequence

import pandas as pd

from models.progress import Ledger, keys_in_order, ledger


def ledger_by(enterprises: pd.DataFrame, column: str, order: Sequence[Hashable] = ()) -> pd.DataFrame:
    """Give the ledger of each region, forwarder...: `key` and the columns of models.progress.Ledger."""
    keys = keys_in_order(enterprises[column], order)
    books = [ledger(enterprises[enterprises[column] == key]) for key in keys]
    return pd.DataFrame(
        {
            "key": pd.Series(keys, dtype=object),
            **{name: pd.Series([getattr(book, name) for book in books], dtype=object) for name in Ledger.__slots__},
        }
    )


def complete(books: pd.DataFrame) -> pd.Series:
    """Tell which groups of `ledger_by` are 报齐: the newest form of everybody expected passed; where nobody is, none is."""
    return (books["expected"] > 0) & (books["accepted"] == books["expected"])
