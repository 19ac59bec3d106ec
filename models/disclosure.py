"""Which groups' figures enterprises may be shown, so that no hidden group comes out by adding and subtracting.

A group is a sector, a size, a sector of one size (a cell), or everybody. Figures of several groups are known at once:
the notice prints sectors and sizes, every feedback its own peer group. So whatever is shown counts as a known sum,
whoever it is shown to, and nothing small may follow from all of it together (docs/measures.md).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
# Far above what the arithmetic of some seventy zeros and ones leaves, far below the residue of a true difference.
_NOTHING_LEFT = 1e-6


class Group(NamedTuple):
    """The enterprises of a sector and of a size; None stands for any."""

    sector: str | None = None
    size: str | None = None

    def holds(self, cell: "Group") -> bool:
        """Say whether the enterprises of a cell belong to the group."""
        return self.sector in {None, cell.sector} and self.size in {None, cell.size}


EVERYBODY = Group()


def disclosed(cells: Mapping[Group, int], least: int, among: Collection[Group] | None = None) -> frozenset[Group]:
    """Give the groups that may be shown, of `cells` (enterprises by sector and size) and of what they add up to.

    A group needs `least` enterprises. Then, while a smaller group that is hidden, two small cells, or all hidden groups
    of one kind together follow from what is shown, another group is hidden: cells first, then sizes, then sectors.
    Everybody stays: the notice prints that mean whatever becomes of the groups.
    """
    filled = Counter({cell: n for cell, n in cells.items() if n})
    return _disclosed(tuple(sorted(filled.items())), least, None if among is None else frozenset(among))


# The hundreds of feedbacks of a period, and the six priorities of it, ask for the same few tables.
@lru_cache(maxsize=64)
def _disclosed(cells: tuple[tuple[Group, int], ...], least: int, among: frozenset[Group] | None) -> frozenset[Group]:
    atoms, counts = [cell for cell, _ in cells], np.array([n for _, n in cells])
    members = {group: np.array([group.holds(cell) for cell in atoms], dtype=float) for group in _groups(atoms)}
    shown = {group for group, held in members.items() if held @ counts >= least and (among is None or group in among)}
    if not atoms:
        return frozenset()
    while (exposed := _exposed(members, shown, counts, least)) is not None:
        order = sorted(shown - {EVERYBODY}, key=lambda group: (_coarseness(group), members[group] @ counts, group))
        shown.remove(_culprit(order, shown, members, exposed))
    return frozenset(shown)


def _groups(atoms: Sequence[Group]) -> list[Group]:
    sectors, sizes = (sorted({str(cell[place]) for cell in atoms}) for place in (0, 1))
    return [*atoms, *(Group(size=size) for size in sizes), *(Group(sector=sector) for sector in sectors), EVERYBODY]


def _coarseness(group: Group) -> int:
    """Order what is given up first: a cell, then a size, then a sector."""
    return (group.sector is not None and group.size is None) + (group.sector is None or group.size is None)


def _exposed(members: Mapping[Group, Matrix], shown: Collection[Group], counts: NDArray[np.int64], least: int) -> Matrix | None:
    """Find a set of fewer than `least` enterprises whose sum follows from the sums shown; None when there is none."""
    if not shown:
        return None
    small = [held for held in _to_protect(members, shown, len(counts)) if 0 < held @ counts < least]
    if not small:
        return None
    left = _residues(np.array([members[group] for group in sorted(shown, key=repr)]), np.array(small))
    found = np.flatnonzero(left < _NOTHING_LEFT)
    return small[found[0]] if len(found) else None


def _to_protect(members: Mapping[Group, Matrix], shown: Collection[Group], width: int) -> Iterable[Matrix]:
    """Give what an attacker would look for: hidden groups, two cells, the hidden cells of a row or a column together."""
    hidden = {group: held for group, held in members.items() if group not in shown}
    yield from hidden.values()
    for one, other in combinations(np.eye(width), 2):
        yield one + other
    cells = [group for group in hidden if None not in group]
    for line in members:
        inside = [members[cell] for cell in cells if line.holds(cell)]
        if None in line and inside:
            yield np.add.reduce(inside)
    for place in (0, 1):
        lines = [held for group, held in hidden.items() if group[place] is not None and group[1 - place] is None]
        if lines:
            yield np.add.reduce(lines)


def _residues(known: Matrix, wanted: Matrix) -> Matrix:
    """Give for each wanted row what no combination of the known rows accounts for."""
    _, strengths, directions = np.linalg.svd(known, full_matrices=False)
    space = directions[strengths > _NOTHING_LEFT]
    return np.asarray(np.abs(wanted - (wanted @ space.T) @ space).max(axis=1))


def _culprit(order: Sequence[Group], shown: Collection[Group], members: Mapping[Group, Matrix], exposed: Matrix) -> Group:
    """Pick the first group in the order without which the exposed set no longer follows; if none alone will do, the first."""
    for group in order:
        rest = [members[other] for other in shown if other != group]
        if not rest or _residues(np.array(rest), exposed[None, :])[0] >= _NOTHING_LEFT:
            return group
    return order[0]
