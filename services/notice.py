"""通报: what goes out to every member, so its figures are withheld as in the enterprises' feedback."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from data.store import Store
from models.access import Viewer
from models.basis import Basis
from models.benchmark import LEAST_FOR_ENTERPRISES, Benchmarks
from models.catalogue import Priority
from models.disclosure import Group
from models.meeting_figures import GroupFigures, MeetingFigures
from models.progress import Distribution
from reports.notice import build_notice
from services.cases import cases_of
from services.documents import UNSTATED
from services.freezing import pictures
from services.meeting_figures import figures_of


def notice(
    store: Store,
    viewer: Viewer,
    period: str,
    basis: Basis = Basis.SELF,
    *,
    association: str = "",
    dated: date | None = None,
    frozen: str | None = None,
) -> bytes:
    """Write the notice of a period as docx, signed by the association on the day `dated`; both may be left open."""
    found = pictures(store, viewer, period, basis, name=frozen)
    now = found.now
    figures = for_enterprises(figures_of(now, found.before, found.trend, cases=cases_of(store, viewer, found)), Benchmarks(now.enterprises))
    return build_notice(figures, now.catalogue, association=association, dated=dated)


def for_enterprises(figures: MeetingFigures, benchmarks: Benchmarks) -> MeetingFigures:
    """Keep of a meeting's figures what enterprises may see: no scores by name or region, no group that is too small."""
    return replace(
        figures,
        least=LEAST_FOR_ENTERPRISES,
        sectors=tuple(_withheld(of, lambda key: Group(sector=key), benchmarks) for of in figures.sectors),
        sizes=tuple(_withheld(of, lambda key: Group(size=key), benchmarks) for of in figures.sizes),
        regions=(),
        enterprises=(),
    )


def _withheld(of: GroupFigures, group_of: Callable[[str], Group], benchmarks: Benchmarks) -> GroupFigures:
    """Take out what may not be shown; what is suppressed already stays so."""
    group = group_of("" if of.key == UNSTATED else of.key)
    hidden = of.suppressed or not benchmarks.shows(group, "total")
    priorities = tuple(
        spread if not hidden and benchmarks.shows(group, priority.lower()) else Distribution(n=spread.n)
        for priority, spread in zip(Priority, of.priorities, strict=True)
    )
    middle = (None, None) if hidden else (of.mean, of.median)
    return replace(of, mean=middle[0], median=middle[1], suppressed=hidden, priorities=priorities)
