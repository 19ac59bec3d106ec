"""The one table of messages: every code, how grave it is, its name and its sentence."""

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """Whether the enterprise has to act: only an error returns a form."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def chinese(self) -> str:
        """Name it as people read it."""
        return "须修改" if self is Severity.ERROR else "请留意"


class IssueKind(NamedTuple):
    """What one code means: how grave it is, its heading for people, and its sentence."""

    severity: Severity
    title: str
    sentence: str


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_FILL = "请只填 0–4 的整数或“不适用”，例如 3。"
_RESAVE = "请用 Excel 或 WPS 打开后“另存为”.xlsx 格式再报送。"
_FRESH = "请在协会发的自评表里填写后重新报送。"

KINDS: dict[str, IssueKind] = {
    # The level cell
    "BLANK": IssueKind(_WARNING, "空缺", "{where}{missing}还没有填自评等级，先按暂估计分，不进平均和分档。" + _FILL),
    "LEVEL_AMBIGUOUS": IssueKind(_ERROR, "等级不明确", "{where}填了“{found}”，看不出是几级。" + _FILL),
    "LEVEL_OUT_OF_RANGE": IssueKind(_ERROR, "等级超出范围", "{where}填了“{found}”，不是 0–4 的整数。" + _FILL),
    "LEVEL_IS_DATE": IssueKind(
        _ERROR,
        "等级成了日期",
        "{where}是日期“{found}”，可能是“1-2”之类被自动改成了日期。请先把单元格格式改为常规，再填 0–4 的整数或“不适用”，例如 3。",
    ),
    "LEVEL_NORMALISED": IssueKind(
        _WARNING, "等级写法已换算", "{where}写的是“{found}”，已按“{read}”读取。如果不对，请改填 0–4 的整数或“不适用”。"
    ),
    "LEVEL_FROM_FORMULA": IssueKind(
        _WARNING, "等级由公式算出", "{where}是公式，已按它上次算出的“{found}”读取。请改为直接填写数字，以免在别的电脑上变化。"
    ),
    "LEVEL_MERGED": IssueKind(
        _ERROR, "等级格被合并", "{where}与别的单元格合并了（{found}），分不清各项的等级。请取消合并，每项单独填 0–4 的整数或“不适用”。"
    ),
    "CELL_ERROR": IssueKind(
        _ERROR, "单元格是错误值", "{where}显示错误值“{found}”，读不到内容。请删去公式，直接填写；等级只填 0–4 的整数或“不适用”。"
    ),
    "FORMULA_WITHOUT_VALUE": IssueKind(
        _ERROR, "公式没有结果", "{where}是公式，但文件里没有保存它的结果（{found}）。请删去公式，直接填写；等级只填 0–4 的整数或“不适用”。"
    ),
    "NA_WITHOUT_REASON": IssueKind(
        _ERROR, "不适用没有理由", "{where}填了“不适用”，但没有写不适用理由。请在“不适用理由”一栏写明原因，或改填 0–4 的整数。"
    ),
    "NA_NOT_ALLOWED": IssueKind(_ERROR, "不能填不适用", "{where}填了“不适用”，但{why}。请改填 0–4 的整数，例如还没有开展就填 0。"),
    "LEVEL_NOT_EXPECTED": IssueKind(
        _WARNING,
        "可以填不适用",
        "{where}填了 {found} 级，而花名册上本企业{why}，本项可以填“不适用”。现按 {found} 级计分；如确实不涉及，请改填“不适用”并写明理由。",
    ),
    "REASON_BESIDE_LEVEL": IssueKind(
        _WARNING,
        "有等级又有不适用理由",
        "{where}填了等级，旁边又写了不适用理由“{found}”。现按等级计分；如本项不适用，请把等级改为“不适用”。",
    ),
    "TEXT_UNREADABLE": IssueKind(
        _WARNING, "文字读不出来", "{where}是错误值或没有结果的公式（{found}），这一格按没有填写处理。请直接填写文字。"
    ),
    # Rows, columns and the rest of the sheet
    "ITEM_REPEATED": IssueKind(
        _ERROR, "同一项目填了两次", "{where}的 {item} 在表中出现不止一次（另见 {other}），填的内容不同。请只留一行。"
    ),
    "ITEM_REPEATED_SAME": IssueKind(
        _WARNING, "同一项目有两行", "{where}的 {item} 在表中出现不止一次（另见 {other}），内容相同，只计一次。请删去多余的一行。"
    ),
    "ITEM_UNKNOWN": IssueKind(
        _WARNING, "清单中没有的编号", "{where}的编号“{found}”不在本期清单里，这一行没有计入。请核对编号，例如 P1-01。"
    ),
    "ROWS_NOT_LISTED": IssueKind(
        _WARNING, "同样的问题还有很多行", "{where}起还有 {count} 行也是“{found}”，没有逐行列出。请照已列出的各行一并修改。"
    ),
    "COLUMN_MISSING": IssueKind(_WARNING, "缺少一列", "表中没有“{found}”一列，这一栏按没有填写处理。请不要删改协会自评表的表头。"),
    "COLUMN_REPEATED": IssueKind(
        _ERROR, "同名的列有两个", "{where}的“{found}”一列在表中出现不止一次（另见 {other}），分不清以哪一列为准。请只留一列。"
    ),
    "TITLE_CHANGED": IssueKind(
        _WARNING,
        "题目被改动",
        "{where}的评价项目写成了“{found}”，{item} 应为“{title}”，仍按 {item} 计。请核对填的是不是这一项，不要改动题目。",
    ),
    "WEIGHT_CHANGED": IssueKind(
        _WARNING, "标准分被改动", "{where}的标准分写成了“{found}”，本项应为 {weight} 分，已按 {weight} 分计算。请不要改动标准分。"
    ),
    "TEXT_OUTSIDE": IssueKind(
        _WARNING, "写在了表格外面", "{where}的“{found}”不在任何一栏里，没有读取{more}。如属填报内容，请移到对应的栏里，例如“自评说明”。"
    ),
    "NOTES_NOT_READ": IssueKind(
        _WARNING, "有批注", "表里有 {count} 条批注（{found}）。批注不作为填报内容；如属填报内容，请写进对应的格子。"
    ),
    "EVIDENCE_MISSING": IssueKind(
        _WARNING, "高等级没有写证明材料", "有 {count} 项填了 3 级或 4 级而没有写证明材料：{found}。请补写材料名称和编号，审核时要抽查。"
    ),
    # Who sent it, for which period
    "PERIOD_MISMATCH": IssueKind(
        _ERROR,
        "报告期不符",
        "表里写的报告期是“{found}”，本次收的是 {period}。请用 {period} 期的自评表填写，或请秘书处放到对应的报告期接收。",
    ),
    "PERIOD_UNSTATED": IssueKind(_WARNING, "没有写报告期", "表里没有写报告期，已按 {period} 期接收。请确认填的是 {period} 期的情况。"),
    "EDITION_MISMATCH": IssueKind(_ERROR, "清单版本不符", "表里的清单版本是“{found}”，{period} 期用的是 {edition} 版。" + _FRESH),
    "LATE": IssueKind(_WARNING, "逾期", "{found} 收到，已过截止日 {due}，按逾期登记，照常计分。下期请在截止日前报送。"),
    "NAME_DIFFERS": IssueKind(
        _WARNING,
        "企业名称不一致",
        "{where}的企业名称是“{found}”，花名册上是“{roster}”，已按统一社会信用代码认定。请核对，名称应与公章一致。",
    ),
    "SIZE_DIFFERS": IssueKind(
        _WARNING, "规模与花名册不一致", "{where}的规模是“{found}”，花名册上是“{roster}”，以花名册为准。如有变化请告知秘书处。"
    ),
    "SIZE_UNKNOWN": IssueKind(
        _WARNING, "花名册缺规模", "花名册上没有本企业的从业人员和营业收入，与规模有关的项目按可以不适用处理。请秘书处补全花名册。"
    ),
    "TRAITS_DIFFER": IssueKind(
        _WARNING, "企业特征与花名册不一致", "{where}的企业特征是“{found}”，花名册上是“{roster}”，以花名册为准。如有变化请告知秘书处。"
    ),
    "DETAIL_DIFFERS": IssueKind(
        _WARNING,
        "企业信息有变化",
        "{where}的“{label}”写的是“{found}”，花名册上是“{roster}”，现仍以花名册为准。如确有变化，请秘书处核对后更新花名册。",
    ),
    "CONTACT_DIFFERS": IssueKind(_WARNING, "联系人有变化", "{where}起的联系人、手机或邮箱与花名册不同。请秘书处看原件，核对后更新花名册。"),
    "NOTHING_FILLED": IssueKind(_WARNING, "一项都没有填", "自评表里一项等级都没有填，可能发错了文件。请核对，填好后重新报送。"),
    "IDENTITY_PARTIAL": IssueKind(
        _WARNING, "企业信息不全", "“企业信息”里没有读到统一社会信用代码，已按文件内隐藏的编号认定为 {found}。请不要删改企业信息。"
    ),
    "SUPERSEDED_IN_BATCH": IssueKind(
        _WARNING, "同一批里有两份", "同一批里本企业另有一份“{found}”，按先后编为不同的版本，以后一版为准。请确认最新的一份是“{file}”。"
    ),
    # The review
    "REVIEW_RETURNED": IssueKind(_ERROR, "审核退回", "审核意见：{found} 请修改后重新报送。"),
    "REVIEW_REMARK": IssueKind(_ERROR, "审核要求修改", "{where}自评“{found}”，审核意见：{remark} 请核对证明材料后修改，或补充说明。"),
    # Not recognised
    "NOT_OUR_FORM": IssueKind(_ERROR, "不是自评表", "文件里没有找到带“编号”和“自评等级”表头的工作表（只有：{found}）。" + _FRESH),
    "LEVEL_COLUMN_MISSING": IssueKind(
        _ERROR,
        "没有自评等级一列",
        "{where}这一行有“编号”，但没有“自评等级”一列（现有表头：{found}）。请把填等级那一列的表头恢复为“自评等级”。",
    ),
    "CODE_COLUMN_MISSING": IssueKind(
        _ERROR, "没有编号一列", "{where}这一行有“自评等级”，但没有“编号”一列，无法对应到项目。请把编号列的表头恢复为“编号”。"
    ),
    "SEVERAL_FORMS": IssueKind(
        _ERROR, "一个文件里有几份自评表", "文件里有几张工作表都是自评表：{found}。分不清以哪一张为准，请每家企业一个文件，只留一张自评表。"
    ),
    "IDENTITY_CONTRADICTS": IssueKind(
        _ERROR, "企业身份自相矛盾", "同一个文件里有不同的统一社会信用代码：{found}。请确认是哪家企业的表，用该企业自己的自评表重新填写。"
    ),
    "IDENTITY_MISSING": IssueKind(
        _ERROR,
        "没有统一社会信用代码",
        "文件里没有读到统一社会信用代码，不知道是哪家企业的表。请在“企业信息”的“统一社会信用代码”后填 18 位代码。",
    ),
    "USCC_PRECISION_LOST": IssueKind(
        _ERROR,
        "统一社会信用代码丢了末几位",
        "{where}的统一社会信用代码被存成了数字，末几位已丢失（{found}）。请把单元格改为文本格式，重新填 18 位代码。",
    ),
    "NOT_IN_ROSTER": IssueKind(
        _ERROR,
        "不在花名册上",
        "统一社会信用代码“{found}”不在 {period} 期花名册上{hint}。请核对代码；确属应报企业的，请秘书处先补入花名册。",
    ),
    "NOT_YOUR_FORM": IssueKind(
        _ERROR,
        "不是您负责的企业的表",
        "表里的统一社会信用代码“{found}”不在您可以报送的范围内，这个文件没有接收。请换成您单位或由您转报的企业的自评表；确应由您报送的，请联系协会秘书处。",
    ),
    # The roster
    "ROSTER_NOT_FOUND": IssueKind(
        _ERROR,
        "不是花名册",
        "文件里没有找到花名册：前 {rows} 行里没有同时带“统一社会信用代码”和其他花名册表头的一行（工作表有：{found}）。请用花名册模板填写。",
    ),
    "ROSTER_SEVERAL": IssueKind(
        _ERROR, "有几张花名册", "文件里有几张工作表都是花名册：{found}。分不清以哪一张为准，请合并成一张后再导入。"
    ),
    "ROSTER_EMPTY": IssueKind(_ERROR, "花名册是空的", "花名册表头下面没有企业。请从表头的下一行开始，每行填一家企业。"),
    "ROSTER_COLUMN_NEEDED": IssueKind(_ERROR, "缺少必需的一列", "花名册里没有“{found}”一列，无法导入。请用花名册模板填写，不要改动表头。"),
    "ROSTER_COLUMN_MISSING": IssueKind(
        _WARNING, "花名册缺少一列", "花名册里没有“{found}”一列，各企业的这一栏按没有填写处理。如需要，请补上这一列再导入。"
    ),
    "ROSTER_COLUMN_UNKNOWN": IssueKind(
        _WARNING, "有一列没有读", "{where}的表头“{found}”不是花名册的表头，这一列没有读。如需要，请改成模板里的表头，例如“营业收入(万元)”。"
    ),
    "ROSTER_USCC_MISSING": IssueKind(_ERROR, "没有统一社会信用代码", "{where}没有统一社会信用代码{name}，这一行没有导入。请填 18 位代码。"),
    "ROSTER_USCC_LENGTH": IssueKind(
        _ERROR,
        "统一社会信用代码不是 18 位",
        "{where}的统一社会信用代码“{found}”是 {count} 位，应为 18 位，这一行没有导入。请核对营业执照后重新填写。",
    ),
    "ROSTER_USCC_SYMBOLS": IssueKind(
        _ERROR, "统一社会信用代码有别的符号", "{where}的统一社会信用代码“{found}”里有“{letters}”，这一行没有导入。请只填数字和字母。"
    ),
    "ROSTER_USCC_CHARACTERS": IssueKind(
        _WARNING,
        "统一社会信用代码有不用的字符",
        "{where}的统一社会信用代码“{found}”里有代码中不用的字符“{letters}”。{hint}已照原样导入，请核对营业执照。",
    ),
    "ROSTER_USCC_CHECK": IssueKind(
        _WARNING, "统一社会信用代码校验不符", "{where}的统一社会信用代码“{found}”校验不符。{hint}已照原样导入，请核对营业执照。"
    ),
    "ROSTER_USCC_REPEATED": IssueKind(
        _ERROR, "统一社会信用代码重复", "{where}的统一社会信用代码“{found}”与 {other}（{name}）重复，这一行没有导入。请核对后只留一行。"
    ),
    "ROSTER_NAME_MISSING": IssueKind(_ERROR, "没有企业名称", "{where}没有企业名称（代码 {found}），这一行没有导入。请填与公章一致的全称。"),
    "ROSTER_NAME_REPEATED": IssueKind(
        _WARNING, "企业名称重复", "{where}的企业名称“{found}”与 {other} 相同，而统一社会信用代码不同。请核对是不是同一家企业。"
    ),
    "ROSTER_CELL_ERROR": IssueKind(_WARNING, "花名册有错误值", "{where}显示“{found}”，读不到内容，按没有填写处理。请删去公式，直接填写。"),
    "ROSTER_NUMBER_UNREADABLE": IssueKind(
        _WARNING, "数字读不出来", "{where}的{heading}“{found}”读不出来，按没有填写处理，推算不出规模。请只填数字，例如 1200。"
    ),
    "ROSTER_SIZE_UNKNOWN": IssueKind(
        _WARNING, "推算不出规模", "{where}缺少{found}，推算不出规模，与规模有关的项目按可以不适用处理。请补填后再导入。"
    ),
    "ROSTER_SIZE_DIFFERS": IssueKind(
        _WARNING,
        "规模与推算不符",
        "{where}的规模是“{found}”，按从业人员 {staff} 人、营业收入 {revenue} 万元推算是{size}，以推算为准。请核对这两个数。",
    ),
    "ROSTER_UNIT_DOUBTFUL": IssueKind(
        _WARNING, "营业收入的单位可疑", "{where}的营业收入是 {found} 万元，{why}，可能把单位弄错了。已照填的数导入，请核对。"
    ),
    "ROSTER_REGION_UNKNOWN": IssueKind(
        _WARNING, "地区不认识", "{where}的地区“{found}”不是省级地区，按没有填写处理。请填省、自治区、直辖市，例如江苏。"
    ),
    "ROSTER_SECTOR_OTHER": IssueKind(
        _WARNING, "行业归入其他", "{where}的行业“{found}”{why}，暂归{sector}。请改填 13 个分行业之一，例如机床工具。"
    ),
    "ROSTER_BLANK": IssueKind(_WARNING, "有一栏没有填", "{where}没有填{found}，分{found}统计时不在任何一组里。请补填后再导入。"),
    "ROSTER_TRAIT_UNKNOWN": IssueKind(
        _WARNING, "企业特征不认识", "{where}的企业特征“{found}”不在规定的名称里，没有计入。请从这些名称里选：{known}。"
    ),
    "ROSTER_STATUS_UNKNOWN": IssueKind(_WARNING, "状态不认识", "{where}的状态“{found}”不认识，按应报处理。请填应报或豁免。"),
    # Not opened
    "FILE_EMPTY": IssueKind(_ERROR, "空文件", "文件是空的（0 字节）。请重新保存后再报送。"),
    "FILE_TOO_LARGE": IssueKind(_ERROR, "文件太大", "文件有 {found}，超过 {limit}。请删去表中的图片，证明材料只写名称和编号。"),
    "FILE_TRUNCATED": IssueKind(_ERROR, "文件不完整", "文件不完整或已损坏（{found}），可能没有传完。请重新保存并发送。"),
    "FILE_ENCRYPTED": IssueKind(
        _ERROR, "文件加了密", "文件设了打开密码，或被单位的加密软件加了密，无法读取。请取消密码（或解密）后再报送。"
    ),
    "FILE_OLD_EXCEL": IssueKind(_ERROR, "Excel 格式太旧", "这是旧版 Excel（.xls）或 WPS（.et）格式的文件，读不了。" + _RESAVE),
    "FILE_WORD": IssueKind(_ERROR, "是文档，不是表格", "这是{found}，不是 Excel 表。请把内容填到协会发的 Excel 自评表里再报送。"),
    "FILE_CSV": IssueKind(
        _ERROR, "是纯文本或 CSV", "这是{found}，里面没有表格的格式。请用 Excel 或 WPS 打开，看清没有乱码后“另存为”.xlsx 格式再报送。"
    ),
    "FILE_SCAN": IssueKind(
        _ERROR, "是扫描件，不是表格", "这是{found}，只是文件名像表格。盖章件请恢复原来的扩展名（.pdf、.jpg）发来；自评表请发 Excel 文件。"
    ),
    "FILE_LITTER": IssueKind(_WARNING, "系统或临时文件", "这是系统或临时文件（{found}），不是自评表，可以不管。下次打包请不要带上。"),
    "FILE_NOT_EXCEL": IssueKind(_ERROR, "不是 Excel 表", "这不是 Excel 工作簿（实际是{found}）。" + _RESAVE),
    "FILE_MACROS": IssueKind(_ERROR, "文件带宏", "文件里带有宏，出于安全没有打开。请“另存为 .xlsx”（不带宏的工作簿）后再报送。"),
    "FILE_MALFORMED": IssueKind(_ERROR, "文件结构异常", "文件结构异常（{found}），出于安全没有打开。" + _FRESH),
    "FILE_EXHAUSTING": IssueKind(
        _ERROR, "文件打不开", "打开这个文件要占用的时间或内存超出限制（{found}），没有读取，不影响其他文件。" + _FRESH
    ),
    "FILE_UNREADABLE": IssueKind(_ERROR, "文件读不出来", "文件无法读取（{found}）。请用 Excel 或 WPS 打开检查，另存为 .xlsx 后再报送。"),
    "ARCHIVE_UNREADABLE": IssueKind(_ERROR, "压缩包打不开", "压缩包无法打开（{found}）。请重新压缩为 zip 后再上传。"),
    "ARCHIVE_TOO_LARGE": IssueKind(
        _ERROR, "压缩包太大", "压缩包太大（{found}），里面的文件没有读取。请分成几个较小的 zip 压缩包后再上传。"
    ),
    "ARCHIVE_EMPTY": IssueKind(_ERROR, "压缩包是空的", "压缩包里没有文件。请检查后重新压缩。"),
}
