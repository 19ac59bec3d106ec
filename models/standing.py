"""Where one enterprise stands among its peers (models.benchmark), of whom it is none itself."""

from collections.abc import Sequence
from fractions import Fraction


def share_below(own: Fraction, others: Sequence[Fraction]) -> Fraction | None:
    """Give the share of the others with a lower shown score; None where there is nobody else."""
    return Fraction(sum(score < own for score in others), len(others)) if others else None
