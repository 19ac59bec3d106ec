"""Handing out forms: one enterprise's, or a zip with everybody's."""

from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from data import periods, rosters, submissions
from data.editions import digest, edition_path, load_edition
from data.store import Store
from exchange.template import FormMaster
from exchange.uscc import normalise_uscc
from models.access import Viewer
from models.assessment import Answer, Level, SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.period import Period
from models.submission import Submission
from services.reporting import Report, silent
from services.whole_file import safe_name, written_whole


def form_of(store: Store, viewer: Viewer, period: str, uscc: str, *, today: date) -> tuple[str, bytes]:
    """Build the form of one enterprise, with its last period's answers beside the open cells; give name and bytes."""
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        enterprise = rosters.roster(connection, viewer, named.code).get(normalise_uscc(uscc))
        if enterprise is None:
            message = f"{named.code} 期花名册上没有 {uscc}。请核对统一社会信用代码，或先导入花名册。"
            raise NotPossible(message)
        previous = _previous(connection, viewer, named, enterprise.uscc)
    return form_name(enterprise, named), _master(named, today=today, with_previous=previous is not None).build(enterprise, previous)


def pack(store: Store, viewer: Viewer, period: str, out: Path, *, today: date, report: Report = silent) -> int:
    """Write a zip with the form of every enterprise that has to report; give their number."""
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        expected = [enterprise for enterprise in rosters.roster(connection, viewer, named.code).values() if not enterprise.exempt]
        previous = {enterprise.uscc: _previous(connection, viewer, named, enterprise.uscc) for enterprise in expected}
    if not expected:
        message = f"{named.code} 期花名册上没有应报企业。请先用 roster import 导入花名册。"
        raise NotPossible(message)
    masters = {before: _master(named, today=today, with_previous=before) for before in (False, True)}
    # The forms are zips already: packing them again costs time and saves nothing.
    with written_whole(out) as file, ZipFile(file, "w", ZIP_STORED) as archive:
        for done, enterprise in enumerate(expected, start=1):
            before = previous[enterprise.uscc]
            archive.writestr(form_name(enterprise, named), masters[before is not None].build(enterprise, before))
            report(done)
    return len(expected)


def form_name(enterprise: Enterprise, period: Period) -> str:
    """Name the form so that a folder of hundreds sorts by enterprise: code, short name, period."""
    return f"{safe_name(enterprise.uscc)}_{safe_name(enterprise.short_name or enterprise.name)}_{period.code}自评表.xlsx"


def assessment_of(form: Submission, catalogue: Catalogue) -> SelfAssessment:
    """Read a stored submission back as a self-assessment."""
    answers = {
        item.code: Answer(level=Level(level), texts=form.texts.get(item.code, {}))
        for item, level in zip(catalogue.items, form.levels, strict=True)
    }
    return SelfAssessment(uscc=form.uscc, period=form.period, edition=catalogue.edition, answers=answers)


def _master(period: Period, *, today: date, with_previous: bool) -> FormMaster:
    catalogue, mark = load_edition(period.edition), digest(edition_path(period.edition))
    return FormMaster(catalogue, period, issued_on=today, digest=mark, with_previous=with_previous)


def _previous(connection: Any, viewer: Viewer, period: Period, uscc: str) -> SelfAssessment | None:
    """Find the enterprise's newest form that passed in the last period of the same edition."""
    earlier = [
        known for known in periods.periods(connection, viewer) if known.deadline < period.deadline and known.edition == period.edition
    ]
    if not earlier:
        return None
    history = submissions.history(connection, viewer, earlier[-1].code, uscc)
    passed = [receipt for receipt in history if receipt.passed and receipt.withdrawn is None]
    if not passed:
        return None
    return assessment_of(submissions.submission(connection, viewer, passed[-1].id), load_edition(period.edition))
