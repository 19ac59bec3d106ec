"""The checklist of one edition: six priorities, the notice's clauses, and the items that rest on them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from models.enterprise import Size, Trait


class Priority(StrEnum):
    """六项重点工作 of 工信厅科函〔2020〕59号, in the notice's order."""

    QUALITY_SYSTEM = "P1"
    QUALITY_METHODS = "P2"
    QUALITY_GRADING = "P3"
    BRAND_CULTIVATION = "P4"
    QUALITY_INFRASTRUCTURE = "P5"
    TALENT_DEVELOPMENT = "P6"


class ClauseKind(StrEnum):
    """What a clause asks of an enterprise: itself, to take part, or a result."""

    DIRECT = "直接"
    TAKE_PART = "参与"
    RESULT = "结果"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityTitle:
    """The names of a priority: as the notice prints it, on a chart, and over a narrow column."""

    code: Priority
    title: str
    short: str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """条款: one passage of the notice, to the letter, and whom it addresses."""

    id: str
    quote: str
    addressee: str
    kind: ClauseKind
    counterpart: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryScope:
    """征集范围 of the brand-story call; tags highlights, never scored."""

    id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A standard or document an item refers to, with the year of the version in force for the edition."""

    text: str
    year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When an item may be left out as 不适用: any (or all) of the sizes and missing traits named."""

    unless_size: frozenset[Size] = frozenset()
    without_traits: tuple[Trait, ...] = ()
    need_all: bool = False

    def holds(self, size: Size | None, traits: Collection[Trait]) -> bool:
        """Say whether the item does not apply; an unknown size counts as not applying (practice 2.1)."""
        parts = [trait not in traits for trait in self.without_traits]
        if self.unless_size:
            parts.append(size not in self.unless_size)
        return all(parts) if self.need_all else any(parts)

    def described(self) -> str:
        """Name the condition in Chinese, as a person would say it."""
        parts = [f"没有“{trait}”" for trait in self.without_traits]
        if self.unless_size:
            parts.insert(0, "不是" + "、".join(size for size in Size if size in self.unless_size) + "企业")
        return ("且" if self.need_all else "或").join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """评价项目: one line of the checklist."""

    code: str
    title: str
    question: str
    clauses: tuple[str, ...]
    kind: ClauseKind
    applicability: str
    not_applicable_rule: str
    not_applicable_when: Condition | None
    evidence: tuple[str, ...]
    levels: tuple[str, str, str, str, str]
    weight: int
    target_level: int
    core: bool
    references: tuple[Reference, ...]
    story_scopes: tuple[str, ...]

    @property
    def priority(self) -> Priority:
        """Tell the priority from the code: P3-02 belongs to P3."""
        return Priority(self.code[:2])

    def applies(self, size: Size | None, traits: Collection[Trait]) -> bool:
        """Say whether an enterprise of this size and these traits has to score the item."""
        return self.not_applicable_when is None or not self.not_applicable_when.holds(size, traits)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRule:
    """通用定级规则: what a level means for every item, and the evidence it needs at least."""

    level: int
    name: str
    criterion: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """分档 by total score; `from_score` is the lowest shown score that belongs to it."""

    name: str
    from_score: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparableEdition:
    """An earlier edition, and the items of this one that ask the same as an item there: pairs of codes, this edition's first."""

    edition: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """清单 of one edition, frozen: what members scored themselves against."""

    edition: str
    title: str
    notice: str
    source_note: str
    priorities: tuple[PriorityTitle, ...]
    clauses: tuple[Clause, ...]
    items: tuple[Item, ...]
    level_rules: tuple[LevelRule, ...]
    scoring_notes: tuple[str, ...]
    bands: tuple[Band, ...]
    gate_allows_above_core: int
    story_scopes: tuple[StoryScope, ...]
    comparable_with: tuple[ComparableEdition, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """Items by their code."""
        return {item.code: item for item in self.items}

    @cached_property
    def position(self) -> dict[str, int]:
        """Place of each item in a levels row, 0-47."""
        return {item.code: place for place, item in enumerate(self.items)}

    @cached_property
    def clause_by_id(self) -> dict[str, Clause]:
        """Clauses by their id, `1.10` as text."""
        return {clause.id: clause for clause in self.clauses}

    def titles(self, priority: Priority) -> PriorityTitle:
        """Give the names of a priority."""
        return self.priorities[list(Priority).index(priority)]

    def items_of(self, priority: Priority) -> tuple[Item, ...]:
        """Give the items of a priority in order."""
        return tuple(item for item in self.items if item.priority is priority)
