"""反馈: what one enterprise gets back of a period: its own figures beside its peers', and its largest gaps."""

from dataclasses import dataclass
from datetime import date

from models.basis import Basis
from models.benchmark import Benchmark
from models.gaps import Gap
from models.period import Period
from models.progress import Distribution, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityFeedback:
    """One of the six: own score rate in whole tenths (None: nothing applies, or no form), and the peers'."""

    code: str
    short: str
    own: int | None
    peers: Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Everything the feedback of one enterprise says; no other enterprise is named in it.

    Scores are whole tenths; without a form that passed the checks (`revision` None) there are none. `newest_revision`
    is later than `revision` while a newer form has been returned.
    """

    period: Period
    basis: Basis
    as_of: date | None
    uscc: str
    name: str
    region: str
    sector: str
    size: str
    status: Status
    revision: int | None
    newest_revision: int | None
    total: int | None
    band: str | None
    gated: bool
    provisional: bool
    blank: int
    met: int
    applicable: int
    priorities: tuple[PriorityFeedback, ...]
    benchmark: Benchmark
    gaps: tuple[Gap, ...]

    @property
    def compared(self) -> bool:
        """Say whether the total score may stand beside the peers': it is settled, and there are enough of them."""
        return self.total is not None and not self.provisional and self.benchmark.kind is not None

    @property
    def cut_off(self) -> date:
        """Give the day the figures are of: the last form's, or the deadline while none has come."""
        return self.as_of or self.period.deadline
