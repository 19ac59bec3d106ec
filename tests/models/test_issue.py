"""The table of messages: each says where, what was found, and what to do."""

import string

import pytest

from models.issue import KINDS, Issue, Severity

ALWAYS_GIVEN = {"where", "found", "item"}


@pytest.mark.parametrize("code", KINDS)
def test_every_code_renders_with_its_details(code: str) -> None:
    details = {name: f"〔{name}〕" for name in _names(code) - ALWAYS_GIVEN}

    message = Issue(code=code, found="〔found〕", item="P1-01", details=details, sheet="自评表", cell="G12").message

    assert "{" not in message
    assert all(text in message for text in details.values())


@pytest.mark.parametrize("code", KINDS)
def test_every_sentence_asks_for_something(code: str) -> None:
    assert "请" in KINDS[code].sentence


@pytest.mark.parametrize("code", KINDS)
def test_every_message_is_plain_chinese_in_whole_sentences(code: str) -> None:
    kind = KINDS[code]

    assert kind.sentence.endswith(("。", "}"))
    assert kind.title
    assert not kind.title.endswith("。")
    assert "None" not in kind.sentence


def test_the_message_begins_with_the_cell() -> None:
    issue = Issue(code="LEVEL_AMBIGUOUS", found="3分", item="P1-03", sheet="自评表", cell="G12")

    assert issue.message.startswith("G12 填了“3分”")


def test_without_a_cell_the_message_begins_with_the_item() -> None:
    assert Issue(code="LEVEL_AMBIGUOUS", found="3分", item="P1-03").message.startswith("P1-03 填了“3分”")


@pytest.mark.parametrize("code", KINDS)
def test_without_a_place_no_message_begins_in_the_middle_of_a_sentence(code: str) -> None:
    details = {name: f"〔{name}〕" for name in _names(code) - ALWAYS_GIVEN}

    assert not Issue(code=code, found="x", details=details).message.startswith(("的", "起", "填", "是", "写", "与", "显"))


def test_a_place_in_another_file_is_said_in_full() -> None:
    issue = Issue(code="ITEM_UNKNOWN", found="P9-99", details={"where": "原文件“表1”D60 "})

    assert issue.message.startswith("原文件“表1”D60 的编号“P9-99”")


def test_what_was_found_is_shown_as_it_is_even_with_braces() -> None:
    assert "“{0}{x}”" in Issue(code="LEVEL_AMBIGUOUS", found="{0}{x}", cell="G12").message


def test_severities_have_a_word_for_people() -> None:
    assert [severity.chinese for severity in Severity] == ["须修改", "请留意"]


def _names(code: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(KINDS[code].sentence) if name}
