"""会议: the figures of a choice of enterprises, worked out once for as long as nothing changes, and who is behind one."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from data.store import Store
from models.access import Viewer
from models.basis import Basis
from models.meeting_figures import MeetingFigures
from models.progress import keys_in_order
from services.behind import Behind, behind_of, choices
from services.comparable import trend_of
from services.documents import group_order
from services.filters import Filters
from services.freezing import pictures
from services.frozen_pictures import Pictures
from services.meeting_figures import figures_of
from services.progress import Snapshot

_KEPT = 24
_made: OrderedDict[tuple[int, int, Filters], tuple[Pictures, "MeetingView"]] = OrderedDict()
_making = Lock()


@dataclass(frozen=True, kw_only=True)
class MeetingView:
    """The figures of a meeting under a choice of enterprises, and what they were made from."""

    figures: MeetingFigures
    filters: Filters
    everybody: Snapshot

    def behind(self, what: str) -> Behind:
        """Tell who is behind a figure (services.behind names them)."""
        return behind_of(self.everybody, self.filters.keep(self.everybody.enterprises), what)

    @cached_property
    def figures_by_name(self) -> dict[str, str]:
        """Name every figure that can be opened: what to ask `behind` for, and its Chinese name."""
        return choices(self.everybody, self.filters.keep(self.everybody.enterprises))

    @cached_property
    def choices(self) -> dict[str, list[str]]:
        """Give the sizes, sectors and regions there are, in the order people know."""
        rows = self.everybody.enterprises
        return {name: [str(key) for key in keys_in_order(rows[name], group_order(name)) if key] for name in ("size", "sector", "region")}


def meeting_view(
    store: Store, viewer: Viewer, period: str, filters: Filters, basis: Basis = Basis.SELF, *, frozen: str | None = None
) -> MeetingView:
    """Work out the figures of a meeting for a choice of enterprises; the same again until something of the period changes."""
    found = pictures(store, viewer, period, basis, name=frozen)
    key = (id(found.now), id(found.before), filters)
    with _making:
        pair = _made.get(key)
    # The pictures are kept with their view, so that no other object takes their place in memory.
    if pair is None or pair[0].now is not found.now or pair[0].before is not found.before:
        pair = found, MeetingView(figures=_figures(found, filters), filters=filters, everybody=found.now)
    with _making:
        _made[key] = pair
        _made.move_to_end(key)
        if len(_made) > _KEPT:
            _made.popitem(last=False)
    return pair[1]


def _figures(found: Pictures, filters: Filters) -> MeetingFigures:
    """Gather what the screens say; the list of enterprises is looked up when a figure is opened."""
    if not filters.chosen():
        return figures_of(found.now, found.before, found.trend, named=False)
    now, before = (None if of is None else replace(of, enterprises=filters.keep(of.enterprises)) for of in (found.now, found.before))
    assert now is not None
    return figures_of(now, before, trend_of([of for of in (before, now) if of is not None]), named=False)
