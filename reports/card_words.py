"""The four figures of a meeting's first page, in words, and sentences as titles."""

from fractions import Fraction

from charts.figures_text import rate_percent, signed
from models.meeting_figures import MeetingFigures
from reports.sentences import points, versus


def card_words(figures: MeetingFigures) -> tuple[tuple[str, str, str], ...]:
    """Give label, figure and note of the four cards of page one."""
    summary, book, panel = figures.summary, figures.summary.ledger, figures.panel
    total = summary.total if figures.comparable else None
    mean, median = (points(total.mean), points(total.median)) if total else ("—", "—")
    return (
        ("报送率", rate_percent(_share(book.received, book.expected)), f"应报 {book.expected} 家，已报 {book.received} 家"),
        ("有效率", rate_percent(_share(summary.valid, book.received)), f"有效 {summary.valid} 家，未报 {book.missing} 家"),
        ("综合得分平均", f"{mean} 分" if total else mean, f"中位数 {median} 分，n={figures.n}" if total else f"n={figures.n}，样本不足"),
        (f"同口径较{versus(figures) or '上期'}", f"{signed(panel.difference)} 分" if panel else "—", _panel_note(figures)),
    )


def _panel_note(figures: MeetingFigures) -> str:
    if figures.panel:
        return f"两期都参加平均的 {figures.panel.n} 家"
    if figures.previous is None:
        return "还没有上一期"
    return "两期清单不同版" if figures.previous.panel is None else "两期都有的企业不足 3 家"


def without_stop(sentence: str) -> str:
    """Take the full stop off a sentence that becomes a title."""
    return sentence.removesuffix("。")


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
