"""The one definition of the form: sheets, headings, labels and marks that the writer sets and the reader looks for."""

from enum import StrEnum

from models.assessment import Field

FORM_NAME = "quality-brand-self-assessment"
"""Value of MetaKey.FORM: tells our own form from a look-alike."""

PROPERTY_PREFIX = "self_assessment_"
"""Custom document properties are named PROPERTY_PREFIX + MetaKey, e.g. `self_assessment_uscc`."""

NOT_APPLICABLE = "不适用"
"""What is chosen in 自评等级 when an item is left out."""

OUR_AUTHOR = "秘书处"
"""Author of the notes that annotating leaves in cells, so that the next round can take them away again."""


class Sheet(StrEnum):
    """Worksheets of the form, in order."""

    GUIDE = "填报说明"
    INFO = "企业信息"
    FORM = "自评表"
    STORIES = "亮点与故事"
    META = "_meta"


ISSUE_SHEET = "问题清单"
"""The sheet that annotating puts in front of the enterprise's own; not part of the form."""


class IssueHeading(StrEnum):
    """Columns of 问题清单, in order."""

    NUMBER = "序号"
    SEVERITY = "须修改/请留意"
    PLACE = "位置"
    ITEM = "项目"
    FOUND = "现填"
    MEND = "怎么改"
    CODE = "代码"


class Heading(StrEnum):
    """Columns of 自评表, in the order the template writes them; a reader finds them by name."""

    CODE = "编号"
    PRIORITY = "重点工作"
    TITLE = "评价项目"
    QUESTION = "自评问题"
    DESCRIPTORS = "等级说明"
    WEIGHT = "标准分"
    TARGET = "目标等级"
    PREVIOUS = "上期等级"
    LEVEL = Field.LEVEL.value
    REASON = Field.REASON.value
    NOTE = Field.NOTE.value
    EVIDENCE = Field.EVIDENCE.value
    DEPARTMENT = Field.DEPARTMENT.value
    IMPROVEMENT = Field.IMPROVEMENT.value
    DUE = Field.DUE.value


HEADING_SYNONYMS: dict[str, Heading] = {
    "项目编号": Heading.CODE,
    "评价项目编号": Heading.CODE,
    "自评等级(0-4)": Heading.LEVEL,
    "不适用的理由": Heading.REASON,
    "证明材料名称及编号": Heading.EVIDENCE,
    "短板与改进措施": Heading.IMPROVEMENT,
}
"""Other headings that mean the same, spaces removed and brackets half-width."""


class InfoLabel(StrEnum):
    """Labels in column A of 企业信息, in order; the values stand in column B."""

    USCC = "统一社会信用代码"
    NAME = "企业名称"
    PERIOD = "报告期"
    EDITION = "清单版本"
    SIZE = "规模"
    TRAITS = "企业特征"
    REGION = "地区"
    SECTOR = "行业"
    STAFF = "从业人员(人)"
    REVENUE = "营业收入(万元)"
    FORWARDER = "转报单位"
    CONTACT = "联系人"
    MOBILE = "手机"
    EMAIL = "邮箱"
    DECLARATION = "近三年有无重大质量、安全、环保事故或严重失信"


LABEL_SYNONYMS: dict[str, InfoLabel] = {
    "信用代码": InfoLabel.USCC,
    "社会信用代码": InfoLabel.USCC,
    "企业全称": InfoLabel.NAME,
    "单位名称": InfoLabel.NAME,
    "填报期": InfoLabel.PERIOD,
    "企业规模": InfoLabel.SIZE,
    "从业人员": InfoLabel.STAFF,
    "营业收入": InfoLabel.REVENUE,
    "联络员": InfoLabel.CONTACT,
}
"""Other labels that mean the same, spaces removed and brackets half-width."""

FORM_LABELS = (InfoLabel.USCC, InfoLabel.NAME, InfoLabel.PERIOD)
"""Labels repeated above the heading row of 自评表, each with its value in the next cell to the right."""

TRAIT_SEPARATOR = "、"

SIGNATURES = ("填表人（签字）", "质量负责人（签字）", "分管领导（签字）", "企业盖章", "日期")
"""Labels below the others in 企业信息, in order, after an empty row; signed by hand on the printed form."""


class MetaKey(StrEnum):
    """Keys in column A of the hidden _meta, values in column B; also the names of the document properties."""

    FORM = "form"
    EDITION = "edition"
    PERIOD = "period"
    USCC = "uscc"
    ISSUED_ON = "issued_on"
    DIGEST = "catalogue_digest"


class StoryHeading(StrEnum):
    """Columns of 亮点与故事, in order."""

    SCOPE = "征集范围"
    TITLE = "标题"
    TEXT = "内容"
