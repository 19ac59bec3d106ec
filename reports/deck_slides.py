"""The slides of the deck, one function each: a finding as title, what is drawn under it, then the charts and tables."""

from fractions import Fraction
from typing import Any

from pptx.util import Inches

from charts.figures_text import rate_percent, score
from charts.theme import LIGHT
from models.meeting_figures import MeetingFigures
from models.progress import LEAST_SHOWN
from reports import sentences
from reports.card_words import card_words, without_stop
from reports.case_words import ON_SLIDE, cases_title, direction, told
from reports.deck_parts import (
    GAP,
    add_caption,
    add_card,
    add_head,
    change_has_a_slide,
    draw_changes,
    draw_days,
    draw_groups,
    draw_items,
    draw_regions,
    earlier_bands,
    mean_rows,
    plain_mean_rows,
    say_nothing,
    tenth,
)
from reports.next_steps import next_steps, request
from reports.sentences import period_name, points
from reports.slide_box import Box
from reports.slide_charts import Series, add_bars, add_shares
from reports.slide_table import add_table
from reports.slide_text import add_text, rgb

LONGEST_LIST = 16


def conclusion(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """Page one: four figures, four sentences."""
    what = f"{period_name(figures.period)}工业质量品牌建设六项重点工作企业自评情况"
    rest = add_head(slide, sentences.headline(figures), what, body)
    cards, below = rest.below(Inches(1.62))
    for card, words in zip(cards.columns(1, 1, 1, 1, gap=Inches(0.22)), card_words(figures), strict=True):
        add_card(slide, card, *words)
    rows = (
        ("总体", sentences.overall(figures)),
        ("亮点", sentences.strengths(figures)),
        ("短板", sentences.weaknesses(figures)),
        ("请示", request(figures)),
    )
    _, text = below.below(Inches(0.18))
    add_table(slide, rows, text, (1, 13), size=20, heading=False, texts=2, tallest=Inches(0.84))


def reporting(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """报送: how it came in, and which regions are behind."""
    book = figures.summary.ledger
    what = f"应报 {book.expected} 家，已报 {book.received} 家，退回待改 {book.returned} 家，未报 {book.missing} 家"
    rest = add_head(slide, without_stop(sentences.reporting(figures)), f"{what}，截止日 {figures.period.deadline}", body)
    regions = [group for group in figures.region_ledgers if group.book.expected]
    halves = [regions] if len(regions) <= LONGEST_LIST else [regions[: -(-len(regions) // 2)], regions[-(-len(regions) // 2) :]]
    days, *lists = rest.columns(*((1, 1) if len(halves) == 1 else (10, 9, 9)), gap=GAP)
    draw_days(slide, figures, days)
    for part, box in zip(halves, lists, strict=True):
        draw_regions(slide, part, box, max((group.book.expected for group in regions), default=1))


def priorities(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """六项: means as bars in the notice's order, the middle of the field beside them."""
    rest = add_head(
        slide,
        sentences.priorities_title(figures),
        f"六项重点工作得分率（%），简单平均，n={figures.n}",
        body,
    )
    chart, side = rest.columns(6, 5, gap=GAP)
    shown = [of.spread.mean if of.spread.n >= LEAST_SHOWN else None for of in figures.priorities]
    lowest = [place for place, mean in enumerate(shown) if mean is not None and mean == min(m for m in shown if m is not None)]
    names = [of.short if of.spread.n else f"{of.short}（无适用企业）" for of in figures.priorities]
    series = (Series(name="得分率均值", values=[tenth(mean) for mean in shown]),)
    says = sentences.priorities(figures)
    add_bars(slide, names, series, chart, says=says, highlighted=lowest[0] if len(lowest) == 1 else None, size=18)
    rows = [("", "平均", "中位数", "四分位", "目标", "n")]
    for of, mean in zip(figures.priorities, shown, strict=True):
        middle = (of.spread.median, of.spread.lower_quartile, of.spread.upper_quartile) if mean is not None else (None, None, None)
        quartiles = f"{points(middle[1])}—{points(middle[2])}" if mean is not None else "—"
        rows.append((of.column, points(mean), points(middle[0]), quartiles, score(of.target), str(of.spread.n)))
    add_table(slide, rows, side, (1, 1, 1.25, 2.1, 1, 0.8), size=18, tallest=rest.height)


def bands(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """分档: how many stand where, this period above the last one; what changed, where that has no slide of its own."""
    [*finding, held] = [*without_stop(sentences.bands(figures)).split("；"), ""][:3]
    rest = add_head(slide, "；".join(finding), f"综合得分分档的家数，n={figures.n}{'，' * bool(held)}{held}", body)
    compared = earlier_bands(figures)
    rows = [(period_name(figures.period), figures.n, figures.summary.bands), *compared]
    names = list(reversed(figures.summary.bands))
    series = [
        Series(name=name, values=[counts[name] for _, _, counts in rows], fill=colour)
        for name, colour in zip(names, LIGHT.colour.bands, strict=True)
    ]
    if figures.previous is not None and not change_has_a_slide(figures):
        rest, words = rest.rows(6, 1, gap=GAP)
        add_text(slide, sentences.change(figures) + sentences.difference_explained(figures), words, 18)
    chart, table = rest.rows(4, 3, gap=GAP)
    add_shares(slide, [f"{name}（n={n}）" for name, n, _ in rows], series, chart, says=sentences.bands(figures), size=18)
    cells = [["", *names]]
    for name, n, counts in rows:
        cells.append([name, *(f"{counts[band]} 家 {rate_percent(Fraction(counts[band], n))}" for band in names)])
    frame = add_table(slide, cells, table, (1.6, *(2,) * len(names)), size=18, tallest=Inches(0.6))
    for place, colour in enumerate(LIGHT.colour.bands, start=1):
        cell = frame.table.cell(0, place)
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(colour)
        cell.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(LIGHT.text_on(colour))


def items(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """短板与亮点: five and five, 得分率 beside 达标率."""
    rest = add_head(
        slide, without_stop(sentences.weaknesses(figures, 1)).split("：")[0], "项目得分率与达标率（%），适用企业不足 5 家的项目不列", body
    )
    left, right = rest.columns(1, 1, gap=GAP)
    for name, chosen, box, accent in (("短板", figures.weak, left, True), ("亮点", figures.strong, right, False)):
        inside = add_caption(slide, f"{name} {len(chosen)} 项", box)
        draw_items(slide, chosen, inside, says=sentences.weaknesses(figures) if accent else sentences.strengths(figures), accent=accent)


def groups(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """分行业、分规模: means beside that of all."""
    title = f"{without_stop(sentences.groups(figures.sectors, '行业'))}；{without_stop(sentences.groups(figures.sizes, '规模'))}"
    hidden = any(group.suppressed and group.n for group in (*figures.sectors, *figures.sizes))
    note = "；标“—”的不足 3 家或可由此推算，不显示" if hidden else ""
    rest = add_head(slide, title, f"综合得分平均，括号内为家数{note}", body)
    left, right = rest.columns(1, 1, gap=GAP)
    draw_groups(slide, figures, "分行业", figures.sectors, left)
    draw_groups(slide, figures, "分规模", figures.sizes, right)


def change(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """与上期比较: the panel beside the plain means, and why they differ."""
    previous = figures.previous
    if previous is None:
        return
    names = (period_name(previous.period), period_name(figures.period))
    rest = add_head(slide, without_stop(sentences.change(figures)), f"{names[0]}与{names[1]}，同口径指两期都参加平均的同一批企业", body)
    if figures.panel is None:
        top, below = rest.rows(1, 2, gap=GAP)
        say_nothing(slide, sentences.change(figures), top)
        add_table(slide, plain_mean_rows(figures, previous, names), below, (3, 2, 2, 2))
        return
    chart, side = rest.columns(6, 5, gap=GAP)
    draw_changes(slide, figures.panel, names, add_caption(slide, "六项得分率均值（%），同口径", chart))
    table, why = side.rows(3, 2, gap=GAP)
    add_table(slide, mean_rows(figures, figures.panel, previous, names), table, (2.4, 1.7, 1.7, 1.2), size=18, tallest=Inches(0.6))
    add_text(slide, sentences.difference_explained(figures), why, 20)


def cases(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """典型案例: a row an enterprise, by the scope it answers."""
    what = "取自自评表“亮点与故事”，由企业自报；先每个征集方向一家，按方向和统一社会信用代码排列"
    rest = add_head(slide, cases_title(figures.cases), what, body)
    rows = [(direction(case), case.name, told(case.story, ON_SLIDE)) for case in figures.cases.chosen]
    add_table(slide, [("方向", "企业", "做法和故事"), *rows], rest, (2.5, 3.5, 7), size=20, texts=3, tallest=Inches(0.9))


def steps(slide: Any, figures: MeetingFigures, body: Box) -> None:
    """问题与下一步: a row each; until when, the meeting decides."""
    found = next_steps(figures)
    rest = add_head(slide, f"下一步：{found[0].action}", "存在问题与下一步工作，责任人和时限由会议议定", body)
    rows = [("存在问题", "下一步工作", "责任", "时限"), *((step.problem, step.action, step.owner, "会议议定") for step in found)]
    add_table(slide, rows, rest, (4.2, 4.9, 2.9, 1.6), size=20, texts=4, tallest=Inches(0.85))
