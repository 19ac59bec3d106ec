"""What a meeting's screen shows beside charts, as HTML whose sizes stand in charts/meeting_css.py."""

from collections.abc import Sequence
from html import escape

from models.meeting_figures import GroupLedger

_LONG_TITLE, _LONG_LIST = 40, 16


def head_html(title: str, what: str, only: str = "") -> str:
    """Write the finding of a screen, what is drawn under it, and whom it is about when that is not everybody."""
    long = " long" if len(title) > _LONG_TITLE else ""
    about = f"<b>只看{escape(only)}</b> · " if only else ""
    return f'<div class="m-head{long}"><h1>{escape(title)}</h1><p>{about}{escape(what)}</p></div>'


def cards_html(cards: Sequence[tuple[str, str, str]]) -> str:
    """Write up to four figures: label, value, note."""
    each = (f'<div class="m-card"><span>{escape(a)}</span><b>{escape(b)}</b><small>{escape(c)}</small></div>' for a, b, c in cards)
    return f'<div class="m-cards">{"".join(each)}</div>'


def table_html(rows: Sequence[Sequence[str]], headings: Sequence[str] = (), dress: str = "") -> str:
    """Write rows; without headings the first cell of a row names it."""
    head = f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in headings)}</tr>" if headings else ""
    first = "td" if headings else "th"
    lines = (f"<tr><{first}>{escape(row[0])}</{first}>{''.join(f'<td>{escape(cell)}</td>' for cell in row[1:])}</tr>" for row in rows)
    return f'<table class="m-table {dress}">{head}{"".join(lines)}</table>'


def sentences_html(sentences: Sequence[str]) -> str:
    """Write sentences one under another."""
    return "".join(f'<p class="m-said">{escape(sentence)}</p>' for sentence in sentences if sentence)


def ledgers_html(groups: Sequence[GroupLedger]) -> str:
    """Draw how many of each region have reported, in two columns where there are many; the furthest behind in the accent."""
    most = max((group.book.missing for group in groups), default=0)
    rows = -(-len(groups) // 2) if len(groups) > _LONG_LIST else max(len(groups), 8)
    return f'<div class="m-books" style="grid-template-rows: repeat({rows}, 1fr)">{"".join(_ledger(group, most) for group in groups)}</div>'


def controls_html(count: int, out: str) -> str:
    """Write the buttons that turn the screens; pages/parts/meeting_script.py works them, `out` is where leaving leads."""
    turn = '<button type="button" class="m-turn" data-by="{}" title="{}">{}</button>'
    return (
        '<div class="m-controls"><button type="button" class="m-auto" aria-pressed="false">自动</button>'
        '<button type="button" class="m-whole">全屏</button>'
        f"{turn.format(-1, '上一屏（左方向键）', '←')}"
        f'<span class="m-place" data-count="{count}">1 / {count}</span>'
        f"{turn.format(1, '下一屏（右方向键或空格）', '→')}"
        f'<a class="m-out" href="{escape(out)}" target="_self">退出</a></div>'
    )


def _ledger(group: GroupLedger, most: int) -> str:
    book = group.book
    share = 100 * book.received / book.expected if book.expected else 0
    behind = " behind" if most and book.missing == most else ""
    bar = f'<i><b style="width:{share:.1f}%"></b></i>'
    return f'<div class="m-book{behind}"><span>{escape(group.key)}</span>{bar}<span>{book.received} / {book.expected}</span></div>'
