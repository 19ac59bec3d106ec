"""Somebody who adds and subtracts whatever is shown, to get at what is not; exact, and knowing nothing of the guard."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction

Row = list[Fraction]


def follows(wanted: Collection[str], known: Iterable[Collection[str]]) -> bool:
    """Say whether the sum over `wanted` is a combination of the sums over the known sets of enterprises."""
    known = [frozenset(members) for members in known]
    everybody = sorted(frozenset(wanted).union(*known))
    basis: list[tuple[int, Row]] = []
    for members in known:
        _insert(basis, _reduced(_row(members, everybody), basis))
    return not any(_reduced(_row(wanted, everybody), basis))


def _row(members: Collection[str], everybody: Sequence[str]) -> Row:
    return [Fraction(one in members) for one in everybody]


def _reduced(row: Row, basis: list[tuple[int, Row]]) -> Row:
    for lead, known in basis:
        factor = row[lead]
        if factor:
            row = [value - factor * other for value, other in zip(row, known, strict=True)]
    return row


def _insert(basis: list[tuple[int, Row]], row: Row) -> None:
    lead = next((place for place, value in enumerate(row) if value), None)
    if lead is not None:
        basis.append((lead, [value / row[lead] for value in row]))
