"""Peers are taken in a fixed order, never with the enterprise itself, and never so that somebody else's score shows."""

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.benchmark import LEAST_FOR_ENTERPRISES, LEAST_FOR_STAFF, Benchmarks, PeerKind
from models.catalogue import Priority
from models.disclosure import EVERYBODY, Group
from models.progress import by_group
from tests.builders import enterprises_frame
from tests.models.attacker import follows

SECTORS, SIZES = ("机床", "汽车", "轴承"), ("大型", "小型")


def test_peers_are_the_same_sector_and_size_where_there_are_five_others() -> None:
    benchmark = _benchmarks({("机床", "大型"): 6, ("机床", "小型"): 6}).of("机床大型0")

    assert (benchmark.kind, benchmark.n, benchmark.peers) == (PeerKind.SECTOR_AND_SIZE, 5, "机床行业大型企业")


@pytest.mark.parametrize(
    ("cells", "kind", "peers"),
    [
        ({("机床", "大型"): 5, ("机床", "小型"): 5}, PeerKind.SECTOR, "机床行业企业"),
        ({("机床", "大型"): 2, ("汽车", "大型"): 9, ("轴承", "大型"): 4, ("汽车", "小型"): 9}, PeerKind.SIZE, "大型企业"),
        ({("机床", "大型"): 2, ("汽车", "小型"): 4, ("轴承", "小型"): 4}, PeerKind.ALL, "全部企业"),
        ({("机床", "大型"): 2, ("汽车", "小型"): 2}, None, ""),
    ],
)
def test_the_order_is_kept_until_there_are_enough(cells: dict[tuple[str, str], int], kind: PeerKind | None, peers: str) -> None:
    benchmark = _benchmarks(cells).of("机床大型0")

    assert (benchmark.kind, benchmark.peers) == (kind, peers)
    assert (benchmark.n >= LEAST_FOR_ENTERPRISES) == (kind is not None)


def test_an_enterprise_is_not_among_its_own_peers() -> None:
    scores = [100, 200, 300, 400, 500, 900]
    benchmarks = _benchmarks({("机床", "大型"): 6}, scores)

    assert benchmarks.of("机床大型5").total.mean == 300
    assert benchmarks.of("机床大型0").total.mean == 460


def test_an_enterprise_that_does_not_count_is_compared_with_everybody_who_does() -> None:
    frame = _frame({("机床", "大型"): 6})
    frame.loc[0, "provisional"] = True

    assert Benchmarks(frame).of("机床大型0").n == 5
    assert Benchmarks(frame).of("机床大型1").kind is None


def test_staff_see_peers_from_three_on() -> None:
    benchmarks = Benchmarks(_frame({("机床", "大型"): 4}), least=LEAST_FOR_STAFF, guarded=False)

    assert benchmarks.of("机床大型0").n == 3


def test_a_priority_that_few_peers_have_shows_only_how_many() -> None:
    frame = _frame({("机床", "大型"): 8})
    frame.loc[:3, "p3"] = None

    spread = Benchmarks(frame).of("机床大型0").priorities[Priority.QUALITY_GRADING]

    assert (spread.n, spread.median, spread.mean) == (4, None, None)


def test_without_sector_and_size_everybody_is_a_peer() -> None:
    benchmark = _benchmarks({("", ""): 8}).of("0")

    assert (benchmark.kind, benchmark.n) == (PeerKind.ALL, 7)


def test_unguarded_tables_do_give_a_hidden_group_away() -> None:
    """The attacker of the next test can do its work: here it succeeds."""
    frame = _frame({("机床", "大型"): 20, ("机床", "小型"): 2})

    assert follows(_people(frame, Group("机床", "小型")), _known(frame, Benchmarks(frame, guarded=False)))


@pytest.mark.parametrize("column", ["total", "p3"])
@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(list(product(SECTORS, SIZES))), st.integers(0, 8), min_size=1), st.data())
def test_all_feedback_and_the_notice_together_give_no_hidden_group_away(
    column: str, cells: dict[tuple[str, str], int], data: st.DataObject
) -> None:
    """The notice prints the mean of everybody too; of a priority, of whoever has it."""
    frame = _frame(cells)
    frame.loc[sorted(data.draw(st.sets(st.sampled_from(range(len(frame)))))) if len(frame) else [], "p3"] = None
    known = _known(frame, Benchmarks(frame), column)

    for group in [Group(*cell) for cell in cells] + [Group(sector=sector) for sector in SECTORS] + [Group(size=size) for size in SIZES]:
        hidden = _people(frame, group, column)
        if 0 < len(hidden) < LEAST_FOR_ENTERPRISES:
            assert not follows(hidden, known)


@given(st.integers(0, 11))
def test_one_of_the_peers_who_takes_itself_out_still_faces_four_others_or_more(size: int) -> None:
    benchmark = _benchmarks({("机床", "大型"): size, ("机床", "小型"): 3}).of("机床小型0")

    assert benchmark.kind is None or benchmark.n >= LEAST_FOR_ENTERPRISES


def _known(frame: pd.DataFrame, benchmarks: Benchmarks, column: str = "total") -> list[set[str]]:
    """Give the sets of enterprises whose sums the feedback of all of them and the notice, its means and two tables, tell.

    Who gets a benchmark adds its own score and has the whole group.
    """
    spreads = {
        found.group: found.total if column == "total" else found.priorities[Priority.QUALITY_GRADING]
        for found in map(benchmarks.of, frame["uscc"])
    }
    peers = [group for group, spread in spreads.items() if spread.median is not None]
    tables = [Group(sector=key) for key in _keys(frame, "sector")] + [Group(size=key) for key in _keys(frame, "size")]
    everybody = [EVERYBODY] if len(_people(frame, EVERYBODY, column)) >= LEAST_FOR_ENTERPRISES else []
    groups = {*peers, *(group for group in tables if benchmarks.shows(group, column)), *everybody}
    return [_people(frame, group, column) for group in groups]


def _keys(frame: pd.DataFrame, column: str) -> list[str]:
    return [str(key) for key in by_group(frame, column)["key"]]


def _people(frame: pd.DataFrame, group: Group, column: str = "total") -> set[str]:
    rows = frame.loc[frame[column].notna(), ["uscc", "sector", "size"]].itertuples(index=False)
    return {uscc for uscc, sector, size in rows if group.holds(Group(sector, size))}


def _benchmarks(cells: dict[tuple[str, str], int], scores: list[int] | None = None) -> Benchmarks:
    return Benchmarks(_frame(cells, scores))


def _frame(cells: dict[tuple[str, str], int], scores: list[int] | None = None) -> pd.DataFrame:
    rows = [(f"{sector}{size}{number}", sector, size) for (sector, size), n in cells.items() for number in range(n)]
    given = scores or [100 + 10 * place for place in range(len(rows))]
    return enterprises_frame(
        *(
            {"uscc": uscc, "sector": sector, "size": size, "total": score} | {f"p{place}": score for place in range(1, 7)}
            for (uscc, sector, size), score in zip(rows, given, strict=True)
        )
    )
