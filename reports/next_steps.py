"""问题与下一步: what the figures of a meeting ask for, and what the meeting is asked to settle."""

from dataclasses import dataclass

from charts.figures_text import score_percent
from charts.finding import NOT_ENOUGH
from models.meeting_figures import MeetingFigures
from reports.sentences import mean_of, met_share, percent, shown_priorities

_ORDINALS = "一二三四五六"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """下一步: what is wrong, what is to be done, and whose it is; until when the meeting decides."""

    problem: str
    action: str
    owner: str


def request(figures: MeetingFigures) -> str:
    """请示事项: what the meeting is asked to settle."""
    asked = [step.action for step in next_steps(figures)[:2]]
    return f"请会议审定：{'；'.join(asked)}。"


def next_steps(figures: MeetingFigures) -> tuple[Step, ...]:
    """List what is to be done, from the figures, the most urgent first."""
    steps = [_step_reporting(figures), _step_priority(figures), _step_items(figures), _step_gate(figures), _step_blanks(figures)]
    found = tuple(step for step in steps if step)
    keep = Step(problem="没有突出的问题", action="巩固成效，按期开展下一期自评", owner="秘书处")
    return found or (keep,)


def next_steps_sentence(figures: MeetingFigures) -> str:
    """Write the steps as one sentence: 下一步：一是…；二是…."""
    parts = (f"{_ORDINALS[place]}是{step.action}" for place, step in enumerate(next_steps(figures)))
    return f"下一步：{'；'.join(parts)}。"


def _step_reporting(figures: MeetingFigures) -> Step | None:
    book = figures.summary.ledger
    if not book.expected:
        return Step(problem="花名册上没有应报的企业", action="先核对并导入花名册", owner="秘书处")
    late = [f"{count} 家{word}" for count, word in ((book.missing, "未报"), (book.returned, "退回待改")) if count]
    if not late:
        return None
    return Step(problem="、".join(late), action=f"催办 {'、'.join(late)}的企业，限期补报", owner="秘书处、转报单位")


def _step_priority(figures: MeetingFigures) -> Step | None:
    shown = shown_priorities(figures)
    if len(shown) < 2:
        return Step(problem=NOT_ENOUGH, action="收齐自评表后再作六项比较", owner="秘书处") if figures.summary.ledger.expected else None
    lowest = min(shown, key=mean_of)
    target = "" if lowest.target is None else f"，目标 {score_percent(lowest.target)}"
    return Step(
        problem=f"{lowest.short}得分率 {percent(lowest.spread.mean)}{target}",
        action=f"把{lowest.short}列为下一阶段重点，组织宣贯和示范",
        owner="秘书处、各分行业",
    )


def _step_items(figures: MeetingFigures) -> Step | None:
    if not figures.weak:
        return None
    item = figures.weak[0]
    problem = f"{item.code} {item.title}达标率 {met_share(item)}（适用 {item.n} 家）"
    return Step(problem=problem, action=f"就{item.title}等短板项目逐项制定改进措施", owner="相关企业")


def _step_gate(figures: MeetingFigures) -> Step | None:
    gated = figures.summary.gated if figures.comparable else 0
    return Step(problem=f"{gated} 家因核心项偏低降档", action="对照核心项补齐短板", owner="相关企业") if gated else None


def _step_blanks(figures: MeetingFigures) -> Step | None:
    open_forms = figures.summary.provisional
    if not open_forms:
        return None
    return Step(problem=f"{open_forms} 家有空缺，只作暂估", action="补填空缺项目后重报", owner="相关企业")
