"""The words invented firms write beside their levels, and the slips that send a form back."""

from functools import lru_cache
from itertools import pairwise
from random import Random

from exchange.layout import NOT_APPLICABLE
from models.assessment import Field, Level
from models.catalogue import Catalogue, Item, Priority
from models.submission import Texts

_CARELESS = 0.08
UNREADABLE = ("3分", "√", "2-3", "2.5", "85", "基本完成", "≥3", "优", "90%", "是")
READABLE: dict[int, tuple[str, ...]] = {
    Level.IMPLEMENTED: ("2级", "已实施", "二级"),
    Level.EFFECTIVE: ("3级", "３", "已见效"),
    Level.PLANNED: ("1级", "L1", "已策划"),
}

_DEPARTMENTS = {
    Priority.QUALITY_SYSTEM: ("质量管理部", "企业管理部", "质量部"),
    Priority.QUALITY_METHODS: ("质量管理部", "工艺部", "生产制造部"),
    Priority.QUALITY_GRADING: ("技术中心", "质量管理部", "标准化室"),
    Priority.BRAND_CULTIVATION: ("市场部", "品牌办公室", "营销中心"),
    Priority.QUALITY_INFRASTRUCTURE: ("技术中心", "设备动力部", "计量检测中心"),
    Priority.TALENT_DEVELOPMENT: ("人力资源部", "工会", "培训中心"),
}
_NOTES: dict[int, tuple[str, ...]] = {
    Level.NOT_STARTED: ("目前没有开展，列入明年计划", "暂无专人负责"),
    Level.PLANNED: ("方案已经批准，{year} 年下半年起执行", "已明确责任人，正在编制制度"),
    Level.IMPLEMENTED: ("覆盖 {few} 个车间、{many} 个岗位，有月度记录", "按计划执行，{year} 年共开展 {few} 次"),
    Level.EFFECTIVE: ("{year} 年目标 {goal}%，实际 {done}%，较上年提高 {few} 个百分点", "一次交检合格率 {done}%，高于目标"),
    Level.LEADING: ("连续三年向好，{year} 年达到 {done}%，在同行中推广", "{year} 年获省级认可，{few} 家同行来厂交流"),
}
_PLANS = (
    "编制专项方案并落实责任人",
    "补充过程记录，按季度统计",
    "与高校或检测机构合作开展",
    "纳入年度质量目标考核",
    "组织骨干外出学习后试点",
)
_REASONS = {
    "P1-07": ("本企业不是大型企业", "非大型企业，客户对本企业开展第二方审核"),
    "P2-04": ("只做来料加工，没有自有产品", "本企业没有自主设计的产品"),
    "P2-09": ("没有新模式业务", "本企业为传统生产方式，暂无新模式业务"),
    "P3-02": ("所属产品领域还没有分级标准立项",),
    "P3-03": ("没有可用的分级标准", "所属领域的分级标准尚未发布"),
    "P3-04": ("产品是工业用品，不面向消费者", "没有消费品"),
    "P3-07": ("没有首台(套)产品", "本企业未研制首台(套)产品"),
    "P3-08": ("没有首台(套)、重大装备和大额耐用产品",),
    "P4-07": ("不在产业集群内", "本企业所在地没有产业集群"),
    "P5-05": ("规模较小或产品没有国际标准对口，未参与国际标准制定", "产品没有对口的国际标准"),
    "P5-07": ("不生产工业基础产品", "主导产品是整机，不是工业基础产品"),
    "P6-07": ("小微企业，没有产学研培养条件",),
}


def demo_texts(random: Random, levels: bytes, catalogue: Catalogue, year: int) -> Texts:
    """Invent the texts of one form: evidence for high levels, reasons for 不适用, some notes, departments and plans."""
    diligence = random.random()
    texts: Texts = {}
    for item, level in zip(catalogue.items, levels, strict=True):
        if level == Level.NOT_APPLICABLE:
            texts[item.code] = {Field.REASON: reason(random, item)}
        elif level <= Level.LEADING and (written := _of_level(random, item, level, diligence, year)):
            texts[item.code] = written
    return texts


def reason(random: Random, item: Item) -> str:
    """Give a reason for leaving an item out."""
    return random.choice(_REASONS.get(item.code, ("本企业不涉及",)))


def demo_slips(random: Random, levels: bytes, catalogue: Catalogue) -> dict[str, str]:
    """Invent what a careless person typed instead of a level, by item: one to three cells nobody may guess."""
    needed = [item for item, level in zip(catalogue.items, levels, strict=True) if level <= Level.LEADING]
    chosen = random.sample(needed, min(len(needed), random.choice((1, 1, 2, 3))))
    return {item.code: NOT_APPLICABLE if random.random() < 0.25 else random.choice(UNREADABLE) for item in chosen}


def demo_spellings(random: Random, levels: bytes, catalogue: Catalogue) -> dict[str, str]:
    """Invent other ways of writing a level that are read all the same, by item."""
    readable = [(item.code, level) for item, level in zip(catalogue.items, levels, strict=True) if level in READABLE]
    return {code: random.choice(READABLE[level]) for code, level in random.sample(readable, min(len(readable), random.randint(1, 4)))}


def without_reasons(texts: Texts) -> Texts:
    """Forget the reasons of 不适用."""
    return {code: {field: text for field, text in fields.items() if field is not Field.REASON} for code, fields in texts.items()}


def _of_level(random: Random, item: Item, level: int, diligence: float, year: int) -> dict[Field, str]:
    texts: dict[Field, str] = {}
    # A few careless firms leave out what a high level needs.
    certain = 1.0 if diligence > _CARELESS else 0.8
    chance = certain if level >= Level.EFFECTIVE else diligence if level == Level.IMPLEMENTED else 0.0
    if random.random() < chance:
        texts[Field.EVIDENCE] = random.choice(_evidence_of(item.code, item.evidence, year))
    if random.random() < diligence * 0.8:
        texts[Field.DEPARTMENT] = random.choice(_DEPARTMENTS[item.priority])
    if random.random() < diligence * 0.25:
        texts[Field.NOTE] = _note(random, level, year)
    if level < item.target_level and random.random() < diligence * 0.5:
        texts |= {Field.IMPROVEMENT: random.choice(_PLANS), Field.DUE: f"{year + 1}-{random.choice((6, 9, 12)):02d}-30"}
    return texts


@lru_cache(maxsize=2048)
def _evidence_of(code: str, names: tuple[str, ...], year: int) -> tuple[str, ...]:
    """Lay out what may be written as evidence of an item: one document, or two neighbours in the list."""
    numbered = [f"{name}（QM-{code.replace('-', '')}-{year}-{place:02d}）" for place, name in enumerate(names, start=1)]
    return (*numbered, *(f"{first}；{second}" for first, second in pairwise(numbered)))


def _note(random: Random, level: int, year: int) -> str:
    goal = random.randint(88, 96)
    sentence = random.choice(_NOTES[level])
    return sentence.format(year=year, few=random.randint(2, 6), many=random.randint(15, 80), goal=goal, done=goal + random.randint(1, 3))
