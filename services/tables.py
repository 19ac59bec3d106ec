"""Documents as flat tables with Chinese headings: for a CSV, and for reading on a console."""

import csv
import io
import unicodedata
from fractions import Fraction
from typing import Any

from models.progress import Status
from models.rounding import half_up
from models.submission import Outcome

HEADINGS = {
    "uscc": "统一社会信用代码", "name": "企业名称", "region": "地区", "sector": "行业", "size": "规模", "forwarder": "转报单位",
    "status": "状态", "revision": "版次", "total_score": "综合得分", "band": "分档", "gated": "门槛降档", "provisional": "暂估",
    "blank": "空缺项", "met": "达标项", "applicable": "适用项", "compliance_rate": "达标率", "completeness_rate": "填报完整率",
    "priority": "重点工作", "title": "名称", "n": "n", "mean": "平均", "median": "中位数", "lower_quartile": "下四分位",
    "upper_quartile": "上四分位", "target": "目标", "item": "编号", "mean_level": "平均等级", "score_rate": "得分率", "key": "分组",
    "suppressed": "不足3家不显示", "expected": "应报", "received": "已报", "valid": "有效", "submission_rate": "报送率",
    "validity_rate": "有效率", "accepted": "通过检查", "returned": "退回", "missing": "未报", "exempt": "豁免",
}  # fmt: skip
OUTCOMES = {
    Outcome.ACCEPTED: "✓ 已接收",
    Outcome.RETURNED: "↩ 已退回",
    Outcome.DUPLICATE: "＝ 重复",
    Outcome.UNRECOGNISED: "？ 未识别",
    Outcome.REFUSED: "✕ 不能打开",
    Outcome.ATTACHMENT: "＋ 附件",
}
STATUSES: dict[str, str] = {
    Status.MISSING: "未报",
    Status.EXEMPT: "豁免",
    Status.RETURNED: "退回待改",
    Status.IN_REVIEW: "待审",
    Status.ACCEPTED: "已核定",
}
_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
Row = dict[str, Any]


def flat_rows(document: Row) -> list[Row]:
    """Lay out a document as rows: nested figures become columns such as `P1 平均`, headings are Chinese."""
    rows = document.get("rows")
    if rows is None:
        rows = [{name: value for name, value in document.items() if name not in {"period", "edition", "basis"}}]
    return [_flat(row) for row in rows]


def csv_text(rows: list[Row]) -> str:
    """Write rows as CSV that Excel opens in Chinese, with nothing in it that a spreadsheet would run."""
    return "\ufeff" + _csv_lines([_headings(rows)]) + csv_rows(rows)


def csv_rows(rows: list[Row]) -> str:
    """Write further rows of such a CSV, without its headings."""
    return _csv_lines([[defused(value) for value in row.values()] for row in rows])


def table_lines(rows: list[Row]) -> list[str]:
    """Write rows in columns for a console."""
    lines = [_headings(rows), *[[_read(name, value) for name, value in row.items()] for row in rows]]
    widths = [max(_width(line[place]) for line in lines) for place in range(len(lines[0]))]
    return ["  ".join(text + " " * (width - _width(text)) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines]


def defused(value: Any) -> Any:
    """Keep a spreadsheet from running a text as a formula; numbers stay as they are."""
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_DANGEROUS) and not _is_number(text) else value


def _read(heading: str, value: Any) -> str:
    """Write a value for a person: rates as per cent, other numbers with two decimals at most."""
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{half_up(100 * Fraction(value))}%" if heading.endswith("率") else str(half_up(Fraction(value), 2))
    return str(value)


def _flat(row: Row, prefix: str = "") -> Row:
    flat: Row = {}
    for name, value in row.items():
        heading = f"{prefix}{HEADINGS.get(name, name)}"
        if isinstance(value, dict):
            flat |= _flat(value, f"{heading} " if name not in {"priorities", "bands"} else "")
        else:
            flat[heading] = STATUSES.get(value, value) if name == "status" else _word(value)
    return flat


def _word(value: Any) -> Any:
    return ("是" if value else "否") if isinstance(value, bool) else value


def _csv_lines(lines: list[list[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue()


def _headings(rows: list[Row]) -> list[str]:
    return list(rows[0]) if rows else ["（没有数据）"]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
