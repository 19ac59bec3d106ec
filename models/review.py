"""审核: what the association finds of a form that passed the checks, and what it settles (核定)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from operator import itemgetter

import numpy as np
import pandas as pd

from models.assessment import Level
from models.catalogue import Catalogue, Item
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.issue import Issue
from models.scoring import Levels
from models.submission import Places


class ReviewDecision(StrEnum):
    """What a reviewer did with a form; the last one of a submission holds."""

    IN_PROGRESS = "in_progress"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REOPENED = "reopened"

    @property
    def chinese(self) -> str:
        """Name it as pages do."""
        return _NAMES[self]


_NAMES = {
    ReviewDecision.IN_PROGRESS: "审核中",
    ReviewDecision.RETURNED: "退回修改",
    ReviewDecision.ACCEPTED: "核定",
    ReviewDecision.REOPENED: "重新打开",
}
SETTLED = frozenset({ReviewDecision.RETURNED, ReviewDecision.ACCEPTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReview:
    """What a reviewer hands in: `seen` is the version it was made on top of, 0 for a form nobody has reviewed.

    `levels` holds one byte an item in the edition's order, BLANK where the reviewer has not decided; `remarks` what was
    written, by item; `reason` is about the whole form.
    """

    submission_id: int
    seen: int
    decision: ReviewDecision
    levels: bytes
    remarks: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One version of the review of one submission; a later version follows it, none is changed."""

    submission_id: int
    version: int
    decision: ReviewDecision
    levels: bytes
    remarks: Mapping[str, str]
    reason: str
    at: datetime
    by: str


def may_follow(before: ReviewDecision | None, decision: ReviewDecision) -> bool:
    """Say whether a decision may come after another: what is settled is reopened first, and nothing else is."""
    return (before in SETTLED) == (decision is ReviewDecision.REOPENED)


def check_review(new: NewReview, own: bytes, enterprise: Enterprise, catalogue: Catalogue) -> None:
    """Hold a review against the checklist and the roster; raises NotPossible, naming the items.

    A reviewed level is 0-4, or 不适用 where size and traits allow it; the enterprise's own answer is no reason.
    核定 needs a level for every item, 退回 a reason or a remark, 重新打开 a reason. `own` are the form's levels.
    """
    if len(new.levels) != len(own):
        raise NotPossible("审核的项目数与自评表不符。请重新打开这份自评表再审核。")
    items = list(zip(catalogue.items, new.levels, strict=True))
    if wrong := [item for item, level in items if not _allowed(item, level, enterprise)]:
        raise NotPossible(f"{_named(wrong)} 按花名册上的规模和企业特征不能核定为“不适用”，请改为 0–4 级。")
    _check_decision(new, [item for item, level in items if level == Level.BLANK])


def _check_decision(new: NewReview, undecided: Collection[Item]) -> None:
    if new.decision is ReviewDecision.ACCEPTED and undecided:
        raise NotPossible(f"{_named(undecided)} 还没有核定等级，不能核定。请逐项核定，空缺的可按 0 级核定或退回企业补填。")
    if new.decision is ReviewDecision.RETURNED and not (new.reason or new.remarks):
        raise NotPossible("请写明退回的原因，或在要改的项目旁写审核意见。")
    if new.decision is ReviewDecision.REOPENED and not new.reason:
        raise NotPossible("请写明重新打开的原因。")


def agreed(own: bytes, reviewed: bytes) -> bytes:
    """Take the enterprise's own level wherever the reviewer has none; what it left open stays open."""
    return bytes(_of_own(mine) if level == Level.BLANK else level for mine, level in zip(own, reviewed, strict=True))


def blank_review(own: bytes) -> bytes:
    """Begin a review: no item is decided."""
    return bytes([Level.BLANK]) * len(own)


def review_issues(review: Review, own: bytes, catalogue: Catalogue, places: Places | None) -> tuple[Issue, ...]:
    """Write a return as issues of the enterprise's workbook: the reason for the whole, a remark in the cell of its item."""
    whole = [Issue(code="REVIEW_RETURNED", found=review.reason)] if review.reason else []
    remarked = [item for item in catalogue.items if item.code in review.remarks]
    return (*whole, *(_remark(item, review, own, catalogue, places) for item in remarked))


def deviation(own: Levels, reviewed: Levels) -> Fraction | None:
    """Give 自评—核定偏差: the mean of own minus reviewed level, over the answers that are a level in both."""
    both = (own <= Level.LEADING) & (reviewed <= Level.LEADING)
    count = int(both.sum())
    return Fraction(int(own[both].sum(dtype=np.int64)) - int(reviewed[both].sum(dtype=np.int64)), count) if count else None


def deviations(own: Levels, reviewed: Levels, catalogue: Catalogue) -> pd.DataFrame:
    """Give one row an item over the accepted forms (the same form in the same row of both), the largest deviation first.

    Columns `key`, `title`, `n` (forms with a level in both), `own`, `reviewed` (mean levels), `deviation`: exact
    Fractions, None where n is 0. Equal deviations stand in the order of the checklist.
    """
    both = (own <= Level.LEADING) & (reviewed <= Level.LEADING)
    rows = []
    for place, item in enumerate(catalogue.items):
        has = both[:, place]
        n = int(has.sum())
        means = [Fraction(int(levels[has, place].sum(dtype=np.int64)), n) if n else None for levels in (own, reviewed)]
        lies = deviation(own[:, [place]], reviewed[:, [place]])
        rows.append((Fraction(1) if lies is None else -abs(lies), [item.code, item.title, n, *means, lies]))
    rows.sort(key=itemgetter(0))
    return pd.DataFrame([row for _, row in rows], columns=["key", "title", "n", "own", "reviewed", "deviation"], dtype=object).astype(
        {"n": int}
    )


def _allowed(item: Item, level: int, enterprise: Enterprise) -> bool:
    if level == Level.NOT_APPLICABLE:
        return not item.applies(enterprise.size, enterprise.traits)
    return level <= Level.LEADING or level == Level.BLANK


def _of_own(level: int) -> int:
    return Level.BLANK if level == Level.FAULTY else level


def _named(items: Collection[Item]) -> str:
    codes = [item.code for item in items]
    return "、".join(codes[:8]) + (f"等 {len(codes)} 项" if len(codes) > 8 else "")


def _remark(item: Item, review: Review, own: bytes, catalogue: Catalogue, places: Places | None) -> Issue:
    place = catalogue.position[item.code]
    return Issue(
        code="REVIEW_REMARK",
        found=_level_word(own[place]),
        item=item.code,
        details={"remark": review.remarks[item.code]},
        sheet=places.sheet if places else None,
        cell=places.cell(place) if places else None,
    )


def _level_word(level: int) -> str:
    words = {Level.NOT_APPLICABLE: "不适用", Level.BLANK: "空缺", Level.FAULTY: "读不出"}
    return words.get(Level(level), f"{level} 级")
