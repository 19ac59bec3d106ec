"""草稿 of 在线填报: what an enterprise has typed so far, before it hands anything in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from models.assessment import Answer, Level
from models.catalogue import Catalogue, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The answers typed so far, by item; `version` counts the savings, 0 before the first."""

    period: str
    uscc: str
    answers: Mapping[str, Answer]
    version: int = 0
    updated_at: datetime | None = None
    by: str = ""

    def answer(self, code: str) -> Answer:
        """Give the answer to an item, blank when there is none."""
        return self.answers.get(code, Answer(level=Level.BLANK))

    def changed(self, code: str, answer: Answer) -> "Draft":
        """Put one answer in the place of what the item had."""
        return replace(self, answers={**self.answers, code: answer})

    def filled(self, items: tuple[Item, ...]) -> int:
        """Count the items that have a level or 不适用."""
        return sum(self.answer(item.code).level not in {Level.BLANK, Level.FAULTY} for item in items)

    def first_open(self, catalogue: Catalogue) -> Item | None:
        """Find the first item without a level."""
        return next((item for item in catalogue.items if not self.filled((item,))), None)
