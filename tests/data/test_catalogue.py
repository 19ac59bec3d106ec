"""The edition that ships is the notice, word for word, and its weights and rules are those agreed."""

import re
from pathlib import Path

import pytest

from data.editions import digest, edition_path, editions, load_edition
from models.catalogue import Catalogue, Priority
from models.enterprise import Size, Trait
from models.errors import CatalogueFault, NotPossible

NOTICE = Path(__file__).with_name("notice_2020.txt")
PUNCTUATION = frozenset("，、。；")
ORDINALS = "一二三四五六"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_edition("2020")


@pytest.fixture
def source() -> str:
    return edition_path("2020").read_text(encoding="utf-8")


def normalised(text: str) -> str:
    """Take out white space and make brackets half-width and commas full-width, as practice section 1 compares."""
    return re.sub(r"\s", "", text).translate(str.maketrans("（）,", "()，"))


def notice() -> list[tuple[str, str]]:
    """Split the notice into its six headings and paragraphs."""
    lines = [line for line in NOTICE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return list(zip(lines[::2], lines[1::2], strict=True))


def uncovered(paragraph: str, quotes: list[str]) -> str:
    """Find the quotes in the paragraph one after the other and give what lies between them."""
    left, place = "", 0
    for quote in quotes:
        found = paragraph.find(quote, place)
        assert found >= 0, f"not in the notice at its place: {quote}"
        left += paragraph[place:found]
        place = found + len(quote)
    return left + paragraph[place:]


def faults_of(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    """Load a text as an edition and give the faults as (line, message)."""
    path = tmp_path / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueFault) as caught:
        load_edition(path)
    found = [re.fullmatch(r"draft\.yaml 第 (\d+) 行：(.+)", fault) for fault in caught.value.faults]
    return [(int(match[1]), match[2]) for match in found if match]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("place", range(6))
def test_the_quotes_are_the_notices_own_letters_in_its_order(catalogue: Catalogue, place: int) -> None:
    _, paragraph = notice()[place]
    quotes = [normalised(clause.quote) for clause in catalogue.clauses if clause.id.startswith(f"{place + 1}.")]

    left = uncovered(normalised(paragraph), quotes)

    assert set(left) <= PUNCTUATION


def test_the_titles_are_the_notices_headings(catalogue: Catalogue) -> None:
    printed = [f"{ordinal}、{title.title}" for ordinal, title in zip(ORDINALS, catalogue.priorities, strict=True)]

    assert printed == [heading for heading, _ in notice()]


def test_every_clause_of_the_notice_is_covered_by_an_item(catalogue: Catalogue) -> None:
    covered = {id_ for item in catalogue.items for id_ in item.clauses}

    assert len(catalogue.clauses) == 84
    assert {clause.id for clause in catalogue.clauses} == covered


def test_clause_1_10_is_not_clause_1_1(catalogue: Catalogue) -> None:
    assert catalogue.clause_by_id["1.10"].quote == "引导大型企业建立完善第二方质量审核制度"
    assert catalogue.clause_by_id["1.1"].quote == "引导企业健全质量责任体系"


def test_weights_make_100_and_each_priority_has_its_share(catalogue: Catalogue) -> None:
    shares = [sum(item.weight for item in catalogue.items_of(priority)) for priority in Priority]

    assert shares == [24, 18, 13, 17, 14, 14]
    assert sum(shares) == 100
    assert len(catalogue.items) == 48


def test_twelve_items_worth_18_may_be_left_out(catalogue: Catalogue) -> None:
    optional = [item for item in catalogue.items if item.not_applicable_when]

    assert [item.code for item in optional] == [
        "P1-07", "P2-04", "P2-09", "P3-02", "P3-03", "P3-04", "P3-07", "P3-08", "P4-07", "P5-05", "P5-07", "P6-07",
    ]  # fmt: skip
    assert sum(item.weight for item in optional) == 18


def test_six_core_items_and_none_may_be_left_out(catalogue: Catalogue) -> None:
    core = [item for item in catalogue.items if item.core]

    assert [item.code for item in core] == ["P1-01", "P1-03", "P1-04", "P1-09", "P2-02", "P6-06"]
    assert not any(item.not_applicable_when for item in core)


def test_targets_are_2_but_for_eight_basic_and_three_exploring_items(catalogue: Catalogue) -> None:
    by_target = {level: [item.code for item in catalogue.items if item.target_level == level] for level in (1, 3)}

    assert by_target[3] == ["P1-01", "P1-03", "P1-04", "P1-05", "P1-09", "P2-02", "P2-07", "P6-06"]
    assert by_target[1] == ["P3-08", "P5-05", "P6-07"]
    assert {item.target_level for item in catalogue.items} == {1, 2, 3}


def test_bands_and_gate_are_those_of_the_edition(catalogue: Catalogue) -> None:
    assert [(band.name, int(band.from_score)) for band in catalogue.bands] == [
        ("起步级", 0), ("策划级", 20), ("实施级", 45), ("见效级", 70), ("引领级", 95),
    ]  # fmt: skip
    assert catalogue.gate_allows_above_core == 1


def test_a_large_firm_with_every_trait_has_to_score_every_item(catalogue: Catalogue) -> None:
    assert all(item.applies(Size.LARGE, set(Trait)) for item in catalogue.items)


def test_a_firm_of_unknown_size_without_traits_may_leave_out_all_twelve(catalogue: Catalogue) -> None:
    assert sum(not item.applies(None, set()) for item in catalogue.items) == 12


def test_the_source_note_quotes_the_title_with_its_2019(catalogue: Catalogue) -> None:
    assert "工业和信息化部办公厅关于做好2019年工业质量品牌建设工作的通知" in catalogue.source_note
    assert "2020年为准" in catalogue.source_note


def test_all_faults_come_in_one_pass_with_their_lines(tmp_path: Path, source: str) -> None:
    changes = {
        'edition: "2020"': "edition: 2020",
        'id: "1.10"': "id: 1.10",
        "from_score: 45": "from_score: 15",
        "weight: 4": "weigth: 4",
        "core: true": "core: 1",
        "target_level: 3": "target_level: 5",
        "unless_size: [大型]": "unless_size: [特大]",
        "[首台(套), 重": "[首台套, 重",
        'clauses: ["1.2", "1.14"]': 'clauses: ["1.2", "1.99"]',
        "code: P6-07": "code: P6-7",
        "code: P6-06": "code: P6-05",
        "      2: ": "      7: ",
        "year: 2013": "year: 2031",
        "story_scopes: [S.3, S.5]": "story_scopes: [S.9, S.5]",
    }
    broken = source
    for old, new in changes.items():
        broken = broken.replace(old, new, 1)

    found = faults_of(tmp_path, broken)

    lines = {line for line, _ in found}
    assert {line_of(broken, new.strip()) for new in changes.values() if new not in {"code: P6-05", "      7: "}} <= lines
    words = "\n".join(message for _, message in found)
    for expected in (
        "是否为 weight",
        "缺少 weight",
        "重复（另见第",
        "没有任何评价项目引用",
        "year 应是 1950–2020 的整数，读到的是 2031",
        "缺少 2",
        '加引号写成 "1.10"',
    ):
        assert expected in words
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("weight: 4", "weight: 5", "标准分合计是 101，应为 100"),
        ("    weight: 3\n", "    weight: 3\n    weight: 3\n", "weight 写了两次"),
        ('clauses: ["1.1"]', 'clauses: ["2.1"]', "不属于编号所示的重点工作 P1"),
        ("code: P2\n", "code: P3\n", "应依次是 P1 到 P6"),
        ("items:\n", "items: []\nold:\n", "items 是空的"),
        ("        year: 2016", "        year: soon", "year 应是 1950–2020 的整数"),
        ("kind: 直接", "kind: 间接", "kind 只能是 直接、参与、结果"),
        ("    not_applicable_when: {unless_size: [大型]}\n", "", "没有 not_applicable_when"),
        ("not_applicable_rule: 不允许不适用", "not_applicable_rule: 可选不适用", "没有 not_applicable_when"),
        ("{unless_size: [大型]}", "{}", "至少一条"),
        ("gate_allows_above_core: 1", "gate_allows_above_core: yes", "gate_allows_above_core 应是 0–4 的整数"),
        ("title: 质量责任体系", 'title: ""', "title 是空的"),
        ('id: "1.3"', 'id: "1.30"', "次序不对"),
    ],
)
def test_a_broken_promise_is_named(tmp_path: Path, source: str, old: str, new: str, expected: str) -> None:
    assert old in source

    found = faults_of(tmp_path, source.replace(old, new, 1))

    assert expected in "\n".join(message for _, message in found)


def test_a_syntax_error_is_a_fault_with_its_line(tmp_path: Path, source: str) -> None:
    broken = source.replace('id: "1.10"', 'id: "1.10', 1)

    ((line, message),) = faults_of(tmp_path, broken)

    assert abs(line - line_of(broken, 'id: "1.10')) <= 5
    assert "写法有误" in message


@pytest.mark.parametrize(("text", "expected"), [("", "文件是空的"), ("- a\n", "应是一组"), ("a: 1\n", "缺少 items")])
def test_a_file_that_is_no_catalogue_says_so(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in "\n".join(message for _, message in faults_of(tmp_path, text))


def test_a_file_in_gbk_says_so(tmp_path: Path, source: str) -> None:
    path = tmp_path / "gbk.yaml"
    path.write_bytes(source.encode("gb18030"))

    with pytest.raises(CatalogueFault, match="不是 UTF-8"):
        load_edition(path)


def test_an_unknown_edition_names_those_there_are() -> None:
    with pytest.raises(NotPossible, match=r"没有 1999 版清单，现有：.*2020"):
        load_edition("1999")


def test_a_changed_file_is_loaded_anew_and_an_unchanged_one_is_not(tmp_path: Path, source: str) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(source, encoding="utf-8")
    first = load_edition(path)

    unchanged = load_edition(path)
    path.write_text(source.replace("title: 质量责任体系", "title: 质量责任制", 1), encoding="utf-8")
    changed = load_edition(path)

    assert unchanged is first
    assert changed.by_code["P1-01"].title == "质量责任制"


def test_the_digest_changes_with_a_single_letter(tmp_path: Path, source: str) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text(source.replace("。", "，", 1), encoding="utf-8")

    assert digest(path) != digest(edition_path("2020"))
    assert len(digest(path)) == 64


@pytest.mark.parametrize("name", editions())
def test_every_edition_that_ships_is_sound_and_named_as_its_file(name: str) -> None:
    assert load_edition(name).edition == name
