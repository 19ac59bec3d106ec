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
    call = "".join(re.split("[，,;；。]", case.call.lstrip("0123456789、"))[:1])
    return f"{case.story.scope} {clipped(call, _SHORT_CALL)}".strip() or "—"


def calls(cases: Cases) -> list[str]:
    """Say what each scope calls for, once."""
    found = {case.story.scope: case.call for case in cases.chosen if case.call}
    return [f"{scope}：{clipped(call.lstrip('0123456789、').rstrip(';；。'), _LONGEST_CALL)}" for scope, call in found.items()]
