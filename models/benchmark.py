"""对标基准: the enterprises one enterprise is compared with, and their figures.

The order is fixed: the same sector and size, the same sector, the same size, everybody; the first group with enough
others is taken. An enterprise is never among its own peers. Frames are those of models.progress.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.catalogue import Priority
from models.disclosure import EVERYBODY, Group, disclosed
from models.progress import LEAST_SHOWN, Distribution, counted, distribution
from models.scoring import PRIORITY_SCORES

LEAST_FOR_STAFF = LEAST_SHOWN
LEAST_FOR_ENTERPRISES = 5


class PeerKind(StrEnum):
    """Which enterprises count as peers."""

    SECTOR_AND_SIZE = "sector_and_size"
    SECTOR = "sector"
    SIZE = "size"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """The figures of an enterprise's peers; `kind` is None, and every n 0, when there are too few of any kind.

    A priority that too few of the peers have keeps its n and shows nothing else.
    """

    kind: PeerKind | None
    group: Group
    total: Distribution
    priorities: Mapping[Priority, Distribution]

    @property
    def n(self) -> int:
        """Count the peers."""
        return self.total.n

    @property
    def peers(self) -> str:
        """Name the peers: 机床工具行业小型企业, 机床工具行业企业, 小型企业, 全部企业."""
        if self.kind is None:
            return ""
        sector = f"{self.group.sector}行业" if self.group.sector else ""
        return f"{sector}{self.group.size or ''}企业" if self.group != EVERYBODY else "全部企业"


@dataclass(frozen=True)
class Benchmarks:
    """Everybody's benchmarks: the counted forms of a period by sector and size, and the groups that may be shown.

    Guarded (for enterprises) a group that would give a hidden one away is hidden too; staff see every form anyway.
    """

    enterprises: pd.DataFrame
    least: int = LEAST_FOR_ENTERPRISES
    guarded: bool = True

    def of(self, uscc: str) -> Benchmark:
        """Work out the benchmark of an enterprise of the roster."""
        for kind, group in self._ladder(uscc):
            if group in self.open_groups and len(others := self._others(group, uscc)) >= self.least:
                total, *six = (pd.Series(scores) for scores in others.T)
                spreads = {priority: self._spread(group, priority.lower(), scores) for priority, scores in zip(Priority, six, strict=True)}
                return Benchmark(kind=kind, group=group, total=distribution(total), priorities=spreads)
        nothing = Distribution(n=0)
        return Benchmark(kind=None, group=EVERYBODY, total=nothing, priorities=dict.fromkeys(Priority, nothing))

    def rows(self, group: Group, *, without: str = "") -> pd.DataFrame:
        """Give the counted enterprises of a group, one of them left out."""
        found = self._groups.get(group, self._counted.iloc[:0])
        return found[found["uscc"] != without]

    @cached_property
    def open_groups(self) -> frozenset[Group]:
        """Give the groups whose total scores may be shown."""
        return self._disclosed("total")

    def shows(self, group: Group, column: str) -> bool:
        """Say whether a group's figures of `total` or of a priority (`p1`..`p6`) may be shown."""
        return group in self._open[column]

    def _ladder(self, uscc: str) -> Iterator[tuple[PeerKind, Group]]:
        sector, size = self._cells[uscc]
        if sector and size:
            yield PeerKind.SECTOR_AND_SIZE, Group(sector, size)
        if sector:
            yield PeerKind.SECTOR, Group(sector=sector)
        if size:
            yield PeerKind.SIZE, Group(size=size)
        yield PeerKind.ALL, EVERYBODY

    def _others(self, group: Group, uscc: str) -> NDArray[np.float64]:
        """Give the scores of a group without an enterprise's own: a row an enterprise, the total and the six."""
        scores, places = self._scores[group]
        return np.delete(scores, places[uscc], axis=0) if uscc in places else scores

    def _spread(self, group: Group, column: str, peers: pd.Series) -> Distribution:
        spread = distribution(peers)
        return spread if spread.n >= self.least and self.shows(group, column) else Distribution(n=spread.n)

    @cached_property
    def _counted(self) -> pd.DataFrame:
        return counted(self.enterprises)[["uscc", "sector", "size", "total", *PRIORITY_SCORES]]

    @cached_property
    def _scores(self) -> dict[Group, tuple[NDArray[np.float64], dict[str, int]]]:
        return {
            group: (rows[["total", *PRIORITY_SCORES]].to_numpy(dtype=float), {uscc: place for place, uscc in enumerate(rows["uscc"])})
            for group, rows in self._groups.items()
        }

    @cached_property
    def _cells(self) -> dict[str, tuple[str, str]]:
        columns = (self.enterprises[name].astype(str) for name in ("uscc", "sector", "size"))
        return {uscc: (sector, size) for uscc, sector, size in zip(*columns, strict=True)}

    @cached_property
    def _groups(self) -> dict[Group, pd.DataFrame]:
        rows = self._counted
        groups = {EVERYBODY: rows}
        groups |= {Group(str(sector), str(size)): found for (sector, size), found in rows.groupby(["sector", "size"])}
        groups |= {Group(sector=str(sector)): found for sector, found in rows.groupby("sector")}
        return groups | {Group(size=str(size)): found for size, found in rows.groupby("size")}

    @cached_property
    def _open(self) -> dict[str, frozenset[Group]]:
        of_priorities = {column: self._disclosed(column, among=self.open_groups) for column in PRIORITY_SCORES}
        return {"total": self.open_groups} | of_priorities

    def _disclosed(self, column: str, among: frozenset[Group] | None = None) -> frozenset[Group]:
        counts = {group: int(rows[column].notna().sum()) for group, rows in self._groups.items()}
        if self.guarded:
            return disclosed({group: n for group, n in counts.items() if None not in group}, self.least, among)
        return frozenset(group for group, n in counts.items() if n >= self.least)
