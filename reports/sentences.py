"""The sentences of a meeting, written from its figures; what too few forms rest on is said, not compared (practice 4.2)."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from charts.figures_text import rate_percent, score, score_percent, signed
from charts.finding import NOT_ENOUGH, NOTHING_SCORED, counted, day_in_words, listed
from models.basis import Basis
from models.meeting_figures import GroupFigures, GroupLedger, ItemFigures, MeetingFigures, PanelFigures, PriorityFigures
from models.period import Period
from models.progress import LEAST_SHOWN, Ledger
from models.rounding import half_up


def points(tenths: int | None) -> str:
    """Write a score of whole tenths: 630 gives 63.0, nothing gives 「—」."""
    return score(None if tenths is None else Fraction(tenths, 10))


def percent(tenths: int | None) -> str:
    """Write a score rate of whole tenths: 630 gives 63.0%, nothing gives 「—」."""
    return score_percent(None if tenths is None else Fraction(tenths, 10))


def source_line(figures: MeetingFigures) -> str:
    """Write what stands under every table and slide: 数据来源 · 截止 · n · 口径 · 版本."""
    who = "会员企业自评表" if figures.basis is Basis.SELF else "会员企业自评表，协会核定"
    parts = (f"数据来源：{who}", f"截至 {figures.cut_off}", f"n={figures.n}", f"口径：{figures.basis.chinese}")
    return " · ".join((*parts, f"版本：清单 {figures.period.edition} 版"))


def period_name(period: Period) -> str:
    """Name a period as people do: 2020 年, 2020H2."""
    return f"{period.code} 年" if period.code.isdigit() else period.code


def versus(figures: MeetingFigures) -> str:
    """Name what is compared with: 上年, or the earlier period."""
    if figures.previous is None:
        return ""
    now, before = figures.period.code, figures.previous.period.code
    yearly = now.isdigit() and before.isdigit() and int(now) - int(before) == 1
    return "上年" if yearly else f" {period_name(figures.previous.period)}"


def headline(figures: MeetingFigures) -> str:
    """Write the conclusion of the meeting in one line."""
    book = figures.summary.ledger
    if not book.expected:
        return "花名册上还没有应报的企业"
    reported = f"报送率 {rate_percent(_fraction(book.received, book.expected))}"
    if not figures.comparable:
        return f"{reported}，{_too_few(figures)}"
    return f"{reported}，平均 {points(figures.summary.total.mean)} 分{_lowest_priority(figures)}"


def overall(figures: MeetingFigures) -> str:
    """总体: who reported, what it came to, and how it moved over the same enterprises."""
    book, summary = figures.summary.ledger, figures.summary
    if not book.expected:
        return "花名册上还没有应报的企业。"
    share = rate_percent(_fraction(book.received, book.expected))
    reported = f"截至 {day_in_words(figures.cut_off)}，应报 {book.expected} 家，已报 {book.received} 家，报送率 {share}"
    if not figures.comparable:
        return f"{reported}；有效 {summary.valid} 家{_reviewed(figures)}，{_too_few(figures)}。"
    left_out = f"（{summary.provisional} 家有空缺，不计入平均）" if summary.provisional else ""
    middle = f"综合得分平均 {points(summary.total.mean)} 分、中位数 {points(summary.total.median)} 分"
    return f"{reported}；有效 {summary.valid} 家{_reviewed(figures)}{left_out}，{middle}{_since(figures)}。"


def priorities(figures: MeetingFigures) -> str:
    """Say which of the six is highest, which lowest, and how far apart they are."""
    shown = shown_priorities(figures)
    if len(shown) < 2:
        return f"六项重点工作{NOT_ENOUGH}。"
    (highest, best), (lowest, worst) = _edges(shown)
    if best == worst:
        return f"从六项看，{counted(len(shown))}得分率相同，都是 {percent(best)}。"
    apart = f"相差 {points(best - worst)} 个百分点"
    return f"从六项看，{highest}得分率最高（{percent(best)}），{lowest}最低（{percent(worst)}），{apart}。"


def priorities_title(figures: MeetingFigures) -> str:
    """Say the same in a line that fits over a chart."""
    shown = shown_priorities(figures)
    (highest, best), (lowest, worst) = _edges(shown) if len(shown) > 1 else (("", 0), ("", 0))
    if best == worst:
        return priorities(figures).removesuffix("。")
    return f"{highest}最高 {percent(best)}，{lowest}最低 {percent(worst)}，相差 {points(best - worst)} 个百分点"


def strengths(figures: MeetingFigures, count: int = 2) -> str:
    """亮点: the strongest items with their n, 得分率, which they are ordered by, and 达标率."""
    if not figures.strong:
        return f"各项目适用企业不足 5 家，{NOT_ENOUGH}。"
    return f"亮点在 {_items_named(figures.strong[:count])}。"


def weaknesses(figures: MeetingFigures, count: int = 2) -> str:
    """短板: the weakest items with their n, 得分率, which they are ordered by, and 达标率, and the priority most of them belong to."""
    if not figures.weak:
        return f"各项目适用企业不足 5 家，{NOT_ENOUGH}。"
    code, times = Counter(item.priority for item in figures.weak).most_common(1)[0]
    if 2 * times <= len(figures.weak) or len(figures.weak) == 1:
        return f"短板在 {_items_named(figures.weak[:count])}。"
    [name] = [of.short for of in figures.priorities if of.code == code]
    share = "全在其中" if times == len(figures.weak) else f"占{counted(times)}"
    return f"短板集中在{name}，最弱的{counted(len(figures.weak))}{share}：{_items_named(figures.weak[:count])}。"


def bands(figures: MeetingFigures) -> str:
    """Say where most enterprises stand and how many are at 见效级 or above."""
    if not figures.comparable:
        return f"{_too_few(figures)}。"
    shares = figures.summary.bands
    most = max(shares.values())
    names = [name for name, count in reversed(shares.items()) if count == most]
    lead = f"{listed(names, '档')}最多，{'各 ' * (len(names) > 1)}{most} 家，占 {rate_percent(_fraction(most, figures.n))}"
    top = sum(list(shares.values())[:2])
    held = f"；{figures.summary.gated} 家因核心项偏低降档" if figures.summary.gated else ""
    return f"{lead}；{'、'.join(list(shares)[1::-1])}合计 {top} 家，占 {rate_percent(_fraction(top, figures.n))}{held}。"


def groups(of: Sequence[GroupFigures], name: str, least: int = LEAST_SHOWN) -> str:
    """Say which sector, region or size has the highest and which the lowest mean."""
    shown = [group for group in of if group.mean is not None]
    if not shown:
        return f"各{name}可计分的都不足 {least} 家，{NOT_ENOUGH}。"
    if len(shown) == 1:
        return f"只有{shown[0].key}可以显示：平均 {points(shown[0].mean)} 分（n={shown[0].n}）。"
    best, worst = (edge(group.mean for group in shown if group.mean is not None) for edge in (max, min))
    if best == worst:
        return f"可以比较的 {len(shown)} 个{name}平均得分相同，都是 {points(best)} 分。"
    names = ["、".join(group.key for group in shown if group.mean == edge) for edge in (best, worst)]
    return f"分{name}看，{names[0]}平均最高（{points(best)} 分），{names[1]}最低（{points(worst)} 分）。"


def reporting(figures: MeetingFigures) -> str:
    """Say how many regions are complete and where most is missing."""
    expecting = [group for group in figures.region_ledgers if group.book.expected]
    book = figures.summary.ledger
    if not expecting:
        return "花名册上还没有应报的企业。"
    if not book.received:
        return f"{len(expecting)} 个地区应报 {book.expected} 家，还没有收到自评表。"
    full = sum(group.complete for group in expecting)
    if full == len(expecting):
        return f"{full} 个地区 {book.expected} 家全部报齐并通过检查。"
    lead = f"{len(expecting)} 个地区中 {full} 个已报齐并通过检查" if full else f"{len(expecting)} 个地区都还没有报齐"
    return f"{lead}，{_behind(expecting, book)}。"


def change(figures: MeetingFigures) -> str:
    """Say how the panel moved, or why nothing is compared."""
    previous, panel = figures.previous, figures.panel
    if previous is None:
        return "还没有上一期，暂不比较。"
    if previous.panel is None:
        editions = f"{period_name(previous.period)}用 {previous.period.edition} 版清单，本期用 {figures.period.edition} 版"
        return f"{editions}，项目和标准分不同，得分不能直接相减，只列各期自己的数。"
    if panel is None:
        return f"两期都计入平均的企业只有 {previous.panel.n} 家，{NOT_ENOUGH}。"
    on = f"按两版清单都有的 {panel.items} 项，" if panel.items else ""
    return f"{on}同口径 {panel.n} 家平均综合得分较{versus(figures)}{_moved(panel)}。"


def difference_explained(figures: MeetingFigures) -> str:
    """Say why the plain means of two periods move otherwise than the panel; nothing where there is no panel."""
    panel, previous = figures.panel, figures.previous
    if panel is None or previous is None:
        return ""
    if panel.items:
        return f"两期清单不是同一版，简单平均不能相减；同口径只比两版都有的 {panel.items} 项，按本期的标准分计，相差 {signed(panel.difference)} 分。"
    came, left = figures.n - panel.n, previous.total.n - panel.n
    why = f"两期参加平均的企业不同（新增 {came} 家，减少 {left} 家）" if came or left else "两期是同一批企业"
    return f"简单平均相差 {plain_difference(figures)} 分，同口径相差 {signed(panel.difference)} 分：{why}，判断进退以同口径为准。"


def plain_difference(figures: MeetingFigures) -> str:
    """Write how far the plain means of both periods are apart; 「—」 where the editions differ or one has no mean."""
    previous, mean = figures.previous, figures.summary.total.mean
    if (
        previous is None
        or previous.panel is None
        or previous.panel.items
        or previous.total.n < LEAST_SHOWN
        or previous.total.mean is None
        or mean is None
    ):
        return signed(None)
    return signed(Fraction(mean - previous.total.mean, 10))


def _reviewed(figures: MeetingFigures) -> str:
    return "" if figures.basis is Basis.SELF else f"，核定 {figures.summary.reviewed} 家"


def _too_few(figures: MeetingFigures) -> str:
    if not figures.n:
        return NOTHING_SCORED if figures.basis is Basis.SELF else "还没有核定的自评表"
    return f"可计分的只有 {figures.n} 家，{NOT_ENOUGH}"


def _lowest_priority(figures: MeetingFigures) -> str:
    shown = shown_priorities(figures)
    lowest = [of.short for of in shown if mean_of(of) == min(map(mean_of, shown))]
    return f"，短板在{listed(lowest)}" if 0 < len(lowest) < len(shown) else ""


def _since(figures: MeetingFigures) -> str:
    return f"；同口径 {figures.panel.n} 家较{versus(figures)}{_moved(figures.panel)}" if figures.panel else ""


def _moved(panel: PanelFigures) -> str:
    difference = panel.difference or Fraction(0)
    size = half_up(abs(difference))
    return f"{'提高' if difference > 0 else '下降'} {size} 分" if size else "持平"


def shown_priorities(figures: MeetingFigures) -> list[PriorityFigures]:
    """Keep those of the six with enough forms for a mean to be shown."""
    return [of for of in figures.priorities if of.spread.n >= figures.least and of.spread.mean is not None]


def _edges(shown: Sequence[PriorityFigures]) -> tuple[tuple[str, int], tuple[str, int]]:
    """Name the highest and the lowest of the six with their means."""
    best, worst = max(map(mean_of, shown)), min(map(mean_of, shown))
    highest, lowest = (listed([of.short for of in shown if mean_of(of) == edge]) for edge in (best, worst))
    return (highest, best), (lowest, worst)


def mean_of(of: PriorityFigures) -> int:
    """Give the mean of one that is shown, in whole tenths."""
    return of.spread.mean or 0


def _items_named(items: Sequence[ItemFigures]) -> str:
    return "、".join(
        f"{item.code} {item.title}（n={item.n}，得分率 {percent(item.score_rate)}，达标率 {met_share(item)}）" for item in items
    )


def met_share(item: ItemFigures) -> str:
    """Write the 达标率 of an item."""
    return rate_percent(_fraction(item.met, item.n))


def _behind(expecting: Sequence[GroupLedger], book: Ledger) -> str:
    most = max(group.book.missing for group in expecting)
    if not most:
        return f"没有未报的，{book.returned} 家退回待改"
    names = [group.key for group in expecting if group.book.missing == most]
    return f"缺得最多的是{listed(names, '地')}（{'各' * (len(names) > 1)}缺 {most} 家）"


def _fraction(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
