"""What is worth a look in a form that passed: uniform levels, copies, certificates past their date, other names."""

from datetime import date

import pytest

from models.assessment import Field
from models.attention import ATTENTION_KINDS, Names, jumps, not_expected, of_levels, of_texts, of_twins, without_evidence
from models.enterprise import Trait
from tests.builders import edition, enterprise, levels

DEADLINE = date(2020, 9, 10)
NAMES = Names(["苏南恒岳机床有限公司", "恒岳机床有限公司", "浙东轴承厂", "某"])
OWN = "苏南恒岳机床有限公司"


@pytest.mark.parametrize(
    ("given", "codes"),
    [("4" * 48, ["ALL_LEADING"]), ("3" * 40 + "-" * 8, ["ALL_SAME"]), ("3" * 47 + "2", []), ("4" + "?" * 47, []), ("?" * 48, [])],
)
def test_levels_that_are_all_alike_are_noticed(given: str, codes: list[str]) -> None:
    assert [one.code for one in of_levels(levels(given))] == codes


def test_the_levels_of_the_period_before_are_noticed_when_not_one_differs() -> None:
    form = levels("3210" * 12)

    assert [one.sentence for one in of_levels(form, form, "2019")] == ["各项等级与 2019 期一项不差，可能是照抄上期。"]
    assert list(of_levels(form, levels("3211" * 12), "2019")) == []


def test_high_levels_without_evidence_are_named_together() -> None:
    texts = {"P1-01": {Field.EVIDENCE: "证书"}, "P1-02": {Field.NOTE: "很好"}}

    [found] = without_evidence({"P1-01": 4, "P1-02": 4, "P1-03": 2, "P1-04": 3, "P1-05": 10}, texts)

    assert (found.item, found.items) == ("P1-02", ("P1-02", "P1-04"))
    assert "有 2 项填了 3 级或 4 级" in found.sentence
    assert "P1-02、P1-04" in found.sentence


def test_a_jump_of_two_levels_over_the_period_before_is_noticed_and_nothing_else_is() -> None:
    before = {"P1-01": 1, "P1-02": 2, "P1-03": 10, "P1-04": 4, "P1-05": 0}

    [found] = jumps({"P1-01": 3, "P1-02": 3, "P1-03": 4, "P1-04": 1, "P1-05": 11, "P1-06": 4}, before, "2019")

    assert found.items == ("P1-01",)
    assert found.sentence == "有 1 项比 2019 期高出 2 级以上：P1-01。"
    assert list(jumps({"P1-01": 2}, before, "2019")) == []


def test_a_level_the_roster_asks_nobody_for_says_that_the_roster_may_lack_a_trait() -> None:
    firm = enterprise(traits=frozenset({Trait.CONSUMER_GOODS}))

    [found] = not_expected({"P1-01": 3, "P3-04": 2, "P4-07": 1, "P5-07": 10}, firm, edition())

    assert found.items == ("P4-07",)
    assert "请核对花名册上的规模和企业特征" in found.sentence


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ISO9001 证书，有效期至2019-05-01", ["有效期至2019-05-01"]),
        ("证书2019.5.1到期", ["2019.5.1到期"]),
        ("有效期2016年5月1日至2019年4月30日", ["有效期2016年5月1日至2019年4月30日"]),
        ("有效期至2020年8月", ["有效期至2020年8月"]),
        ("有效期至20190501", ["有效期至2019-05-01"]),
        ("有效期至2020-09-10", []),
        ("有效期至2020年", []),
        ("有效期2016年5月1日至2023年4月30日", []),
        ("须在有效期内（QM-2019-04）", []),
        ("2019年有效投诉处理率", []),
        ("2019 年获证，有效期 3 年", []),
        ("有效期至2019-13-45", []),
    ],
)
@pytest.mark.parametrize("field", [Field.EVIDENCE, Field.NOTE])
def test_a_certificate_past_its_date_is_noticed_at_the_deadline(text: str, found: list[str], field: Field) -> None:
    noticed = list(of_texts({"P1-05": {field: text}}, OWN, NAMES, DEADLINE))

    assert [(one.code, one.item, one.details["found"]) for one in noticed] == [
        ("CERTIFICATE_EXPIRED", "P1-05", passage) for passage in found
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("浙东轴承厂质量体系证书", ["浙东轴承厂"]),
        ("苏南恒岳机床有限公司证书", []),
        ("某项证书", []),
        ("恒岳机床有限公司证书", ["恒岳机床有限公司"]),
    ],
)
def test_another_enterprise_s_name_is_noticed_and_one_s_own_is_not(text: str, found: list[str]) -> None:
    noticed = list(of_texts({"P1-05": {Field.EVIDENCE: text}}, OWN, NAMES, DEADLINE))

    assert [one.details["found"] for one in noticed] == found


def test_an_empty_roster_has_no_names() -> None:
    assert Names([]).within("浙东轴承厂", OWN) == ()


def test_every_sentence_can_be_written() -> None:
    made = [*of_levels(levels("4" * 48), levels("4" * 48), "2019"), of_twins("各项等级", ("甲", "乙")), *without_evidence({"P1-01": 4}, {})]

    assert all(one.sentence.endswith("。") and one.title for one in made)
    assert {one.code for one in made} < set(ATTENTION_KINDS)
