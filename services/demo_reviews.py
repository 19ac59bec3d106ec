"""The demo's reviews: the closed periods settled, the open one half way through."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from data import reviews, submissions
from models.assessment import Level
from models.review import NewReview, ReviewDecision
from services.demo_year import Year

_REVIEWER = "示范审核员"
_REMARK = "证明材料只见制度文件，未见实施记录，按低一级核定。"
_LOWERED, _REVIEWED_SO_FAR = 0.05, 0.55
_REVIEWED_AFTER = timedelta(days=3)


def review_some(year: Year) -> None:
    """Accept the newest forms that passed and have no blank, a level lowered here and there; a share of them while it is open."""
    demo, period = year.demo, year.period
    forms = submissions.forms(demo.connection, demo.viewer, period.code).drop_duplicates("uscc", keep="last")
    random = Random(f"reviewed {demo.seed} {period.code}")
    whole = forms[forms["passed"] & (forms["blank"] == 0)]
    for number, own, received_at in zip(whole["id"], whole["levels"], whole["received_at"], strict=True):
        at = received_at.to_pydatetime() + _REVIEWED_AFTER
        if at.date() < year.today and (not year.is_open or random.random() < _REVIEWED_SO_FAR):
            _accept(year, int(number), own, random, at)


def _accept(year: Year, submission_id: int, own: bytes, random: Random, at: datetime) -> None:
    codes = [item.code for item in year.catalogue.items]
    lowered = {place for place, level in enumerate(own) if Level.EFFECTIVE <= level <= Level.LEADING and random.random() < _LOWERED}
    levels = bytes(level - 1 if place in lowered else level for place, level in enumerate(own))
    remarks = {codes[place]: _REMARK for place in sorted(lowered)}
    new = NewReview(submission_id=submission_id, seen=0, decision=ReviewDecision.ACCEPTED, levels=levels, remarks=remarks)
    reviews.add_review(year.demo.connection, replace(year.demo.viewer, name=_REVIEWER), new, at)
