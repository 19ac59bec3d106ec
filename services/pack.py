"""Handing out forms: one enterprise's, or a zip with everybody's."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from data import periods, rosters, submissions
from data.editions import digest, edition_path, load_edition
from data.store import Store
from exchange.form_set import FormSet
from exchange.jobs import build_set_form
from exchange.uscc import normalise_uscc
from models.access import Viewer
from models.assessment import Answer, Level, SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.period import Period
from models.submission import Submission
from services.pools import OWN_WORK, open_pool, values_of
from services.reporting import Report, silent
from services.whole_file import safe_name, written_whole


def form_of(store: Store, viewer: Viewer, period: str, uscc: str, *, today: date) -> tuple[str, bytes]:
    """Build the form of one enterprise, with its last period's answers beside the open cells; give name and bytes."""
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        enterprise = rosters.entry(connection, viewer, named.code, normalise_uscc(uscc))
        if enterprise is None:
            message = f"{named.code} 期花名册上没有 {uscc}。请核对统一社会信用代码，或先导入花名册。"
            raise NotPossible(message)
        previous = earlier_answers(connection, viewer, named, enterprise.uscc)
    return form_name(enterprise, named), _form_set(named, today).build(enterprise, previous)


def pack(store: Store, viewer: Viewer, period: str, out: Path, *, today: date, report: Report = silent) -> int:
    """Write a zip with the form of every enterprise that has to report; give their number."""
    made, done = forms(store, viewer, period, today=today), 0
    # The forms are zips already: packing them again costs time and saves nothing.
    with written_whole(out) as file, ZipFile(file, "w", ZIP_STORED) as archive:
        for done, (name, content) in enumerate(made, start=1):
            archive.writestr(ZipInfo(name, (today.year, today.month, today.day, 0, 0, 0)), content)
            report(done)
    return done


def forms(store: Store, viewer: Viewer, period: str, *, today: date) -> Iterator[tuple[str, bytes]]:
    """Give name and bytes of the form of every enterprise that has to report, each as it is made."""
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        expected = [enterprise for enterprise in rosters.roster(connection, viewer, named.code).values() if not enterprise.exempt]
        previous = {enterprise.uscc: earlier_answers(connection, viewer, named, enterprise.uscc) for enterprise in expected}
    if not expected:
        message = f"{named.code} 期花名册上没有应报企业。请先用 roster import 导入花名册。"
        raise NotPossible(message)
    return _named_forms(_form_set(named, today), [(enterprise, previous[enterprise.uscc]) for enterprise in expected])


def _named_forms(form_set: FormSet, fillings: Sequence[tuple[Enterprise, SelfAssessment | None]]) -> Iterator[tuple[str, bytes]]:
    with open_pool(form_set, OWN_WORK) as pool:
        built = values_of(pool.map(build_set_form, fillings))
        for (enterprise, _), content in zip(fillings, built, strict=True):
            yield form_name(enterprise, form_set.period), content


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


def _form_set(period: Period, today: date) -> FormSet:
    return FormSet(catalogue=load_edition(period.edition), period=period, issued_on=today, digest=digest(edition_path(period.edition)))


def earlier_answers(connection: Any, viewer: Viewer, period: Period, uscc: str) -> SelfAssessment | None:
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
