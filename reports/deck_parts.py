"""What the slides of the deck are put together from: heads, cards, charts and rows of tables."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from charts.figures_text import signed
from charts.theme import LIGHT
from models.meeting_figures import GroupFigures, GroupLedger, ItemFigures, MeetingFigures, PanelFigures, PreviousPeriod
from models.progress import LEAST_SHOWN, Distribution
from models.rounding import half_up
from reports import sentences
from reports.sentences import period_name, points
from reports.slide_box import Box
from reports.slide_charts import Series, add_bars, add_days, add_legend, add_stack
from reports.slide_text import INK, MUTED, add_text, rgb, set_title

GAP = Inches(0.3)
SUBTITLE, CAPTION = Inches(0.42), Inches(0.36)


def add_head(slide: Any, title: str, what: str, body: Box) -> Box:
    """Write the finding and what is drawn; give the room below."""
    set_title(slide, title)
    line, rest = body.below(SUBTITLE)
    add_text(slide, what, line, 16, colour=MUTED, name="说明")
    return rest.below(Inches(0.12))[1]


def add_caption(slide: Any, text: str, box: Box) -> Box:
    """Write a caption over a chart; give the room below."""
    line, rest = box.below(CAPTION)
    add_text(slide, text, line, 18, bold=True)
    return rest


def say_nothing(slide: Any, text: str, box: Box) -> None:
    """Say in the middle of a room why nothing is drawn."""
    add_text(slide, text, box, 24, colour=MUTED, align=PP_ALIGN.CENTER, anchor=MSO_ANCHOR.MIDDLE)


def add_card(slide: Any, box: Box, label: str, figure: str, note: str) -> None:
    """Draw a card with one figure."""
    frame = slide.shapes.add_textbox(*box.place)
    frame.name, frame.line.color.rgb, frame.line.width = "框", rgb(LIGHT.colour.border), Pt(1)
    inside = Box(box.left + Inches(0.18), box.top + Inches(0.12), box.width - Inches(0.3), box.height - Inches(0.2))
    top, middle, bottom = inside.rows(4, 9, 4)
    add_text(slide, label, top, 16, colour=MUTED)
    add_text(slide, figure, middle, 40, bold=True, anchor=MSO_ANCHOR.MIDDLE)
    add_text(slide, note, bottom, 14, colour=INK)


def draw_days(slide: Any, figures: MeetingFigures, box: Box) -> None:
    """Draw how the forms came in, beside those expected."""
    inside = add_caption(slide, "累计报送家数", box)
    if not figures.days:
        say_nothing(slide, "还没有收到自评表", inside)
        return
    days = [day for day, _ in figures.days]
    counts: list[int | None] = [count for _, count in figures.days]
    if figures.period.deadline > days[-1]:
        days, counts = [*days, figures.period.deadline], [*counts, None]
    expected = figures.summary.ledger.expected
    series = (
        Series(name=f"已报 {figures.days[-1][1]} 家", values=counts),
        Series(name=f"应报 {expected} 家", values=[expected] * len(days)),
    )
    add_days(slide, days, series, inside, says=f"截至 {figures.cut_off} 累计报送 {figures.summary.ledger.received} 家")


def draw_regions(slide: Any, part: Sequence[GroupLedger], box: Box, most: int) -> None:
    """Draw reported and missing by region."""
    if not part:
        say_nothing(slide, "花名册上还没有应报的企业", box)
        return
    inside = add_caption(slide, f"{part[0].key}—{part[-1].key}：已报/应报" if len(part) > 1 else "已报/应报", box)
    names = [f"{group.key} {group.book.received}/{group.book.expected}" for group in part]
    series = (
        Series(name="已报", values=[group.book.received for group in part]),
        Series(name="未报", values=[group.book.missing for group in part], fill=None),
    )
    add_stack(slide, names, series, inside, says="；".join(names), top=most)


def draw_items(slide: Any, chosen: Sequence[ItemFigures], box: Box, *, says: str, accent: bool) -> None:
    """Draw items with 得分率 and 达标率."""
    names = [f"{item.code} {item.title}（n={item.n}）" for item in chosen]
    series = (
        Series(name="得分率", values=[tenth(item.score_rate) for item in chosen], fill=None if accent else LIGHT.colour.mark),
        Series(name="达标率", values=[_hundred(item.met, item.n) for item in chosen], fill=LIGHT.colour.backdrop),
    )
    chart = add_bars(slide, names, series, box, says=says, size=14)
    add_legend(chart, 14)


def draw_groups(slide: Any, figures: MeetingFigures, name: str, of: Sequence[GroupFigures], box: Box) -> None:
    """Draw the means of groups below that of all."""
    present = [group for group in of if group.n]
    names = [f"全体（{figures.n}）", *(f"{group.key}（{group.n}）{'—' * (group.mean is None)}" for group in present)]
    inside = add_caption(slide, name, box)
    series = (
        Series(name="综合得分平均", values=[tenth(mean) for mean in (figures.summary.total.mean, *(group.mean for group in present))]),
    )
    add_bars(slide, names, series, inside, says=sentences.groups(of, name[1:]), highlighted=0, size=14 if len(names) > 8 else 16)


def draw_changes(slide: Any, panel: PanelFigures, names: tuple[str, str], box: Box) -> None:
    """Draw the six in both periods over the panel."""
    shown = [of if of.n >= LEAST_SHOWN else replace(of, before=None, now=None, difference=None) for of in panel.priorities]
    series = (
        Series(name=names[0], values=[_shown(of.before) for of in shown], fill=LIGHT.colour.backdrop),
        Series(name=names[1], values=[_shown(of.now) for of in shown], fill=None),
    )
    categories = [f"{of.short} {signed(of.difference)}" for of in shown]
    chart = add_bars(slide, categories, series, box, says="六项得分率均值的同口径比较", size=16)
    add_legend(chart, 14)


def mean_rows(figures: MeetingFigures, panel: PanelFigures, previous: PreviousPeriod, names: tuple[str, str]) -> list[tuple[str, ...]]:
    """Lay out the plain means and those of the panel."""
    row = (f"同口径 {panel.n} 家", points(panel.before), points(panel.now), signed(panel.difference))
    return [*plain_mean_rows(figures, previous, names), row]


def plain_mean_rows(figures: MeetingFigures, previous: PreviousPeriod, names: tuple[str, str]) -> list[tuple[str, ...]]:
    """Lay out the plain means of both periods."""
    return [
        ("综合得分平均", names[0], names[1], "差"),
        ("计入家数", str(previous.total.n), str(figures.n), ""),
        ("简单平均", _mean_of(previous.total), _mean_of(figures.summary.total), sentences.plain_difference(figures)),
    ]


def earlier_bands(figures: MeetingFigures) -> list[tuple[str, int, dict[str, int]]]:
    """Give name, n and bands of the period before, where they compare."""
    previous = figures.previous
    if previous is None or not figures.panel or list(previous.bands) != list(figures.summary.bands):
        return []
    return [(period_name(previous.period), previous.total.n, previous.bands)]


def change_has_a_slide(figures: MeetingFigures) -> bool:
    """Say whether the period before has a slide of its own: eight are the most, and cases come first (practice 4.2)."""
    return figures.previous is not None and not figures.cases.chosen


def tenth(tenths: int | None) -> float | None:
    """Take a score of whole tenths as a chart does."""
    return None if tenths is None else tenths / 10


def _hundred(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _shown(value: Fraction | None) -> float | None:
    return None if value is None else float(half_up(value))


def _mean_of(spread: Distribution) -> str:
    return points(spread.mean if spread.n >= LEAST_SHOWN else None)
