"""Two editions are compared on what both of them asked, or not at all, and it is said which."""

from pathlib import Path

import pytest

from data.editions import load_edition
from models.errors import CatalogueFault
from models.meeting_figures import MeetingFigures
from reports import sentences
from services.comparable import trend_of
from services.meeting_figures import figures_of
from services.progress import Snapshot
from tests.services.second_edition import FILE, answers_2020, year_2020, year_2021

# Under 2020 everything the second edition asks too is at level 2; what only 2020 asks is at 0 and must not matter.
BEFORE = answers_2020(P1_01=2, P2_02=2, P3_01=2, P4_01=2, P5_01=2, P6_06=2)
# P1-01 P1-02(new) P2-01 P3-01 P4-01 P5-01 P6-01 P6-02(new): the shared ones at 3 but the last at 2.
NOW = "30333320"


def two_years(*, comparable: bool = True) -> tuple[Snapshot, Snapshot]:
    before = year_2020(dict.fromkeys(("甲", "乙", "丙", "丁"), BEFORE))
    return year_2021(dict.fromkeys(("甲", "乙", "丙", "戊"), NOW), comparable=comparable), before


def figures(*, comparable: bool = True) -> MeetingFigures:
    return figures_of(*two_years(comparable=comparable))


def test_only_the_items_both_editions_ask_are_compared_at_the_newer_weights() -> None:
    panel = figures().panel

    # Shared weights 20 20 10 10 10 10: from all at 2 (50.0) to (3*70 + 2*10)/(4*80) = 71.875, shown 71.9.
    assert panel is not None
    assert (panel.n, panel.items, panel.before, panel.now, float(panel.difference or 0)) == (3, 6, 500, 719, 21.9)
    assert [change.n for change in panel.priorities] == [3] * 6


def test_the_sentences_say_on_how_many_items_and_do_not_subtract_the_plain_means() -> None:
    found = figures()

    assert sentences.change(found) == "按两版清单都有的 6 项，同口径 3 家平均综合得分较上年提高 21.9 分。"
    assert "简单平均不能相减" in sentences.difference_explained(found)
    assert sentences.plain_difference(found) == "—"


def test_editions_without_a_mapping_are_not_compared_and_it_is_said_why() -> None:
    found = figures(comparable=False)

    assert found.panel is None
    assert "项目和标准分不同，得分不能直接相减" in sentences.change(found)


def test_the_plain_means_of_two_editions_are_not_joined() -> None:
    now, before = two_years()

    points = trend_of([before, now])

    assert [(point.period.code, point.n, point.joined) for point in points] == [("2020", 4, False), ("2021", 4, False)]
    assert [point.joined for point in trend_of([before, before])] == [False, True]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{code: P9-99, before: P1-01}", "本版没有项目 P9-99"),
        ("{code: P3-01, before: P1-01}", "写了两次"),
    ],
)
def test_a_mapping_that_cannot_be_right_is_a_fault_of_the_file(tmp_path: Path, wrong: str, said: str) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(FILE.read_text(encoding="utf-8") + f"      - {wrong}\n", encoding="utf-8")

    with pytest.raises(CatalogueFault) as caught:
        load_edition(path)

    assert said in " ".join(caught.value.faults)
