"""The sentences of a feedback, written from its figures; what too few peers rest on is said, not compared (practice 4.4)."""

from fractions import Fraction

from charts.figures_text import NOTHING, score, score_percent, signed
from charts.finding import counted
from models.basis import Basis
from models.benchmark import LEAST_FOR_ENTERPRISES, PeerKind
from models.feedback import Feedback, PriorityFeedback
from models.gaps import GAPS_SHOWN
from models.progress import Distribution, Status

CAUTION = "自评数据，仅供工作参考，不作为评优、认证、采信依据。不含其他企业的名称和得分。"
_WHY = {
    PeerKind.SECTOR_AND_SIZE: "同行为同行业、同规模的企业",
    PeerKind.SECTOR: "同行业同规模的企业较少，不便单独列出，同行取同行业企业",
    PeerKind.SIZE: "同行业的企业较少，不便单独列出，同行取同规模企业",
    PeerKind.ALL: "同行业、同规模的企业都较少，不便单独列出，同行取全部企业",
}


def conclusion(of: Feedback) -> str:
    """Say in one line how the enterprise stands, or why nothing can be said yet."""
    if of.total is None:
        return _without_score(of)
    if of.provisional:
        return f"暂估得分 {points(of.total)} 分：还有 {of.blank} 项没有填，补齐后才定档、才与同行比较。"
    lead = f"综合得分 {points(of.total)} 分，{of.band}"
    if of.benchmark.kind is None:
        return f"{lead}；可比的同行不足 {LEAST_FOR_ENTERPRISES} 家，暂不比较。"
    return f"{lead}，{_against(of.total, of.benchmark.total)}。"


def remark(of: Feedback) -> str:
    """Say what has to be known beside the conclusion: an older revision, a lowered band; empty when there is nothing."""
    parts = []
    if of.revision is not None and of.status is Status.RETURNED:
        parts.append(f"最新一版（第 {of.newest_revision} 版）已退回待改，本单按第 {of.revision} 版计算")
    if of.gated:
        parts.append("核心项（★）等级偏低，分档因门槛下调，得分不变")
    return "".join(f"{part}。" for part in parts)


def peers_line(of: Feedback) -> str:
    """Say who the peers are, how many, and why they."""
    benchmark = of.benchmark
    if benchmark.kind is None:
        return f"同行：可比的企业不足 {LEAST_FOR_ENTERPRISES} 家，不列同行数据。"
    return f"同行：{benchmark.peers}，n={benchmark.n}（不含本企业）。{_WHY[benchmark.kind]}。"


def source_line(of: Feedback) -> str:
    """Write 数据来源 · 截止 · 口径 · 版本."""
    who = "会员企业自评表" if of.basis is Basis.SELF else "会员企业自评表，协会核定"
    return f"数据来源：{who} · 截至 {of.cut_off} · 口径：{of.basis.chinese} · 版本：清单 {of.period.edition} 版"


def gaps_heading(of: Feedback) -> str:
    """Head the gaps, or say in their place why there are none."""
    if of.revision is None:
        return "有了得分以后，这里列出与目标差距最大的五项和下一步做法。"
    if not of.gaps:
        return "已填的项目都达到目标等级。" if of.provisional else "各适用项目都达到目标等级，请保持并向更高一级努力。"
    return f"差距最大的{counted(len(of.gaps))}和下一步" if len(of.gaps) == GAPS_SHOWN else f"没有达标的{counted(len(of.gaps))}和下一步"


def own_rate(of: Feedback, priority: PriorityFeedback) -> str:
    """Write own score rate of a priority: 不适用 where nothing applies, 「—」 without a form."""
    if priority.own is None:
        return NOTHING if of.revision is None else "不适用"
    return percent(priority.own)


def quartiles(peers: Distribution) -> str:
    """Write the peers' middle half: 47.9–76.9."""
    return NOTHING if peers.median is None else f"{points(peers.lower_quartile)}–{points(peers.upper_quartile)}"


def difference(of: Feedback, priority: PriorityFeedback) -> str:
    """Write how far own score lies from the peers' median: +1.6, −0.8; a provisional one is not compared."""
    own, median = priority.own, priority.peers.median
    return NOTHING if of.provisional or own is None or median is None else signed(Fraction(own - median, 10))


def in_words(of: Feedback, priority: PriorityFeedback) -> str:
    """Tell what the strip of a priority shows, for who cannot see it."""
    own = f"{priority.short}：本企业 {own_rate(of, priority)}"
    if priority.peers.median is None:
        return f"{own}，同行数据不列"
    return f"{own}，同行中位数 {percent(priority.peers.median)}，中间一半 {quartiles(priority.peers)}"


def points(tenths: int | None) -> str:
    """Write a score of whole tenths: 630 gives 63.0, nothing gives 「—」."""
    return score(None if tenths is None else Fraction(tenths, 10))


def percent(tenths: int | None) -> str:
    """Write a score rate of whole tenths: 630 gives 63.0%, nothing gives 「—」."""
    return score_percent(None if tenths is None else Fraction(tenths, 10))


def _without_score(of: Feedback) -> str:
    if of.revision is not None:
        return "所填项目全部不适用，没有得分。"
    return {
        Status.RETURNED: "自评表已退回待改，还没有得分。请按退回函逐条修改后重新报送。",
        Status.IN_REVIEW: "自评表正在审核，核定后列出得分。",
        Status.EXEMPT: "本期豁免报送，没有得分。",
    }.get(of.status, _missing(of))


def _missing(of: Feedback) -> str:
    if of.period.closed:
        return f"{of.period.name}没有收到贵单位的自评表，没有得分；这一期已关闭，不能再报送。"
    return "还没有收到贵单位的自评表，本期没有得分。请尽快报送。"


def _against(total: int, peers: Distribution) -> str:
    apart = total - (peers.median or 0)
    if not apart:
        return f"与 {peers.n} 家同行的中位数相同"
    return f"比 {peers.n} 家同行的中位数{'高' if apart > 0 else '低'} {points(abs(apart))} 分"
