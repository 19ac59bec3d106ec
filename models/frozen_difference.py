"""What has changed for whom between frozen figures and today's; frames are those of models.progress."""

import pandas as pd

COLUMNS = ["uscc", "name", "what", "then", "now"]
_COMPARED = {
    "status": "状态",
    "total": "综合得分",
    "band": "分档",
    "provisional": "暂估",
    "sector": "行业",
    "size": "规模",
    "region": "地区",
}
_ON_ROSTER, _GONE, _ADDED = "花名册", "不在册", "在册"


def frozen_difference(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Give one row a change of one enterprise, in the order of the code.

    Columns `uscc`, `name`, `what` (状态, 综合得分, 分档…), `then` and `now`: whole tenths for a score, None for nothing.
    """
    before, after = ({str(row["uscc"]): row for row in frame[["uscc", "name", *_COMPARED]].to_dict("records")} for frame in (then, now))
    rows: list[list[object]] = []
    for uscc in sorted(before.keys() | after.keys()):
        was, stands = before.get(uscc), after.get(uscc)
        if was is None or stands is None:
            name = (stands or was or {}).get("name")
            rows.append([uscc, name, _ON_ROSTER, _ADDED if was else _GONE, _ADDED if stands else _GONE])
            continue
        pairs = ((what, _plain(was[column]), _plain(stands[column])) for column, what in _COMPARED.items())
        rows += [[uscc, stands["name"], what, first, second] for what, first, second in pairs if first != second]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _plain(value: object) -> object:
    """Give a cell as a plain value; every kind of nothing is None, as is what is not said of a form."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):  # type: ignore[call-overload]
        return None
    return str(value) if isinstance(value, str) else int(value)  # type: ignore[call-overload]
