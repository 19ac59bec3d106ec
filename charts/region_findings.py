"""Sentences written from the data about regions."""

from fractions import Fraction

import pandas as pd

from charts.figures_text import rate_percent
from charts.finding import listed
from models.group_ledger import complete
from models.progress import Ledger


def regions_answer(frame: pd.DataFrame, book: Ledger) -> str:
    """Write the first line of 地区; frame of models.group_ledger.ledger_by, `book` the whole period's."""
    if not book.expected:
        return "花名册上还没有应报的企业。"
    expecting = frame[frame["expected"] > 0]
    if not book.received:
        return f"{len(expecting)} 个地区应报 {book.expected} 家，还没有收到自评表。"
    full = int(complete(expecting).sum())
    if full == len(expecting):
        return f"{full} 个地区 {book.expected} 家全部报齐并通过检查。"
    lead = f"{len(expecting)} 个地区报送率 {rate_percent(Fraction(book.received, book.expected))}"
    return f"{lead}，{f'{full} 个已报齐并通过检查，' if full else ''}{_behind(expecting, book)}。"


def _behind(expecting: pd.DataFrame, book: Ledger) -> str:
    """Name where most are missing; where nobody is, say how many forms wait to be mended."""
    most = expecting["missing"].max()
    if not most:
        return f"没有未报的，{book.returned} 家退回待改"
    behind = [str(key) for key, missing in zip(expecting["key"], expecting["missing"], strict=True) if missing == most]
    return f"缺得最多的是{listed(behind, '地')}：{'各' if len(behind) > 1 else ''}缺 {most} 家"
