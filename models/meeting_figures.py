"""What the documents of a meeting say of a period: frozen, in plain values, so that the same figures give the same bytes.

Scores are whole tenths of a point, rates fractions 0-1, None where there is nothing to show (docs/measures.md).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from models.basis import Basis
from models.cases import NO_CASES, Cases
from models.period import Period
from models.progress import LEAST_SHOWN, Distribution, Ledger, ProgressSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityFigures:
    """One of the six: its names, where its scores lie, and its target as exact points."""

    code: str
    title: str
    short: str
    column: str
    spread: Distribution
    target: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """A region, sector or size; a suppressed one has n and nothing else, a hidden priority has neither mean nor median."""

    key: str
    n: int
    mean: int | None
    median: int | None
    suppressed: bool
    priorities: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLedger:
    """收 / 缺 / 退 of a region or forwarder; complete when all it expects has passed the checks."""

    key: str
    book: Ledger
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """One item over the counted forms that it applies to."""

    code: str
    title: str
    priority: str
    weight: int
    n: int
    met: int
    mean_level: float | None
    score_rate: int | None
    compliance_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChange:
    """The mean of one of the six in both periods over the enterprises that have it in both; exact points."""

    code: str
    short: str
    n: int
    before: Fraction | None
    now: Fraction | None
    difference: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelFigures:
    """同口径: the n enterprises counted in both periods; means as shown, differences exact and not of the shown means.

    Between two editions only the `items` that both of them ask are compared, at the newer one's weights; None is all.
    """

    n: int
    before: int | None
    now: int | None
    difference: Fraction | None
    compliance_difference: Fraction | None
    priorities: tuple[PriorityChange, ...]
    items: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """The plain mean of a period over everybody it counts; `joined` to the one before when both have the same edition."""

    period: Period
    n: int
    mean: int | None
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviousPeriod:
    """The period before: its own figures, and the panel where both were scored against comparable editions."""

    period: Period
    total: Distribution
    bands: dict[str, int]
    panel: PanelFigures | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseFigures:
    """One enterprise of the roster, without contacts; status in words, scores as shown, None without a form that passed the checks."""

    uscc: str
    name: str
    region: str
    sector: str
    size: str
    forwarder: str
    status: str
    revision: int | None
    total: Decimal | None
    band: str | None
    gated: bool | None
    provisional: bool | None
    blank: int | None
    met: int | None
    applicable: int | None
    compliance_rate: float | None
    completeness_rate: float | None
    priorities: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFigures:
    """Everything the deck, the notice, the annex and the feedback of a period say.

    `least` is how many forms a figure needs to be shown: what goes to enterprises needs more (models.benchmark).
    """

    period: Period
    notice: str
    basis: Basis
    as_of: date | None
    summary: ProgressSummary
    priorities: tuple[PriorityFigures, ...]
    regions: tuple[GroupFigures, ...]
    sectors: tuple[GroupFigures, ...]
    sizes: tuple[GroupFigures, ...]
    region_ledgers: tuple[GroupLedger, ...]
    forwarder_ledgers: tuple[GroupLedger, ...]
    days: tuple[tuple[date, int], ...]
    items: tuple[ItemFigures, ...]
    weak: tuple[ItemFigures, ...]
    strong: tuple[ItemFigures, ...]
    previous: PreviousPeriod | None
    enterprises: tuple[EnterpriseFigures, ...]
    trend: tuple[TrendPoint, ...] = ()
    least: int = LEAST_SHOWN
    cases: Cases = NO_CASES

    @property
    def n(self) -> int:
        """Count the forms that enter the mean."""
        return self.summary.total.n

    @property
    def comparable(self) -> bool:
        """Say whether there are enough forms for a mean to be shown."""
        return self.n >= self.least

    @property
    def cut_off(self) -> date:
        """Give the day the figures are of: the last form's, or the deadline while none has come."""
        return self.as_of or self.period.deadline

    @property
    def panel(self) -> PanelFigures | None:
        """Give the panel if it is large enough to be shown."""
        panel = self.previous.panel if self.previous else None
        return panel if panel and panel.n >= self.least and panel.difference is not None else None
