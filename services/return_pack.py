"""Everything that goes back to many enterprises at once: annotated files, letters and the table for a mail merge."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pandas as pd

from data import batches, rosters, submissions
from data.store import Store
from data.visibility import permit
from models.access import Verb, Viewer
from models.enterprise import Enterprise
from models.errors import NotPossible
from models.issue import Issue, Severity
from models.period import Period
from models.progress import Status
from models.submission import IntakeFile, Outcome
from reports.letters import build_return_letter, reasons_of
from reports.workbook import build_workbook
from services.progress import snapshot
from services.reporting import Report, silent
from services.returning import annotated, named
from services.review import return_issues
from services.tables import Row
from services.whole_file import safe_name

TABLE = "邮件合并.xlsx"
FILES, LETTERS = "标注文件", "退回函"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What stands in every letter: who writes it, on which day, and until when an answer is asked for."""

    association: str
    dated: date
    until: date


def returned_form(store: Store, viewer: Viewer, submission_id: int) -> IntakeFile:
    """Give a form that went back, by the checks or by a reviewer, as the file that is annotated."""
    issues = return_issues(store, viewer, submission_id)
    with store.reading() as connection:
        received = next(iter(batches.files_of(connection, viewer, submission_id)), None)
        form = submissions.submission(connection, viewer, submission_id)
        enterprise = rosters.entry(connection, viewer, form.period, form.uscc)
    if received is None:
        received = IntakeFile(
            file=form.file_name,
            outcome=Outcome.RETURNED,
            uscc=form.uscc,
            enterprise=enterprise.name if enterprise else None,
            revision=form.revision,
            sha256=form.sha256,
            submission_id=form.id,
        )
    return replace(received, outcome=Outcome.RETURNED, issues=(*issues, *received.issues))


def return_pack(store: Store, viewer: Viewer, period: str, usccs: Collection[str], sender: Sender, *, report: Report = silent) -> bytes:
    """Zip what goes back to these enterprises: each one's annotated file and letter, and a table to mail them with."""
    permit(viewer, Verb.REVIEW)
    named_period, roster, numbers = _returned(store, viewer, period, usccs)
    files = [returned_form(store, viewer, number) for number in numbers]
    out, rows = BytesIO(), []
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for done, (file, name, content) in enumerate(named(annotated(store, viewer, files)), start=1):
            enterprise = roster[str(file.uscc)]
            letter = f"{enterprise.uscc}_{safe_name(enterprise.name)}_退回函.docx"
            archive.writestr(f"{FILES}/{name}", content)
            archive.writestr(f"{LETTERS}/{letter}", return_letter(file, enterprise, named_period, sender))
            rows.append(_merge_row(enterprise, _returned_text(file, enterprise, named_period, sender)) | {FILES: name, LETTERS: letter})
            report(done)
        archive.writestr(TABLE, build_workbook({"邮件合并": rows}))
    return out.getvalue()


def return_letter(file: IntakeFile, enterprise: Enterprise, period: Period, sender: Sender) -> bytes:
    """Write the 退回函 of one form."""
    return build_return_letter(
        enterprise=enterprise.name,
        uscc=enterprise.uscc,
        period=period,
        reasons=reasons_of(file.issues),
        deadline=sender.until,
        association=sender.association,
        dated=sender.dated,
    )


def reminders(store: Store, viewer: Viewer, period: str, sender: Sender) -> bytes:
    """Write the table to remind with (催报): every enterprise that has to report and has not, its contact and the text."""
    permit(viewer, Verb.REVIEW)
    now = snapshot(store, viewer, period)
    with store.reading() as connection:
        roster = rosters.roster(connection, viewer, now.period.code)
    missing = now.enterprises["uscc"][now.enterprises["status"] == Status.MISSING]
    if missing.empty:
        message = f"{now.period.code} 期没有未报的企业，不用催报。"
        raise NotPossible(message)
    rows = [_merge_row(roster[uscc], _reminder(roster[uscc], now.period, sender)) for uscc in missing]
    return build_workbook({"催报": rows})


def _returned(store: Store, viewer: Viewer, period: str, usccs: Collection[str]) -> tuple[Period, dict[str, Enterprise], Sequence[int]]:
    """Find the newest forms of these enterprises that are returned, in the roster's order."""
    now = snapshot(store, viewer, period)
    rows: pd.DataFrame = now.enterprises[now.enterprises["uscc"].isin(list(usccs)) & (now.enterprises["status"] == Status.RETURNED)]
    if rows.empty:
        message = f"{now.period.code} 期没有选中退回待改的企业。请先退回，或重新选择。"
        raise NotPossible(message)
    with store.reading() as connection:
        newest = submissions.newest(connection, viewer, now.period.code)
        roster = rosters.roster(connection, viewer, now.period.code)
    return now.period, roster, [newest[uscc].id for uscc in rows["uscc"]]


def _merge_row(enterprise: Enterprise, texts: tuple[str, str]) -> Row:
    contact = enterprise.contact
    return {
        "企业名称": enterprise.name,
        "统一社会信用代码": enterprise.uscc,
        "联系人": contact.person,
        "手机": contact.mobile,
        "邮箱": contact.email,
        "转报单位": enterprise.forwarder,
        "主题": texts[0],
        "正文": texts[1],
    }


def _returned_text(file: IntakeFile, enterprise: Enterprise, period: Period, sender: Sender) -> tuple[str, str]:
    errors = sum(issue.severity is Severity.ERROR for issue in file.issues)
    told = f"贵单位报送的{period.name}工业质量品牌自评表（第 {file.revision} 版）有 {errors} 处需要修改。"
    return (
        f"请修改{period.name}工业质量品牌自评表",
        f"{_dear(enterprise)}{told}请打开附件“问题清单”，逐条修改后于 {sender.until} 前发回。主要问题：{'；'.join(_first(file.issues))}",
    )


def _reminder(enterprise: Enterprise, period: Period, sender: Sender) -> tuple[str, str]:
    told = f"{period.name}工业质量品牌自评截止日为 {period.deadline}，至今没有收到贵单位的自评表。"
    return (
        f"请报送{period.name}工业质量品牌自评表",
        f"{_dear(enterprise)}{told}请于 {sender.until} 前报送；如已发出，请回复告知。",
    )


def _dear(enterprise: Enterprise) -> str:
    return f"{enterprise.contact.person or enterprise.name}：您好！"


def _first(issues: Sequence[Issue], count: int = 3) -> Iterator[str]:
    """Name the first things to mend, shortly."""
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    for issue in errors[:count]:
        yield f"{issue.cell or issue.item or '整份表'} {issue.title}"
