"""A reporting period: its deadline, its grace, and what is late."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
PERIOD_CODE = re.compile(r"20\d\d(H[12]|Q[1-4])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """报告期, `2020`, `2020H2` or `2020Q3`; days end at 24:00 in Asia/Shanghai."""

    code: str
    edition: str
    deadline: date
    grace_days: int = 0
    closed: bool = False

    @property
    def name(self) -> str:
        """Name it in a sentence: 2020 年, but 2020H2."""
        return f"{self.code} 年" if self.code.isdigit() else self.code

    def due(self, extended_until: date | None = None) -> date:
        """Give the last day that is not late, for one enterprise."""
        last = self.deadline + timedelta(days=self.grace_days)
        return max(last, extended_until) if extended_until else last
