"""Builds a fresh form with an enterprise's answers in it, marked up, for a file that cannot be rewritten itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from exchange.annotate import annotate
from exchange.form_items import FormPlan
from exchange.layout import Heading, Sheet
from exchange.template import build_form
from models.assessment import Field, SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.issue import Issue
from models.period import Period


def fresh_form(
    catalogue: Catalogue,
    enterprise: Enterprise,
    period: Period,
    assessment: SelfAssessment,
    issues: Sequence[Issue],
    *,
    issued_on: date,
    digest: str,
    note: str,
) -> bytes:
    """Build the form with the answers that could be read; levels that could not are open and noted in their new cells."""
    form = build_form(catalogue, enterprise, period, issued_on=issued_on, digest=digest, previous=assessment, carry_levels=True)
    plan = FormPlan(catalogue=catalogue, with_previous=False)
    return annotate(form, [_moved(issue, plan) for issue in issues], note=note)


def _moved(issue: Issue, plan: FormPlan) -> Issue:
    """Point an issue at the cell of the fresh form; one that is not about an item is about the whole file there."""
    if issue.item not in plan.catalogue.by_code:
        return replace(issue, sheet=None, cell=None)
    heading = Heading((issue.field or Field.LEVEL).value)
    return replace(issue, sheet=Sheet.FORM.value, cell=plan.cell(issue.item, heading))
