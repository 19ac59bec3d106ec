"""What an enterprise says of itself: a level for each item, and the words beside it."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """自评等级 0-4, and the three ways of having none; the value is the byte the store keeps."""

    NOT_STARTED = 0
    PLANNED = 1
    IMPLEMENTED = 2
    EFFECTIVE = 3
    LEADING = 4
    NOT_APPLICABLE = 10
    BLANK = 11
    FAULTY = 12


class Field(StrEnum):
    """What an enterprise may write in the row of an item, by the heading it stands under."""

    LEVEL = "自评等级"
    REASON = "不适用理由"
    NOTE = "自评说明"
    EVIDENCE = "证明材料"
    DEPARTMENT = "责任部门"
    IMPROVEMENT = "改进措施"
    DUE = "完成时限"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One item's row: the level and the texts that were written (absent ones are not in the mapping)."""

    level: Level
    texts: dict[Field, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Give 不适用理由, empty when there is none."""
        return self.texts.get(Field.REASON, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessment:
    """自评: an answer for every item of the edition, in the edition's order."""

    uscc: str
    period: str
    edition: str
    answers: dict[str, Answer]

    def levels(self) -> bytes:
        """Give the levels as the store keeps them: one byte an item, in the edition's order."""
        return bytes(answer.level for answer in self.answers.values())
