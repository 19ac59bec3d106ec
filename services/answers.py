"""One answer traced to its source: an item of an enterprise's form, in every revision, down to the cell of the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from data import periods, submissions
from data.editions import load_edition
from data.store import Store
from models.access import Viewer
from models.assessment import Level
from models.catalogue import Catalogue, Item
from models.errors import NotPossible
from models.submission import Receipt, Submission
from services.enterprise import level_word


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRevision:
    """One revision's answer: what was chosen and written, and where it stands; `cell` is None where it is not known."""

    receipt: Receipt
    level: Level
    level_word: str
    descriptor: str
    texts: dict[str, str]
    sheet: str | None
    cell: str | None
    counts: bool

    @property
    def place(self) -> str:
        """Say where the answer stands: 自评表 G12，第 2 版，8 月 21 日."""
        day = self.receipt.received_on
        where = f"{self.sheet} {self.cell}" if self.cell else "表中没有这一行" if self.sheet else "（收件较早，没有记下格子）"
        return f"{where}，第 {self.receipt.revision} 版，{day.month} 月 {day.day} 日"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTrail:
    """An item of an enterprise: the answer that counts (or else the newest) first in `shown`, and all of them, newest first."""

    item: Item
    catalogue: Catalogue
    shown: AnswerRevision
    revisions: tuple[AnswerRevision, ...]


def answer_trail(store: Store, viewer: Viewer, period: str, uscc: str, item: str) -> AnswerTrail:
    """Trace an item of an enterprise's form through the revisions of a period."""
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        catalogue = load_edition(named.edition)
        if item not in catalogue.by_code:
            raise NotPossible(f"清单里没有 {item} 这个项目。请从逐项填报的表里重新选择。")
        receipts = submissions.history(connection, viewer, named.code, uscc)
        forms = {receipt.id: submissions.submission(connection, viewer, receipt.id) for receipt in receipts}
    if not receipts:
        raise NotPossible(f"{uscc} 在 {named.code} 期还没有报送，没有可以打开的填报。")
    counting = _counting(receipts)
    told = [_revision(receipt, forms[receipt.id], catalogue, item, counts=receipt is counting) for receipt in reversed(receipts)]
    first = next((one for one in told if one.counts), None) or next((one for one in told if one.receipt.withdrawn is None), told[0])
    return AnswerTrail(item=catalogue.by_code[item], catalogue=catalogue, shown=first, revisions=tuple(told))


def _counting(receipts: Sequence[Receipt]) -> Receipt | None:
    """Find the revision the figures are made from: the newest that passed and is not withdrawn."""
    return next((receipt for receipt in reversed(receipts) if receipt.passed and receipt.withdrawn is None), None)


def _revision(receipt: Receipt, form: Submission, catalogue: Catalogue, item: str, *, counts: bool) -> AnswerRevision:
    position = catalogue.position[item]
    level = Level(form.levels[position])
    return AnswerRevision(
        receipt=receipt,
        level=level,
        level_word=level_word(level),
        descriptor=catalogue.by_code[item].levels[level] if level <= Level.LEADING else "",
        texts={str(field): text for field, text in form.texts.get(item, {}).items()},
        sheet=form.places.sheet if form.places else None,
        cell=form.places.cell(position) if form.places else None,
        counts=counts,
    )
