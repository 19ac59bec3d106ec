"""One item across enterprises: how many stand at each level, in all and group by group."""

from collections.abc import Hashable, Sequence

import pandas as pd

from models.assessment import Level
from models.progress import keys_in_order, suppressed

SCORED = tuple(level for level in Level if level <= Level.LEADING)
LEVEL_COLUMNS = tuple(f"level_{int(level)}" for level in SCORED)


def levels_by_group(rows: pd.DataFrame, column: str, order: Sequence[Hashable] = ()) -> pd.DataFrame:
    """Count the enterprises at each level of one item, one row a group; `rows`: `level` (0-12) and `column`.

    Columns `key`, `n` (enterprises the item applies to), `level_0`..`level_4`, `suppressed`; groups nobody of whom the
    item applies to stay out. A suppressed group (fewer than 3, or given away by subtraction) counts 0 at every level.
    """
    scored = rows[rows["level"] <= Level.LEADING]
    keys = keys_in_order(scored[column], order)
    levels = [scored.loc[scored[column] == key, "level"] for key in keys]
    hidden = suppressed([len(of) for of in levels])
    frame = pd.DataFrame({"key": pd.Series(keys, dtype=object), "n": [len(of) for of in levels]})
    for level, name in zip(SCORED, LEVEL_COLUMNS, strict=True):
        frame[name] = [0 if hide else int((of == level).sum()) for of, hide in zip(levels, hidden, strict=True)]
    return frame.assign(suppressed=pd.Series(hidden, dtype=bool))
