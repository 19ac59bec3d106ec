"""What must hold across a whole edition: its codes, its order, its references and its sums."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from data.yaml_nodes import Entry
from models.catalogue import Band, Clause, ComparableEdition, Item, LevelRule, Priority, PriorityTitle, StoryScope

_T = TypeVar("_T")
Placed = Sequence[tuple[Entry, _T]]

_FULL_SCORE = 100
_LEVELS = 5
_NOT_ALLOWED = "不允许不适用"


def check_priorities(top: Entry, priorities: Placed[PriorityTitle]) -> None:
    """Ask for the six priorities in the notice's order."""
    if not {"code", "priorities"} & top.file.faulty_keys and [title.code for _, title in priorities] != list(Priority):
        top.fault("priorities 应依次是 P1 到 P6，各一条。", "priorities")


def check_levels(top: Entry, rules: Placed[LevelRule]) -> None:
    """Ask for a common rule of each level, 0 to 4, in order."""
    if not {"level", "level_rules"} & top.file.faulty_keys and [rule.level for _, rule in rules] != list(range(_LEVELS)):
        top.fault("level_rules 应依次是 0 到 4 级，各一条。", "level_rules")


def check_bands(top: Entry, bands: Placed[Band]) -> None:
    """Ask for five bands, ascending from 0; the gate compares their order with levels 0-4."""
    if "bands" not in top.file.faulty_keys and len(bands) != _LEVELS:
        top.fault(f"bands 应有 {_LEVELS} 档，读到 {len(bands)} 档。", "bands")
    if "from_score" in top.file.faulty_keys:
        return
    if bands and bands[0][1].from_score != 0:
        bands[0][0].fault("第一档应从 0 分开始。", "from_score")
    for (_, lower), (entry, band) in pairwise(bands):
        if not lower.from_score < band.from_score <= _FULL_SCORE:
            entry.fault(f"from_score 应比上一档的 {lower.from_score} 大，且不超过 {_FULL_SCORE}。", "from_score")


def check_story_scopes(scopes: Placed[StoryScope]) -> None:
    """Ask for ids of the form S.1, each once, ascending."""
    _check_names([(entry, scope.id) for entry, scope in scopes], "id", r"S\.[1-9]\d*", "S.1")


def check_clauses(clauses: Placed[Clause], items: Placed[Item]) -> None:
    """Ask for ids of the form 1.10, each once, ascending, and for an item on every clause."""
    _check_names([(entry, clause.id) for entry, clause in clauses], "id", r"[1-6]\.[1-9]\d*", "1.10")
    if not items:
        return
    covered = {id_ for _, item in items for id_ in item.clauses}
    for entry, clause in clauses:
        if clause.id and clause.id not in covered:
            entry.fault("没有任何评价项目引用这一条款。", "id")


def check_comparable(comparable: Placed[ComparableEdition], items: Placed[Item]) -> None:
    """Ask that every pair names an item of this edition, and that no item stands in two pairs of one earlier edition."""
    known = {item.code for _, item in items}
    for entry, edition in comparable:
        for code, _ in edition.items:
            if code and code not in known:
                entry.fault(f"本版没有项目 {code}。", "items")
        for codes in zip(*edition.items, strict=True):
            if twice := sorted({code for code in codes if code and codes.count(code) > 1}):
                entry.fault(f"{'、'.join(twice)} 写了两次，一项只能对应一项。", "items")


def check_items(top: Entry, items: Placed[Item], clauses: Placed[Clause], scopes: Placed[StoryScope]) -> None:
    """Ask for codes of the form P1-01, each once, ascending, and for clauses, scopes and conditions that fit."""
    _check_names([(entry, item.code) for entry, item in items], "code", r"P[1-6]-\d\d", "P1-01")
    clause_ids = {clause.id for _, clause in clauses}
    scope_ids = {scope.id for _, scope in scopes}
    for entry, item in items:
        if clauses:
            _check_listed(entry, "clauses", item.clauses, clause_ids, "条款")
        _check_listed(entry, "story_scopes", item.story_scopes, scope_ids, "征集范围")
        _check_priority(entry, item)
        _check_condition(entry, item)
    if items:
        _check_priorities_filled(top, items)
        _check_sums(top, items)


def _check_names(named: Sequence[tuple[Entry, str]], key: str, form: str, example: str) -> None:
    first_line: dict[str, int] = {}
    last: tuple[int, ...] = ()
    for entry, name in named:
        if not name:
            continue
        if not re.fullmatch(form, name):
            entry.fault(f"{key} 的写法不对，应像 {example}。", key)
        elif name in first_line:
            entry.fault(f"{key} 重复（另见第 {first_line[name]} 行）。", key)
        else:
            last = _check_order(entry, key, name, last)
        first_line.setdefault(name, entry.line_of(key))


def _check_order(entry: Entry, key: str, name: str, last: tuple[int, ...]) -> tuple[int, ...]:
    numbers = tuple(int(digits) for digits in re.findall(r"\d+", name))
    if numbers < last:
        entry.fault("次序不对，应按编号从小到大排列。", key)
    return max(numbers, last)


def _check_listed(entry: Entry, key: str, names: Iterable[str], known: set[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            entry.fault(f"{key} 里 {name} 写了两次。", key)
        elif name and name not in known:
            entry.fault(f"{key} 里的 {name} 不是本文件里的{what}。", key)
        seen.add(name)


def _check_priority(entry: Entry, item: Item) -> None:
    strangers = [id_ for id_ in item.clauses if id_[:1].isdecimal() and item.code[1:2] != id_[:1]]
    if strangers and item.code:
        entry.fault(f"条款 {'、'.join(strangers)} 不属于编号所示的重点工作 {item.code[:2]}。", "clauses")


def _check_condition(entry: Entry, item: Item) -> None:
    allowed = item.not_applicable_when is not None
    if not item.not_applicable_rule:
        return
    if allowed and item.not_applicable_rule.startswith(_NOT_ALLOWED):
        entry.fault(f"规则写着“{_NOT_ALLOWED}”，却又有 not_applicable_when，两者矛盾。", "not_applicable_when")
    if not allowed and not entry.has("not_applicable_when") and not item.not_applicable_rule.startswith(_NOT_ALLOWED):
        entry.fault(f"规则不是“{_NOT_ALLOWED}”，却没有 not_applicable_when，系统无从判断。", "not_applicable_rule")
    if allowed and item.core:
        entry.fault("核心项不能允许不适用。", "core")


def _check_priorities_filled(top: Entry, items: Placed[Item]) -> None:
    filled = {item.code[:2] for _, item in items}
    for priority in Priority:
        if priority not in filled:
            top.fault(f"items 里没有 {priority} 的评价项目。", "items")


def _check_sums(top: Entry, items: Placed[Item]) -> None:
    if "weight" not in top.file.faulty_keys:
        total = sum(item.weight for _, item in items)
        if total != _FULL_SCORE:
            top.fault(f"标准分合计是 {total}，应为 {_FULL_SCORE}。", "items")
    if "core" not in top.file.faulty_keys and not any(item.core for _, item in items):
        top.fault("没有核心项，门槛无从判断。", "items")
