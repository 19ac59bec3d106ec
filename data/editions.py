"""Loads an edition of the catalogue from its YAML file, and tells every fault with file and line."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from data import edition_checks as checks
from data.yaml_nodes import Entry, YamlFile
from models.catalogue import (
    Band,
    Catalogue,
    Clause,
    ClauseKind,
    ComparableEdition,
    Condition,
    Item,
    LevelRule,
    Priority,
    PriorityTitle,
    Reference,
    StoryScope,
)
from models.enterprise import Size, Trait
from models.errors import CatalogueFault, NotPossible

_FOLDER = Path(__file__).resolve().parent / "catalogue"
_TOP_KEYS = (
    "edition",
    "title",
    "notice",
    "source_note",
    "priorities",
    "level_rules",
    "scoring_notes",
    "bands",
    "gate_allows_above_core",
    "story_scopes",
    "clauses",
    "items",
)
_ITEM_KEYS = (
    "code",
    "title",
    "question",
    "clauses",
    "kind",
    "weight",
    "target_level",
    "core",
    "applicability",
    "not_applicable_rule",
    "levels",
    "evidence",
    "references",
    "story_scopes",
)
_YEAR_FIRST = re.compile(r"20\d\d")
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_LEVEL_KEYS = ("0", "1", "2", "3", "4")


def editions() -> tuple[str, ...]:
    """Name the editions that came with the program, oldest first."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yaml")))


def edition_path(name: str) -> Path:
    """Find the file of an edition by its name; NotPossible when there is none."""
    if name not in editions():
        raise NotPossible(f"没有 {name} 版清单，现有：{'、'.join(editions())}。")
    return _FOLDER / f"{name}.yaml"


def load_edition(path_or_name: Path | str) -> Catalogue:
    """Load an edition by name (`2020`) or by file; CatalogueFault carries all its faults.

    Loaded once for each state of the file: a repeat costs a look at the file's time and size.
    """
    by_name = isinstance(path_or_name, str) and not path_or_name.endswith((".yaml", ".yml"))
    path = edition_path(str(path_or_name)) if by_name else Path(path_or_name)
    try:
        state = path.stat()
        return _load(path.resolve(), state.st_mtime_ns, state.st_size)
    except OSError as error:
        raise NotPossible(f"清单文件 {path} 打不开，请检查文件名和权限。") from error


def edition_content(name: str) -> bytes:
    """Give an edition's file as it is: figures are frozen together with it."""
    return edition_path(name).read_bytes()


@lru_cache(maxsize=16)
def edition_from(content: bytes) -> Catalogue:
    """Read an edition from a file that was kept."""
    file = YamlFile(Path("定稿时的清单"), content)
    catalogue = _catalogue(file, Path())
    if file.faults():
        raise CatalogueFault(file.faults())
    return catalogue


def digest(path: Path) -> str:
    """Give the sha256 of an edition's file as hex: a frozen edition keeps it. Read once for each state of the file."""
    state = path.stat()
    return _digest(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=16)
def _digest(path: Path, _changed_ns: int, _size: int) -> str:
    return sha256(path.read_bytes()).hexdigest()


@lru_cache(maxsize=16)
def _load(path: Path, _changed_ns: int, _size: int) -> Catalogue:
    file = YamlFile(path)
    if file.root:
        catalogue = _catalogue(file, path)
    if file.faults():
        raise CatalogueFault(file.faults())
    return catalogue


def _catalogue(file: YamlFile, path: Path) -> Catalogue:
    top = Entry(file, file.root, "清单", _TOP_KEYS, ("comparable_with",))
    edition = top.text("edition")
    begins = _YEAR_FIRST.match(top.raw("edition"))
    year = int(begins.group()) if begins else _LAST_YEAR
    priorities = [(entry, _priority(entry)) for entry in top.entries("priorities", "重点工作", ("code", "title", "short", "column"))]
    rules = [(entry, _rule(entry)) for entry in top.entries("level_rules", "通用定级规则", ("level", "name", "criterion", "evidence"))]
    bands = [(entry, _band(entry)) for entry in top.entries("bands", "分档", ("name", "from_score"))]
    scopes = [(entry, _scope(entry)) for entry in top.entries("story_scopes", "征集范围", ("id", "quote"), at_least=0)]
    clauses = [(entry, _clause(entry)) for entry in top.entries("clauses", "条款", ("id", "quote", "addressee", "kind", "counterpart"))]
    items = [(entry, _item(entry, year)) for entry in top.entries("items", "评价项目", _ITEM_KEYS, ("not_applicable_when",))]
    checks.check_priorities(top, priorities)
    checks.check_levels(top, rules)
    checks.check_bands(top, bands)
    checks.check_story_scopes(scopes)
    checks.check_clauses(clauses, items)
    checks.check_items(top, items, clauses, scopes)
    comparable = [(entry, _comparable(entry)) for entry in top.entries("comparable_with", "可比的旧版", ("edition", "items"))]
    checks.check_comparable(comparable, items)
    if path.parent == _FOLDER and edition and edition != path.stem:
        top.fault(f"edition 是 {edition}，与文件名 {path.name} 不符。", "edition")
    return Catalogue(
        edition=edition,
        title=top.text("title"),
        notice=top.text("notice"),
        source_note=top.text("source_note"),
        priorities=tuple(title for _, title in priorities),
        clauses=tuple(clause for _, clause in clauses),
        items=tuple(item for _, item in items),
        level_rules=tuple(rule for _, rule in rules),
        scoring_notes=top.texts("scoring_notes"),
        bands=tuple(band for _, band in bands),
        gate_allows_above_core=top.integer("gate_allows_above_core", 0, 4),
        story_scopes=tuple(scope for _, scope in scopes),
        comparable_with=tuple(edition for _, edition in comparable),
    )


def _comparable(entry: Entry) -> ComparableEdition:
    pairs = entry.entries("items", f"{entry.what}的项目", ("code", "before"))
    return ComparableEdition(edition=entry.text("edition"), items=tuple((pair.text("code"), pair.text("before")) for pair in pairs))


def _priority(entry: Entry) -> PriorityTitle:
    return PriorityTitle(
        code=entry.choice("code", Priority), title=entry.text("title"), short=entry.text("short"), column=entry.text("column")
    )


def _rule(entry: Entry) -> LevelRule:
    return LevelRule(
        level=entry.integer("level", 0, 4),
        name=entry.text("name"),
        criterion=entry.text("criterion"),
        evidence=entry.text("evidence"),
    )


def _band(entry: Entry) -> Band:
    return Band(name=entry.text("name"), from_score=entry.fraction("from_score"))


def _scope(entry: Entry) -> StoryScope:
    return StoryScope(id=entry.text("id"), quote=entry.text("quote"))


def _clause(entry: Entry) -> Clause:
    return Clause(
        id=entry.text("id"),
        quote=entry.text("quote"),
        addressee=entry.text("addressee"),
        kind=entry.choice("kind", ClauseKind),
        counterpart=entry.text("counterpart"),
    )


def _item(entry: Entry, year: int) -> Item:
    return Item(
        code=entry.text("code"),
        title=entry.text("title"),
        question=entry.text("question"),
        clauses=entry.texts("clauses"),
        kind=entry.choice("kind", ClauseKind),
        applicability=entry.text("applicability"),
        not_applicable_rule=entry.text("not_applicable_rule"),
        not_applicable_when=_condition(entry) if entry.has("not_applicable_when") else None,
        evidence=entry.texts("evidence"),
        levels=_levels(entry),
        weight=entry.integer("weight", 1, 100),
        target_level=entry.integer("target_level", 0, 4),
        core=entry.flag("core"),
        references=_references(entry, year),
        story_scopes=entry.texts("story_scopes", at_least=0),
    )


def _levels(entry: Entry) -> tuple[str, str, str, str, str]:
    levels = entry.entry("levels", "levels", _LEVEL_KEYS)
    nothing, planned, implemented, effective, leading = (levels.text(key) for key in _LEVEL_KEYS)
    return nothing, planned, implemented, effective, leading


def _references(entry: Entry, year: int) -> tuple[Reference, ...]:
    """Read what the item refers to; a version younger than the edition was not in force."""
    found = entry.entries("references", f"{entry.what}的引用文件", ("text", "year"), at_least=0)
    return tuple(Reference(text=one.text("text"), year=one.optional_integer("year", _FIRST_YEAR, year)) for one in found)


def _condition(entry: Entry) -> Condition:
    condition = entry.entry("not_applicable_when", "not_applicable_when", (), ("unless_size", "without_traits", "need_all"))
    sizes = condition.choices("unless_size", Size)
    traits = condition.choices("without_traits", Trait)
    if not sizes and not traits:
        condition.fault("要写明 unless_size 或 without_traits，至少一条。")
    return Condition(unless_size=frozenset(sizes), without_traits=traits, need_all=condition.flag("need_all"))
