"""名次 within one sector or size: only those in front, on reviewed scores, ties sharing a rank (practice 4.4)."""

from math import ceil

import pandas as pd

from models.progress import LEAST_SHOWN, counted, ranks

FRONT = 10
FRONT_SHARE = 0.2


def front(group: pd.DataFrame) -> pd.DataFrame:
    """Rank the counted enterprises of one group; empty when there are fewer than 3.

    Columns `uscc`, `name`, `total` (whole tenths), `band`, `rank`: None behind the first 10 or first fifth, whichever is
    more; those stand by code, not by score.
    """
    rows = counted(group)[["uscc", "name", "total", "band"]]
    if len(rows) < LEAST_SHOWN:
        return rows.iloc[:0].assign(rank=pd.Series(dtype=object))
    rank = ranks(rows["total"])
    shown = rank <= max(FRONT, ceil(FRONT_SHARE * len(rows)))
    places = pd.Series([int(one) if keep else None for one, keep in zip(rank, shown, strict=True)], index=rows.index, dtype=object)
    ahead = rows[shown].assign(rank=places[shown]).sort_values(["total", "uscc"], ascending=[False, True])
    behind = rows[~shown].assign(rank=places[~shown]).sort_values("uscc")
    return pd.concat([ahead, behind], ignore_index=True).astype({"rank": object})
