"""An enterprise of the roster, and the two things that decide which items apply to it: size and traits."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Size(StrEnum):
    """规模 of an industrial enterprise, 国统字〔2017〕213号."""

    LARGE = "大型"
    MEDIUM = "中型"
    SMALL = "小型"
    MICRO = "微型"


class Trait(StrEnum):
    """企业特征: what an enterprise has, and so which items it cannot leave out."""

    OWN_PRODUCT = "有自有产品"
    NEW_BUSINESS_MODEL = "新模式业务"
    GRADING_STANDARD_PROPOSED = "分级标准已立项"
    GRADING_STANDARD_USABLE = "有可用分级标准"
    CONSUMER_GOODS = "消费品"
    FIRST_SET = "首台(套)"
    MAJOR_EQUIPMENT = "重大装备或大额耐用产品"
    CLUSTER = "产业集群"
    INTERNATIONAL_STANDARD = "国际标准对口"
    FOUNDATION_PRODUCT = "工业基础产品"


def size_of(staff: int, revenue: Decimal) -> Size:
    """Work out the size from staff and revenue (万元), 国统字〔2017〕213号, industry.

    Large, medium and small need both lower bounds; micro needs only one, so the smaller measure decides.
    """
    if staff < 20 or revenue < 300:
        return Size.MICRO
    if staff < 300 or revenue < 2000:
        return Size.SMALL
    if staff < 1000 or revenue < 40000:
        return Size.MEDIUM
    return Size.LARGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """联络员: personal data, left out of every export unless asked for."""

    person: str = ""
    mobile: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """One enterprise as the roster of a period has it."""

    uscc: str
    name: str
    short_name: str = ""
    region: str = ""
    sector: str = ""
    staff: int | None = None
    revenue: Decimal | None = None
    size: Size | None = None
    traits: frozenset[Trait] = frozenset()
    forwarder: str = ""
    exempt: bool = False
    contact: Contact = field(default_factory=Contact)
