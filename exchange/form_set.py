"""Everybody's forms of one period: alike but for what is each enterprise's own, so each child writes their master once."""

from dataclasses import dataclass, field
from datetime import date

from exchange.template import FormMaster
from models.assessment import SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSet:
    """What the forms of a period have in common; `digest` is the edition's."""

    catalogue: Catalogue
    period: Period
    issued_on: date
    digest: str
    _masters: dict[bool, FormMaster] = field(default_factory=dict, init=False, compare=False, repr=False)

    def build(self, enterprise: Enterprise, previous: SelfAssessment | None = None) -> bytes:
        """Build the form of one enterprise, with its earlier answers beside the open cells if there are any."""
        with_previous = previous is not None
        if with_previous not in self._masters:
            self._masters[with_previous] = FormMaster(
                self.catalogue, self.period, issued_on=self.issued_on, digest=self.digest, with_previous=with_previous
            )
        return self._masters[with_previous].build(enterprise, previous)
