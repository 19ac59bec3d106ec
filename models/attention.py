"""需关注: what is no fault of a form and yet worth a look before anyone relies on it (practice 3.6, rows 20 and 21)."""

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from models.assessment import Field, Level
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.submission import Texts
from models.validation import HIGH_LEVEL


class AttentionKind(NamedTuple):
    """What one code means: its heading for people, and its sentence."""

    title: str
    sentence: str


ATTENTION_KINDS: dict[str, AttentionKind] = {
    "ALL_LEADING": AttentionKind("全部填 4 级", "所填的 {count} 项全是 4 级，请抽查证明材料。"),
    "ALL_SAME": AttentionKind("等级全部相同", "所填的 {count} 项全是 {level} 级，可能没有逐项对照定级。"),
    "SAME_AS_BEFORE": AttentionKind("与上期相同", "各项等级与 {period} 期一项不差，可能是照抄上期。"),
    "SAME_AS_OTHER": AttentionKind("与另一家相同", "{what}与{names}一字不差，请核对是否互相照抄。"),
    "HIGH_WITHOUT_EVIDENCE": AttentionKind("高等级没有证明材料", "有 {count} 项填了 3 级或 4 级而没有写证明材料：{items}。"),
    "JUMPED": AttentionKind("比上期高两级以上", "有 {count} 项比 {period} 期高出 2 级以上：{items}。"),
    "TRAIT_NOT_IN_ROSTER": AttentionKind(
        "花名册可能缺特征", "有 {count} 项按花名册可以不适用而填了等级：{items}，请核对花名册上的规模和企业特征。"
    ),
    "CERTIFICATE_EXPIRED": AttentionKind("证书可能过期", "{item} 写到“{found}”，早于本期截止日 {deadline}，过期证书不算。"),
    "OTHER_ENTERPRISE_NAMED": AttentionKind("写有别家名称", "{item} 写到花名册上的另一家企业“{found}”，请核对证明材料是否属于本企业。"),
}
_ENOUGH = 5
_JUMP = 2
_SHORTEST = 4
_NAMED = 8
_NEAR = 24
_FIELDS = (Field.EVIDENCE, Field.NOTE)
_VALIDITY = re.compile(r"有效|到期|失效|届满|过期")
_UNBROKEN = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
_DATE = r"(?<!\d)(?:19|20)\d\d(?!\d)(?:\s*[-./年]\s*\d{1,2}(?!\d)(?:\s*[-./月]\s*\d{1,2}(?!\d)\s*日?|\s*月)?|\s*年)?"
# 有效期至2019-05-01, 有效期2016.5.1-2019.4.30, 2019年5月到期; not the number of a file that happens to stand near.
_UNTIL = re.compile(
    rf"有效(?:日?期)?限?\s*[为是自从]?\s*[:：]?\s*(?:{_DATE}\s*起?\s*[至到\-—–~～]\s*)?(?:截?至|截止|到)?\s*[:：]?\s*({_DATE})"
    rf"|({_DATE})\s*(?:到期|失效|届满|过期|前有效)"
)
_PARTS = re.compile(r"(\d{4})\D*(\d{1,2})?\D*(\d{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One thing to look at in a form; `item` is None when it is about the whole of it, `items` are all it is about."""

    code: str
    item: str | None = None
    items: tuple[str, ...] = ()
    details: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Look up its short Chinese name."""
        return ATTENTION_KINDS[self.code].title

    @property
    def sentence(self) -> str:
        """Write the sentence for the staff."""
        return ATTENTION_KINDS[self.code].sentence.format(item=self.item, **self.details)


class Names:
    """The names of a roster, found in a text in the time it takes to read it."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names; one of fewer than four characters is too common a word."""
        self._names = frozenset(name for name in names if len(name) >= _SHORTEST)
        self._lengths = sorted({len(name) for name in self._names}, reverse=True)
        ends = sorted({re.escape(name[-2:]) for name in self._names})
        self._ends = re.compile("|".join(ends)) if ends else None

    def within(self, text: str, own: str) -> tuple[str, ...]:
        """Give the names other than one's own that stand in a text, each once; of two that end alike the longer one."""
        if self._ends is None:
            return ()
        found = dict.fromkeys(self._ending_at(text, match.end()) for match in self._ends.finditer(text))
        return tuple(name for name in found if name and name != own)

    def _ending_at(self, text: str, end: int) -> str:
        candidates = (text[end - length : end] for length in self._lengths if length <= end)
        return next((name for name in candidates if name in self._names), "")


def of_levels(levels: bytes, previous: bytes | None = None, previous_period: str = "") -> Iterator[Attention]:
    """Look at the levels alone: all 4, all alike, or all as they were in the period before."""
    given = [level for level in levels if level <= Level.LEADING]
    if len(given) >= _ENOUGH and len(set(given)) == 1:
        code = "ALL_LEADING" if given[0] == Level.LEADING else "ALL_SAME"
        yield Attention(code=code, details={"count": str(len(given)), "level": str(given[0])})
    if len(given) >= _ENOUGH and levels == previous:
        yield Attention(code="SAME_AS_BEFORE", details={"period": previous_period})


def is_uniform(levels: bytes) -> bool:
    """Say whether all levels given are one and the same: then many forms agree by chance."""
    return len({level for level in levels if level <= Level.LEADING}) <= 1


def of_twins(what: str, names: tuple[str, ...]) -> Attention:
    """Say that something is word for word what other enterprises have."""
    shown = "、".join(names[:_NAMED]) + (f"等 {len(names)} 家" if len(names) > _NAMED else "")
    return Attention(code="SAME_AS_OTHER", details={"what": what, "names": shown})


def without_evidence(levels: Mapping[str, int], texts: Texts) -> Iterator[Attention]:
    """Name the items of level 3 and 4, by code, that come without evidence."""
    high = [code for code, level in levels.items() if HIGH_LEVEL <= level <= Level.LEADING]
    yield from _of_items("HIGH_WITHOUT_EVIDENCE", [code for code in high if not texts.get(code, {}).get(Field.EVIDENCE)])


def may_jump(levels: bytes, before: bytes) -> bool:
    """Say quickly whether `jumps` finds something; what is no level has a greater number than any."""
    return any(level <= Level.LEADING and level >= was + _JUMP for level, was in zip(levels, before, strict=True))


def jumps(levels: Mapping[str, int], before: Mapping[str, int], period: str) -> Iterator[Attention]:
    """Name the items whose level is two or more above that of the period before."""
    given = {code: level for code, level in levels.items() if level <= Level.LEADING and before.get(code, Level.FAULTY) <= Level.LEADING}
    yield from _of_items("JUMPED", [code for code, level in given.items() if level - before[code] >= _JUMP], period=period)


def not_expected(levels: Mapping[str, int], enterprise: Enterprise, catalogue: Catalogue) -> Iterator[Attention]:
    """Name the items that have a level though the roster's size and traits do not ask for one: it may lack a trait."""
    scored = [item for item in catalogue.items if levels.get(item.code, Level.FAULTY) <= Level.LEADING]
    yield from _of_items("TRAIT_NOT_IN_ROSTER", [item.code for item in scored if not item.applies(enterprise.size, enterprise.traits)])


def _of_items(code: str, found: Sequence[str], **details: str) -> Iterator[Attention]:
    """Say one thing of several items at once."""
    if found:
        named = "、".join(found[:_NAMED]) + ("等" if len(found) > _NAMED else "")
        yield Attention(code=code, item=found[0], items=tuple(found), details={"count": str(len(found)), "items": named, **details})


def of_texts(texts: Texts, own: str, names: Names, deadline: date) -> Iterator[Attention]:
    """Look at what was written as evidence and note: certificates past their date, and other enterprises' names."""
    for item, fields in texts.items():
        text = "\n".join(fields[name] for name in _FIELDS if name in fields)
        for found in _expired(text, deadline):
            yield Attention(
                code="CERTIFICATE_EXPIRED", item=item, items=(item,), details={"found": found, "deadline": deadline.isoformat()}
            )
        for name in names.within(text, own):
            yield Attention(code="OTHER_ENTERPRISE_NAMED", item=item, items=(item,), details={"found": name})


def is_worth_reading(text: str, own: str, names: Names, deadline: date) -> bool:
    """Say quickly whether `of_texts` may find something in all that a form says, put together in any way."""
    return any(True for _ in _expired(text, deadline)) or bool(names.within(text, own))


def _expired(text: str, deadline: date) -> Iterator[str]:
    """Give the passages that say until when something is valid, where that is before the deadline, each once."""
    seen: set[str] = set()
    for word in _VALIDITY.finditer(text):
        near = _UNBROKEN.sub(r"\1-\2-\3", text[max(0, word.start() - _NEAR) : word.end() + 2 * _NEAR])
        for match in _UNTIL.finditer(near):
            day = _last_day(match[1] or match[2])
            if day and day < deadline and match[0] not in seen:
                seen.add(match[0])
                yield match[0]


def _last_day(text: str) -> date | None:
    """Give the last day a date can mean: a year its end, a month its end; None when it is none."""
    match = _PARTS.match(text)
    if match is None or not 1 <= int(match[2] or 12) <= 12:
        return None
    year, month = int(match[1]), int(match[2] or 12)
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(int(match[3] or last), last) or 1)
