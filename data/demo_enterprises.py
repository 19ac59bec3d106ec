"""The invented roster of the demo: plausible firms that do not exist, the same ones for the same seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TypeVar

from data import demo_words as words
from data.reference_lists import load_reference_lists
from exchange.invented_uscc import invented_uscc
from models.enterprise import Contact, Enterprise, Size, Trait, size_of

T = TypeVar("T")

SIZE_SHARES: dict[Size, int] = {Size.LARGE: 18, Size.MEDIUM: 30, Size.SMALL: 45, Size.MICRO: 7}
_STAFF = {Size.LARGE: (1000, 2600), Size.MEDIUM: (300, 980), Size.SMALL: (24, 290), Size.MICRO: (6, 19)}
_GIANTS = 0.25
_LEAST_REVENUE = {Size.LARGE: 40_000, Size.MEDIUM: 2_000, Size.SMALL: 300, Size.MICRO: 0}
_FORWARDED = 0.4
_EXEMPT = 50
_LONG_NAMES = 40
_FEW, _FEW_ENTERPRISES = 2, 150
# Coprime to 100 million, so that every firm has its own number and neighbours look unrelated.
_STEP = 38_196_601


def demo_roster(count: int, seed: int) -> tuple[Enterprise, ...]:
    """Invent enterprises: `count` of them with unique names and codes; 100,000 take a few seconds."""
    random = Random(f"roster {seed}")
    sectors = _dealt(random, _sector_shares(count), count)
    sizes = _dealt(random, SIZE_SHARES, count)
    regions = random.choices(list(words.REGIONS), list(words.REGIONS.values()), k=count)
    names = _Names(random)
    codes = {region.name: region.code for region in load_reference_lists().regions}
    start = random.randrange(10**8)
    exempt = frozenset(random.sample(range(count), count // _EXEMPT))
    return tuple(
        _enterprise(
            random,
            _Place(
                uscc=invented_uscc(codes[region], start + _STEP * place), region=region, sector=sector, size=size,
                number=place, exempt=place in exempt,
            ),
            names,
        )
        for place, (region, sector, size) in enumerate(zip(regions, sectors, sizes, strict=True))
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What is settled of a firm before it has a name."""

    uscc: str
    region: str
    sector: str
    size: Size
    number: int
    exempt: bool


def _sector_shares(count: int) -> dict[str, int]:
    """Weigh the sectors; in a small roster two of them stay below what is shown."""
    shares = {sector: of.share for sector, of in words.SECTORS.items()}
    if count < _FEW_ENTERPRISES:
        shares |= {sector: min(share, _FEW * 1000 // max(count, 1)) for sector, share in shares.items() if sector in words.SMALL_SECTORS}
    return shares


def _dealt(random: Random, shares: Mapping[T, int], count: int) -> list[T]:
    """Deal out by share as evenly as whole firms allow, then shuffle."""
    whole = sum(shares.values())
    exact = {kind: share * count / whole for kind, share in shares.items()}
    dealt = {kind: int(part) for kind, part in exact.items()}
    by_rest = sorted(exact, key=lambda kind: dealt[kind] - exact[kind])
    for kind in by_rest[: count - sum(dealt.values())]:
        dealt[kind] += 1
    cards = [kind for kind, number in dealt.items() for _ in range(number)]
    random.shuffle(cards)
    return cards


def _enterprise(random: Random, place: _Place, names: "_Names") -> Enterprise:
    staff, revenue = _staff_and_revenue(random, place.size)
    name, short_name = names.take(place)
    return Enterprise(
        uscc=place.uscc,
        name=name,
        short_name=short_name,
        region=place.region,
        sector=place.sector,
        staff=staff,
        revenue=revenue,
        size=size_of(staff, revenue),
        traits=_traits(random, place),
        forwarder=f"{place.region}机械质量协作站" if random.random() < _FORWARDED else "",
        exempt=place.exempt,
        contact=_contact(random, place.number),
    )


def _staff_and_revenue(random: Random, size: Size) -> tuple[int, Decimal]:
    """Draw staff, and 万元 of revenue at 45 to 130 a head, rounded as firms do."""
    low, high = _STAFF[size]
    staff = random.randint(low, high)
    if size is Size.LARGE and random.random() < _GIANTS:
        staff = int(staff * random.uniform(1.5, 5))
    revenue = max(staff * random.uniform(45, 130), _LEAST_REVENUE[size])
    return staff, Decimal(round(revenue, -1 if revenue < 10_000 else -2)).quantize(Decimal(1))


_BY_SIZE = {Size.LARGE: 1.0, Size.MEDIUM: 0.45, Size.SMALL: 0.15, Size.MICRO: 0.05}
_CONSUMER = {"文化办公设备": 0.6, "汽车": 0.3, "电工电器": 0.25, "农业机械": 0.12, "内燃机": 0.12, "食品包装机械": 0.1}
_MAJOR = {"重型矿山": 0.75, "工程机械": 0.55, "石化通用": 0.5, "电工电器": 0.35, "机床工具": 0.3, "农业机械": 0.3, "汽车": 0.25}
_FOUNDATION = {"机械基础件": 0.92, "内燃机": 0.4, "汽车": 0.35, "机床工具": 0.25, "石化通用": 0.12}


def _traits(random: Random, place: _Place) -> frozenset[Trait]:
    """Draw what a firm of this sector and size is likely to have."""
    by_size = _BY_SIZE[place.size]
    proposed = random.random() < 0.45
    chances = {
        Trait.OWN_PRODUCT: 0.94,
        Trait.NEW_BUSINESS_MODEL: 0.06 + 0.3 * by_size,
        Trait.CONSUMER_GOODS: _CONSUMER.get(place.sector, 0.02),
        Trait.FIRST_SET: 0.45 * by_size,
        Trait.MAJOR_EQUIPMENT: _MAJOR.get(place.sector, 0.08) * (0.4 + 0.6 * by_size),
        Trait.CLUSTER: 0.32,
        Trait.INTERNATIONAL_STANDARD: 0.2 + 0.4 * by_size,
        Trait.FOUNDATION_PRODUCT: _FOUNDATION.get(place.sector, 0.05),
        Trait.GRADING_STANDARD_PROPOSED: float(proposed),
        Trait.GRADING_STANDARD_USABLE: 0.55 * proposed,
    }
    return frozenset(trait for trait, chance in chances.items() if random.random() < chance)


def _contact(random: Random, number: int) -> Contact:
    """Invent a person; no mobile begins with 100, and example.com belongs to nobody."""
    person = random.choice(words.FAMILY_NAMES) + random.choice(words.GIVEN_NAMES)
    return Contact(person=person, mobile=f"100{number % 10**8:08d}", email=f"zhiliang{number:05d}@example.com")


class _Names:
    """Gives each firm a trade name, in turn from a shuffled pack, and a full name nobody else has."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._trades = self._endless()
        self._taken: set[str] = set()

    def take(self, place: _Place) -> tuple[str, str]:
        """Give a full and a short name."""
        trade = next(self._trades)
        while (name := self._full(trade, place)) in self._taken:
            trade = next(self._trades)
        self._taken.add(name)
        return name, trade + words.SECTORS[place.sector].short

    def _endless(self) -> Iterator[str]:
        pack = [first + second for first in words.TRADE_FIRST for second in words.TRADE_SECOND]
        while True:
            self._random.shuffle(pack)
            yield from pack

    def _full(self, trade: str, place: _Place) -> str:
        of = words.SECTORS[place.sector]
        start = self._pick(words.REGION_NAMES.get(place.region, (place.region,))) + trade
        product = self._pick(of.products)
        if place.number % _LONG_NAMES == _LONG_NAMES // 2:
            return f"{start}（集团）{product}{self._pick(words.LONG_MIDDLES)}{self._pick(words.LONG_ENDINGS)}"
        if place.size is Size.LARGE and self._random.random() < 0.35:
            return f"{start}{of.short}{words.GROUP_ENDING}"
        return f"{start}{product}{self._pick(words.ENDINGS)}"

    def _pick(self, choices: Sequence[str]) -> str:
        return self._random.choice(choices)
