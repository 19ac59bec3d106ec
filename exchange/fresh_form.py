"""Builds a fresh form with all that an enterprise wrote in it, marked up, for a file that cannot be rewritten itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from exchange.annotate import annotate
from exchange.form_items import FormPlan
from exchange.form_sheets import info_cell
from exchange.layout import Heading, InfoLabel, Sheet
from exchange.own_words import read_own_words
from exchange.template import build_form
from models.assessment import Field, SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.issue import Issue
from models.period import Period

_ABOUT = {
    "NAME_DIFFERS": InfoLabel.NAME,
    "SIZE_DIFFERS": InfoLabel.SIZE,
    "TRAITS_DIFFER": InfoLabel.TRAITS,
    "CONTACT_DIFFERS": InfoLabel.CONTACT,
}


def fresh_form(
    catalogue: Catalogue,
    enterprise: Enterprise,
    period: Period,
    assessment: SelfAssessment,
    issues: Sequence[Issue],
    content: bytes,
    *,
    issued_on: date,
    digest: str,
    note: str,
) -> bytes:
    """Build the form with what could be read of `content`; levels that could not are open and noted in their new cells."""
    form = build_form(
        catalogue,
        enterprise,
        period,
        issued_on=issued_on,
        digest=digest,
        previous=assessment,
        carry_levels=True,
        words=read_own_words(content),
    )
    plan = FormPlan(catalogue=catalogue, with_previous=False)
    return annotate(form, [_moved(issue, plan) for issue in issues], note=note)


def _moved(issue: Issue, plan: FormPlan) -> Issue:
    """Point an issue at the cell of the fresh form; one that has none there says where it stood in the file that came."""
    if issue.item in plan.catalogue.by_code:
        return replace(issue, sheet=Sheet.FORM.value, cell=plan.cell(issue.item, Heading((issue.field or Field.LEVEL).value)))
    if label := _label(issue):
        return replace(issue, sheet=Sheet.INFO.value, cell=info_cell(label))
    stood = {"where": f"原文件“{issue.sheet}”{issue.cell} "} if issue.sheet and issue.cell else {}
    return replace(issue, sheet=None, cell=None, details=issue.details | stood)


def _label(issue: Issue) -> InfoLabel | None:
    """Tell which of the enterprise's details an issue is about."""
    return InfoLabel(issue.details["label"]) if issue.code == "DETAIL_DIFFERS" else _ABOUT.get(issue.code)
