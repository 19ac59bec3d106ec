"""The roster's columns and words, one definition for the template and for reading it back."""

from enum import StrEnum

from models.enterprise import Trait

SHEET = "花名册"
GUIDE_SHEET = "填写说明"
HEADING_WITHIN = 20
TRAIT_SEPARATOR = "、"


class RosterColumn(StrEnum):
    """Headings of the roster, in the template's order; 规模 is only compared, so the template leaves it out."""

    USCC = "统一社会信用代码"
    NAME = "企业名称"
    SHORT_NAME = "简称"
    REGION = "地区"
    SECTOR = "行业"
    STAFF = "从业人员(人)"
    REVENUE = "营业收入(万元)"
    TRAITS = "企业特征"
    FORWARDER = "转报单位"
    CONTACT = "联系人"
    MOBILE = "手机"
    EMAIL = "邮箱"
    STATUS = "状态"
    SIZE = "规模"


class RosterStatus(StrEnum):
    """状态 of an enterprise in the roster; an empty cell is 应报."""

    EXPECTED = "应报"
    EXEMPT = "豁免"


TEMPLATE_COLUMNS = tuple(column for column in RosterColumn if column is not RosterColumn.SIZE)

NEEDED = (RosterColumn.USCC, RosterColumn.NAME)
"""Without these nothing can be imported."""

EXPECTED = (RosterColumn.REGION, RosterColumn.SECTOR, RosterColumn.STAFF, RosterColumn.REVENUE, RosterColumn.TRAITS)
"""Without these figures are missing, so their absence is said once."""

HEADING_SYNONYMS: dict[str, RosterColumn] = {
    "社会信用代码": RosterColumn.USCC,
    "信用代码": RosterColumn.USCC,
    "企业全称": RosterColumn.NAME,
    "单位名称": RosterColumn.NAME,
    "企业简称": RosterColumn.SHORT_NAME,
    "从业人员": RosterColumn.STAFF,
    "营业收入": RosterColumn.REVENUE,
    "联络员": RosterColumn.CONTACT,
    "手机号": RosterColumn.MOBILE,
    "手机号码": RosterColumn.MOBILE,
    "电子邮箱": RosterColumn.EMAIL,
    "企业规模": RosterColumn.SIZE,
}
"""Other headings that mean the same, spaces removed and brackets half-width; another unit is another column."""

UNREAD_HEADINGS = frozenset({"序号", "备注"})
"""Columns people add for themselves; left out without a word."""

TOTAL_ROWS = frozenset({"合计", "小计", "总计"})

TRAIT_BY_NAME = {str(trait): trait for trait in Trait}
