"""Reports of a period for the meeting: which kinds there are, and what each is written from."""

from collections.abc import Callable
from enum import StrEnum

from data.store import Store
from data.visibility import permit
from models.access import Verb, Viewer
from models.basis import Basis
from models.errors import NotPossible
from models.meeting_figures import MeetingFigures
from services import settings
from services.meeting_figures import meeting_figures
from services.reporting import Report, silent


class Kind(StrEnum):
    """What can be written of a period."""

    DECK = "deck"
    NOTICE = "notice"
    ANNEX = "annex"
    FEEDBACK = "feedback"


def report(
    store: Store,
    viewer: Viewer,
    period: str,
    kind: Kind,
    *,
    basis: Basis = Basis.SELF,
    master: bytes | None = None,
    enterprise: str | None = None,
    frozen: str | None = None,
    report: Report = silent,
) -> bytes:
    """Write one report; `master` is an association's own pptx to write the deck on, `frozen` a 定稿 to write it from.

    Feedback is a zip of everybody's, and `report` is told how many are done; with `enterprise` it is the one document of
    that enterprise.
    """
    if master is not None and kind is not Kind.DECK:
        raise NotPossible("模板只用于汇报（deck）。其他报告请不要给模板。")
    if enterprise is not None and kind is not Kind.FEEDBACK:
        raise NotPossible("只有反馈单（feedback）可以只写一家企业。其他报告请不要给企业。")
    if kind is Kind.FEEDBACK:
        if enterprise is not None:
            return _feedback(store, viewer, period, basis, enterprise, frozen)
        return _feedbacks(store, viewer, period, basis, frozen, report)
    if kind is Kind.NOTICE:
        return _notice(store, viewer, period, basis, frozen)
    permit(viewer, Verb.SEE_GROUPS)
    figures = meeting_figures(store, viewer, period, basis, frozen=frozen)
    return _BUILDERS[kind](figures, master)


def _deck(figures: MeetingFigures, master: bytes | None) -> bytes:
    from reports.deck import build_deck

    return build_deck(figures, master)


def _notice(store: Store, viewer: Viewer, period: str, basis: Basis, frozen: str | None) -> bytes:
    from services.notice import notice

    return notice(store, viewer, period, basis, association=settings.association(), frozen=frozen)


def _feedback(store: Store, viewer: Viewer, period: str, basis: Basis, enterprise: str, frozen: str | None) -> bytes:
    from services.feedback import feedback, written

    return written(feedback(store, viewer, period, enterprise, basis, frozen=frozen), association=settings.association())


def _feedbacks(store: Store, viewer: Viewer, period: str, basis: Basis, frozen: str | None, report: Report) -> bytes:
    from services.feedback import feedbacks, pack_feedbacks

    everybody = feedbacks(store, viewer, period, basis, frozen=frozen)
    return pack_feedbacks(everybody, association=settings.association(), report=report)


def _annex(figures: MeetingFigures, _: bytes | None) -> bytes:
    from reports.annex import build_annex

    return build_annex(figures)


_BUILDERS: dict[Kind, Callable[[MeetingFigures, bytes | None], bytes]] = {Kind.DECK: _deck, Kind.ANNEX: _annex}
