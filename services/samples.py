"""A folder of workbooks to try 收件 with: forms of demo enterprises that have not reported, each spoilt in one typical way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import cycle
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from data import periods, rosters
from data.demo_levels import demo_levels
from data.demo_texts import demo_texts
from data.editions import digest, edition_path
from data.store import Store
from exchange import sample_defects as spoil
from exchange import sample_files as others
from exchange.invented_uscc import invented_uscc
from exchange.template import build_form
from models.access import Viewer
from models.assessment import Answer, Level, SelfAssessment
from models.catalogue import Catalogue
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.period import Period
from models.progress import Status
from models.submission import Outcome
from services.pack import form_of
from services.progress import snapshot
from services.whole_file import written_whole

ARCHIVE = "样本.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One file: its name as it comes by mail, its bytes, and what an intake says of it (the codes it must show)."""

    name: str
    content: bytes
    outcome: Outcome
    codes: frozenset[str] = frozenset()


def write_samples(store: Store, viewer: Viewer, folder: Path, *, today: date) -> list[Path]:
    """Write the samples for the newest period into a folder, and all of them once more as one zip; give the paths."""
    made = samples(store, viewer, today=today)
    content = {folder / sample.name: sample.content for sample in made} | {folder / ARCHIVE: _zipped(made)}
    for path, written in content.items():
        with written_whole(path) as file:
            file.write(written)
    return list(content)


def samples(store: Store, viewer: Viewer, *, today: date) -> tuple[Sample, ...]:
    """Make the samples for the newest period; the same store and day give the same levels and defects."""
    now = snapshot(store, viewer, periods.LATEST)
    with store.reading() as connection:
        roster = rosters.roster(connection, viewer, now.period.code)
        earlier = [period for period in periods.periods(connection, viewer) if period.deadline < now.period.deadline][-1:]
        known = {period: rosters.roster(connection, viewer, period.code) for period in earlier}
    missing = now.enterprises[now.enterprises["status"] == Status.MISSING]["uscc"]
    waiting = [roster[uscc] for uscc in missing] or [firm for firm in roster.values() if not firm.exempt]
    if not waiting:
        message = f"{now.period.code} 期花名册上没有应报企业，做不出样本。请先导入花名册。"
        raise NotPossible(message)
    desk = _Desk(store=store, viewer=viewer, catalogue=now.catalogue, period=now.period, today=today)
    before = [(period, firm) for period in earlier for firm in reversed(waiting) if firm.uscc in known[period]][:1]
    return tuple(_all(desk, waiting, before))


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """Where forms are fetched and filled in."""

    store: Store
    viewer: Viewer
    catalogue: Catalogue
    period: Period
    today: date

    def filled(self, firm: Enterprise, *defects: spoil.Defect, period: Period | None = None, better: int = 0) -> bytes:
        """Fill in the real form of a firm, then spoil it; `better` raises that many levels by one."""
        _, content = form_of(self.store, self.viewer, (period or self.period).code, firm.uscc, today=self.today)
        return self._spoilt(content, self.assessment(firm, better), defects)

    def stranger(self, *defects: spoil.Defect) -> bytes:
        """Fill in the form of a firm that the roster does not have."""
        firm = Enterprise(uscc=invented_uscc("32", 20_200_910), name="江苏砚衡精工机械有限公司", region="江苏", sector="机床工具")
        mark = digest(edition_path(self.period.edition))
        content = build_form(self.catalogue, firm, self.period, issued_on=self.today, digest=mark)
        return self._spoilt(content, self.assessment(firm), defects)

    def assessment(self, firm: Enterprise, better: int = 0) -> SelfAssessment:
        """Invent what a firm says of itself."""
        seed = int(firm.uscc[8:16])
        levels = demo_levels([firm], self.catalogue, periods=1, seed=seed)[0, 0].tobytes()
        whole = bytes(Level.IMPLEMENTED if level > Level.NOT_APPLICABLE else level for level in levels)
        texts = demo_texts(Random(seed), whole, self.catalogue, self.period.deadline.year - 1)
        answers = {
            item.code: Answer(level=Level(level), texts=texts.get(item.code, {}))
            for item, level in zip(self.catalogue.items, whole, strict=True)
        }
        raised = [code for code, answer in answers.items() if answer.level < Level.LEADING][:better]
        answers |= {code: replace(answers[code], level=Level(answers[code].level + 1)) for code in raised}
        return SelfAssessment(uscc=firm.uscc, period=self.period.code, edition=self.period.edition, answers=answers)

    def scored(self, firm: Enterprise) -> list[str]:
        """Name the items a firm has to score, in order."""
        return [item.code for item in self.catalogue.items if item.applies(firm.size, firm.traits)]

    def left_out(self, firm: Enterprise) -> str:
        """Name an item a firm may leave out, or else any: then its 不适用 is not allowed either."""
        return next((item.code for item in self.catalogue.items if not item.applies(firm.size, firm.traits)), self.catalogue.items[-1].code)

    def _spoilt(self, content: bytes, assessment: SelfAssessment, defects: tuple[spoil.Defect, ...]) -> bytes:
        form = spoil.opened(content)
        spoil.fill(form, assessment)
        for defect in defects:
            defect(form)
        return spoil.saved(form)


def _all(desk: _Desk, waiting: list[Enterprise], before: list[tuple[Period, Enterprise]]) -> Iterator[Sample]:
    """Make one sample after the other, each of another firm as long as there are any."""
    firms = cycle(waiting)
    yield from _received(desk, firms)
    yield from _returned(desk, firms)
    yield from _somebody_elses(desk, firms, before)
    yield from _no_forms(desk, firms)


def _received(desk: _Desk, firms: Iterator[Enterprise]) -> Iterator[Sample]:
    """Make forms that are received: plain, oddly written, with gaps, rearranged, and sent twice."""
    clean, spelled, open_items, moved, twice = (next(firms) for _ in range(5))
    plain = desk.filled(clean)
    yield Sample(name=f"{clean.name}自评表.xlsx", content=plain, outcome=Outcome.ACCEPTED)
    yield Sample(name=f"{clean.name}自评表_副本.xlsx", content=plain, outcome=Outcome.DUPLICATE)
    spellings = desk.filled(spelled, spoil.other_spellings)
    yield _accepted(f"{spelled.name}自评表最终版.xlsx", spellings, "LEVEL_NORMALISED")
    gaps = dict.fromkeys(desk.scored(open_items)[3:20:5])
    yield _accepted(f"{open_items.short_name}自评表（还有几项待定）.xlsx", desk.filled(open_items, spoil.type_levels(gaps)), "BLANK")
    yield _accepted(f"{moved.name}自评表(2).xlsx", desk.filled(moved, spoil.rearrange))
    yield _accepted(f"{twice.short_name}自评表最终版.xlsx", desk.filled(twice))
    yield _accepted(f"{twice.short_name}自评表最终版2.xlsx", desk.filled(twice, better=4))
    yield Sample(name=f"{clean.uscc}_盖章扫描件.pdf", content=others.stamped_scan(clean.uscc), outcome=Outcome.ATTACHMENT)


def _returned(desk: _Desk, firms: Iterator[Enterprise]) -> Iterator[Sample]:
    """Make forms that go back for one reason each."""
    unclear, left_out, merged, formulas, dated = (next(firms) for _ in range(5))
    first, second, third, fourth = desk.scored(unclear)[2:6]
    typed = spoil.type_levels({first: "3分", second: "√", third: "2-3", fourth: 85})
    yield _sent_back(f"{unclear.name}自评表（盖章）.xlsx", desk.filled(unclear, typed), "LEVEL_AMBIGUOUS", "LEVEL_OUT_OF_RANGE")
    wrongly = spoil.leave_out_wrongly(desk.left_out(left_out), desk.scored(left_out)[0])
    yield _sent_back(f"附件2 {left_out.short_name}自评表.xlsx", desk.filled(left_out, wrongly), "NA_WITHOUT_REASON", "NA_NOT_ALLOWED")
    yield _sent_back(f"{merged.name}自评表-改.xlsx", desk.filled(merged, spoil.merge_levels), "LEVEL_MERGED")
    broken = spoil.break_formulas(*desk.scored(formulas)[4:6])
    yield _sent_back(f"{formulas.short_name}自评表（汇总公式）.xlsx", desk.filled(formulas, broken), "CELL_ERROR", "FORMULA_WITHOUT_VALUE")
    dates = spoil.turn_into_dates(desk.scored(dated)[7])
    yield _sent_back(f"{dated.name}报协会自评表.xlsx", desk.filled(dated, dates), "LEVEL_IS_DATE")


def _somebody_elses(desk: _Desk, firms: Iterator[Enterprise], before: list[tuple[Period, Enterprise]]) -> Iterator[Sample]:
    """Make forms of another period, another firm, or both at once."""
    mixed, other = next(firms), next(firms)
    pasted = desk.filled(mixed, spoil.paste_identity(other if other != mixed else replace(mixed, uscc=invented_uscc("32", 1))))
    yield _unrecognised(f"{mixed.name}自评表（代填）.xlsx", pasted, "IDENTITY_CONTRADICTS")
    yield _unrecognised("江苏砚衡精工机械有限公司自评表.xlsx", desk.stranger(), "NOT_IN_ROSTER")
    for period, firm in before:
        yield _sent_back(f"{firm.name}{period.code}年自评表.xlsx", desk.filled(firm, period=period), "PERIOD_MISMATCH")


def _no_forms(desk: _Desk, firms: Iterator[Enterprise]) -> Iterator[Sample]:
    """Make files that are no forms at all."""
    own, firm = next(firms), next(firms)
    yield _unrecognised("设备台账.xlsx", others.foreign_workbook(), "NOT_OUR_FORM")
    yield _unrecognised(f"{own.short_name}自制评分表.xlsx", spoil.own_table(desk.catalogue, own), "LEVEL_COLUMN_MISSING")
    rows = [("编号", "自评等级"), *((item.code, "3") for item in desk.catalogue.items)]
    yield _refused(f"{firm.short_name}自评表导出.xlsx", others.csv_as_workbook(rows), "FILE_CSV")
    yield _refused("新建 Microsoft Excel 工作表.xlsx", b"", "FILE_EMPTY")
    yield _refused(f"{firm.short_name}自评表（加密）.xlsx", others.encrypted_workbook(), "FILE_ENCRYPTED")


def _accepted(name: str, content: bytes, *codes: str) -> Sample:
    return Sample(name=name, content=content, outcome=Outcome.ACCEPTED, codes=frozenset(codes))


def _sent_back(name: str, content: bytes, *codes: str) -> Sample:
    return Sample(name=name, content=content, outcome=Outcome.RETURNED, codes=frozenset(codes))


def _unrecognised(name: str, content: bytes, *codes: str) -> Sample:
    return Sample(name=name, content=content, outcome=Outcome.UNRECOGNISED, codes=frozenset(codes))


def _refused(name: str, content: bytes, *codes: str) -> Sample:
    return Sample(name=name, content=content, outcome=Outcome.REFUSED, codes=frozenset(codes))


def _zipped(made: tuple[Sample, ...]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for sample in made:
            archive.writestr(ZipInfo(sample.name), sample.content, ZIP_DEFLATED)
    return target.getvalue()
