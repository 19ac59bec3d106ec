"""在线填报: a draft that is saved as it goes, checked by the rules of the form, and handed in as a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from data import drafts, periods, rosters, submissions
from data.editions import digest, edition_path, load_edition
from data.store import Store
from exchange.judge import judge
from exchange.template import build_form
from exchange.text import written
from exchange.writable import writable
from models.access import Viewer
from models.assessment import Answer, Field, Level, SelfAssessment
from models.catalogue import Catalogue
from models.draft import Draft
from models.enterprise import Enterprise
from models.errors import NotPossible, Overtaken
from models.issue import Issue
from models.period import Period
from services.hand_in import hand_in
from services.judging import judging_context
from services.pack import assessment_of, earlier_answers
from services.receive import Intake

LONGEST_TEXT = 1000
# What the form takes over from the period before as well.
_KEPT_TEXTS = (Field.EVIDENCE, Field.DEPARTMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What 在线填报 shows: the draft with what it is held against, and last period's levels by item."""

    period: Period
    catalogue: Catalogue
    enterprise: Enterprise
    draft: Draft
    earlier: dict[str, Level]

    def assessment(self) -> SelfAssessment:
        """Give the draft as a self-assessment; a reason counts beside 不适用 only."""
        answers = {item.code: _as_counted(self.draft.answer(item.code)) for item in self.catalogue.items}
        return SelfAssessment(uscc=self.enterprise.uscc, period=self.period.code, edition=self.period.edition, answers=answers)


def filling(store: Store, viewer: Viewer, period: str, *, anew: bool = False) -> Filling:
    """Open the draft of the viewer's enterprise; before anything is saved, or `anew`, it begins with the newest form.

    Without a form it begins with last period's 证明材料 and 责任部门, as the form that is handed out does.
    """
    with store.reading() as connection:
        named = periods.period_named(connection, viewer, period)
        enterprise = rosters.entry(connection, viewer, named.code, str(viewer.uscc))
        if enterprise is None:
            raise NotPossible(f"{named.code} 期花名册上没有本单位。请联系协会秘书处。")
        catalogue = load_edition(named.edition)
        earlier = earlier_answers(connection, viewer, named, enterprise.uscc)
        saved = drafts.saved_draft(connection, viewer, named.code, enterprise.uscc)
        newest = _newest_form(connection, viewer, named, catalogue)
        begun = Draft(period=named.code, uscc=enterprise.uscc, answers=dict(_begun(newest, earlier)))
    if saved is not None:
        begun = replace(begun, version=saved.version, updated_at=saved.updated_at) if anew else saved
    return Filling(
        period=named,
        catalogue=catalogue,
        enterprise=enterprise,
        draft=begun,
        earlier={code: answer.level for code, answer in earlier.answers.items()} if earlier else {},
    )


def save_answers(store: Store, viewer: Viewer, draft: Draft, typed: Mapping[str, Answer], *, now: datetime) -> Draft:
    """Save answers, by item, over the version of the draft they were typed into; Overtaken if that is not the newest any more."""
    for code, answer in typed.items():
        draft = draft.changed(code, Answer(level=answer.level, texts=dict(_clean_texts(answer))))
    return save(store, viewer, draft, now=now)


def save(store: Store, viewer: Viewer, draft: Draft, *, now: datetime) -> Draft:
    """Save a whole draft and give it with its new version."""
    with store.writing() as connection:
        if periods.period_named(connection, viewer, draft.period).closed:
            raise NotPossible(f"{draft.period} 期已关闭，不能再填报。")
        version = drafts.save_draft(connection, viewer, draft, now)
    return replace(draft, version=version, updated_at=now, by=viewer.name)


def draft_issues(store: Store, viewer: Viewer, filling: Filling, *, today: date) -> tuple[Issue, ...]:
    """Check a draft as the form it would be handed in as; a fault names its item, there being no cell to look for."""
    context = judging_context(store, viewer, filling.period.code, today)
    found = judge(context, draft_form(filling, today=today)[1])
    return tuple(replace(issue, sheet=None, cell=None) for issue in found.issues)


def draft_form(filling: Filling, *, today: date) -> tuple[str, bytes]:
    """Take the draft out as a form: name and bytes of the workbook."""
    content = build_form(
        filling.catalogue,
        filling.enterprise,
        filling.period,
        issued_on=today,
        digest=digest(edition_path(filling.period.edition)),
        previous=filling.assessment(),
        carry_levels=True,
    )
    return f"{filling.enterprise.uscc}_{filling.period.code}自评表_在线填报.xlsx", content


def hand_in_draft(store: Store, viewer: Viewer, draft: Draft, *, signer: str, now: datetime, today: date) -> Intake:
    """Hand the saved draft in as a form; Overtaken if it was saved elsewhere since the person looked at it."""
    opened = filling(store, viewer, draft.period)
    if opened.draft.version != draft.version:
        raise Overtaken("这份草稿刚在另一个窗口里改过。请先核对最新的内容，再提交。")
    return hand_in(store, viewer, draft.period, [draft_form(opened, today=today)], signer=signer, now=now)


def _newest_form(connection: Any, viewer: Viewer, period: Period, catalogue: Catalogue) -> SelfAssessment | None:
    history = submissions.history(connection, viewer, period.code, str(viewer.uscc))
    standing = [receipt for receipt in history if receipt.withdrawn is None]
    if not standing:
        return None
    return assessment_of(submissions.submission(connection, viewer, standing[-1].id), catalogue)


def _begun(newest: SelfAssessment | None, earlier: SelfAssessment | None) -> Iterator[tuple[str, Answer]]:
    """Begin with the newest form, unreadable levels left open, or with what is usually the same as last period."""
    if newest is not None:
        for code, answer in newest.answers.items():
            level = Level.BLANK if answer.level is Level.FAULTY else answer.level
            if level is not Level.BLANK or answer.texts:
                yield code, Answer(level=level, texts=answer.texts)
    elif earlier is not None:
        for code, answer in earlier.answers.items():
            if kept := {field: answer.texts[field] for field in _KEPT_TEXTS if field in answer.texts}:
                yield code, Answer(level=Level.BLANK, texts=kept)


def _as_counted(answer: Answer) -> Answer:
    """Leave out a reason that stands beside a level: it was typed before the person thought better of it."""
    if answer.level is Level.NOT_APPLICABLE:
        return answer
    return Answer(level=answer.level, texts={field: text for field, text in answer.texts.items() if field is not Field.REASON})


def _clean_texts(answer: Answer) -> Iterator[tuple[Field, str]]:
    """Keep texts as a form would give them back; empty ones are left out."""
    for field, typed in answer.texts.items():
        text = written(writable(typed.replace("\r\n", "\n").replace("\r", "\n")))
        if len(text) > LONGEST_TEXT:
            raise NotPossible(f"{field}太长（{len(text)} 个字），请控制在 {LONGEST_TEXT} 个字以内，证明材料只写名称和编号。")
        if text:
            yield field, text
