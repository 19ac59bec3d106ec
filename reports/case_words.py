"""What is said of 典型案例: a line of each story, short enough for its place."""

import re

from exchange.writable import clipped
from models.cases import Case, Cases
from models.story import Story

ON_SLIDE, IN_NOTES, IN_NOTICE = 56, 200, 90
_LONGEST_CALL, _SHORT_CALL = 60, 16


def told(story: Story, most: int) -> str:
    """Write a story in one line of at most so many letters, its title first; what is cut off shows as 「…」."""
    title, text = (" ".join(part.split()).rstrip("。；;") for part in (story.title, story.text))
    if not (title and text):
        return clipped(title or text, most)
    return clipped(f"“{clipped(title, most // 2)}”，{text}", most)


def cases_title(cases: Cases) -> str:
    """Say how many told something and how many of them are heard."""
    return f"{cases.told} 家企业写了亮点与故事，列出典型案例 {len(cases.chosen)} 家，排名不分先后"


def direction(case: Case) -> str:
    """Name the scope of a case: its id and how its call begins."""
    begins = re.split("[，,;；。]", _unnumbered(case.call))[0]
    return f"{case.story.scope} {clipped(begins, _SHORT_CALL)}".strip() or "—"


def calls(cases: Cases) -> list[str]:
    """Say what each scope calls for, once."""
    found = {case.story.scope: case.call for case in cases.chosen if case.call}
    return [f"{scope}：{clipped(_unnumbered(call).rstrip(';；。'), _LONGEST_CALL)}" for scope, call in found.items()]


def _unnumbered(call: str) -> str:
    return call.lstrip("0123456789、")
