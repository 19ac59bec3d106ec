"""Speaker notes of the deck: how each figure is made, for the question from the floor."""

from charts.figures_text import rate_percent, signed
from models.meeting_figures import MeetingFigures
from reports.case_words import IN_NOTES, calls, told
from reports.deck_parts import change_has_a_slide
from reports.sentences import period_name, points, source_line, versus

SUPPRESSED = "可计分不足 3 家的组，以及用合计一减就会露出它的那一组，只列家数，分数显示“—”。"


def conclusion(figures: MeetingFigures) -> list[str]:
    """Say how the four figures of page one are made."""
    summary = figures.summary
    return [
        "报送率 = 已报 ÷ 应报。应报是花名册中未豁免的企业；有可识别的一版就算已报，退回待改的也算。",
        "有效率 = 有效 ÷ 已报。有效是有一版通过检查的企业。",
        "综合得分 = 100 × Σ（标准分 × 自评等级）÷（4 × Σ 适用项目的标准分）；不适用的两边都不计。",
        f"平均得分是参加平均的 {figures.n} 家的简单平均，每家一票；有空缺的 {summary.provisional} 家只作暂估，不参加平均。",
        *_of_everybody(figures),
        source_line(figures),
    ]


def _of_everybody(figures: MeetingFigures) -> list[str]:
    """Give the figures behind the mean, where enough forms enter it that nobody's own follow from them."""
    if not figures.comparable:
        return []
    summary = figures.summary
    rate = rate_percent(summary.compliance_rate)
    return [
        f"全体达标率 = 达标项 ÷ 适用项 = {summary.met} ÷ {summary.applicable} = {rate}。",
        _asked("为什么平均是这个数", figures),
    ]


def reporting(figures: MeetingFigures) -> list[str]:
    """Say what counts as reported, and when."""
    return [
        f"截止日 {figures.period.deadline}；按各家第一版收到的日期累计。",
        "已报含退回待改；未报是应报而一版也没有的企业。报齐指应报的都通过检查；地区以花名册为准，按行政区划代码排列，不是名次。",
        source_line(figures),
    ]


def priorities(figures: MeetingFigures) -> list[str]:
    """Say how the six rates, quartiles and targets are made."""
    return [
        "每项得分率：先算每家的得分率（100 × Σ 标准分 × 等级 ÷ 4Σ 适用标准分），再取简单平均；这一项没有适用项目的企业不参加。",
        "四分位按 QUARTILE.INC；目标 = 100 × Σ（标准分 × 目标等级）÷ 4Σ 标准分，只计各家适用的项目。",
        "六项按通知的次序排列，不按高低。",
        *_six_changed(figures),
        source_line(figures),
    ]


def bands(figures: MeetingFigures) -> list[str]:
    """Say how bands are made."""
    return [
        "按展示的综合得分分档：20、45、70、95 分起分别为策划级、实施级、见效级、引领级，以下为起步级。",
        f"门槛：分档至多比核心项的最低等级高一档，本期因此降档 {figures.summary.gated} 家。暂估的不分档。",
        source_line(figures),
    ]


def items(figures: MeetingFigures) -> list[str]:
    """Say how weak and strong items are chosen."""
    return [
        "短板、亮点：项目得分率最低、最高的各 5 项，适用企业不足 5 家的不列；并列时标准分大的在前，再按编号。",
        "得分率 = 100 × Σ 等级 ÷ 4n；达标率 = 达到目标等级的企业 ÷ 适用企业。",
        source_line(figures),
    ]


def groups(figures: MeetingFigures) -> list[str]:
    """Say which groups are shown."""
    return ["各组平均是组内企业综合得分的简单平均，括号里是家数。", SUPPRESSED, "规模按国统字〔2017〕213号。", source_line(figures)]


def change(figures: MeetingFigures) -> list[str]:
    """Say what like-for-like means here."""
    before = period_name(figures.previous.period) if figures.previous else ""
    return [
        f"同口径：只比{before}和本期都通过检查、没有空缺、用同一版清单的同一批企业；差按舍入前计算，与两个平均数之差可能差 0.1。",
        "简单平均：各期各自参加平均的全部企业，企业进出会影响它，不能直接当作进步或退步。",
        source_line(figures),
    ]


def cases(figures: MeetingFigures) -> list[str]:
    """Say how the cases were chosen, and where each stands in its enterprise's form."""
    chosen = figures.cases.chosen
    places = [f"{case.name}（第 {case.revision} 版“{case.story.sheet}”{case.story.cell}）：{told(case.story, IN_NOTES)}" for case in chosen]
    return [
        f"在{figures.basis.chinese}口径计入平均的企业中选：每家取一则；先每个征集方向一家，再补第二家；同一方向先分档高的，再按统一社会信用代码。不是名次。",
        "申报近三年有重大事故或严重失信的企业不自动选入，由协会决定。内容由企业自报，未经核实，对外引用前请征得企业同意。",
        *places,
        *calls(figures.cases),
        source_line(figures),
    ]


def steps(figures: MeetingFigures) -> list[str]:
    """Say where the steps come from."""
    return [
        "问题由本期数据得出；责任人和时限请会议议定后填写。",
        "自评数据，仅供工作参考，不作为评优、认证、采信依据。",
        source_line(figures),
    ]


def _six_changed(figures: MeetingFigures) -> list[str]:
    """Say how the six moved, where no slide does."""
    if figures.panel is None or change_has_a_slide(figures):
        return []
    moved = [f"{of.short} {signed(of.difference)}" for of in figures.panel.priorities if of.n >= figures.least]
    return [f"同口径 {figures.panel.n} 家六项得分率较{versus(figures).strip()}（百分点）：{'，'.join(moved)}。"]


def _asked(question: str, figures: MeetingFigures) -> str:
    spread = figures.summary.total
    quartiles = f"四分位 {points(spread.lower_quartile)}—{points(spread.upper_quartile)}"
    page = "与上期比较" if change_has_a_slide(figures) else "分档"
    changed = f"；与{versus(figures).strip()}的比较见“{page}”页" if figures.panel else ""
    return f"若问“{question}”：中位数 {points(spread.median)} 分，{quartiles} 分，六项见第 3 页{changed}。"
