"""A finding: the sentence over a chart, the line under it, and what surrounds both."""

import re
from dataclasses import dataclass
from datetime import date

from models.basis import Basis

NOT_ENOUGH = "样本不足，暂不比较"
NOTHING_SCORED = "还没有可计分的自评表"

_SPECIAL = re.compile(r"([\\`*_\[\]{}$~<>|#:&])")
_NUMERALS = "零一两三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the figures rest on: self-assessed or reviewed levels, and the day they were taken."""

    basis: Basis = Basis.SELF
    as_of: date | None = None

    def words(self, n: int | None = None) -> str:
        """Write it behind a subtitle: n=102，自评，截至 9 月 10 日."""
        parts = [] if n is None else [f"n={n}"]
        parts.append(self.basis.chinese)
        if self.as_of:
            parts.append(f"截至 {day_in_words(self.as_of)}")
        return "，".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a chart says (`title`) and what it draws (`subtitle`), in Chinese."""

    title: str
    subtitle: str

    @property
    def alt_text(self) -> str:
        """Give the chart's description for a screen reader."""
        return f"{self.title}。{self.subtitle}"

    @property
    def markdown(self) -> str:
        """Give both as one text for `st.markdown(..., anchors=False)`."""
        return f"#### {plain(self.title)}\n:small[:gray[{plain(self.subtitle)}]]"


def plain(text: str) -> str:
    """Make Markdown show a text as it is."""
    return _SPECIAL.sub(r"\\\1", text)


def caution(basis: Basis) -> str:
    """Say what the figures of a page are good for."""
    return f"{basis.chinese}数据，仅供工作参考"


def day_in_words(day: date) -> str:
    """Write a day as people say it: 9 月 10 日."""
    return f"{day.month} 月 {day.day} 日"


def counted(number: int, unit: str = "项") -> str:
    """Write a small number in words with its unit: 四项, 两项; a larger one in figures."""
    return f"{_NUMERALS[number]}{unit}" if 0 < number < len(_NUMERALS) else f"{number} {unit}"


def listed(names: list[str], unit: str = "项") -> str:
    """Join names; more than two are named by the first and their number."""
    if len(names) <= 2:
        return "和".join(names)
    count = counted(len(names), unit)
    return f"{names[0]}等{' ' * count[0].isdigit()}{count}"
