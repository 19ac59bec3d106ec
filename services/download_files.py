"""Downloads that are files rather than tables: forms as they came, as they go back, as they are handed out; reports."""

from data import batches, submissions
from exchange.uscc import normalise_uscc
from models.access import Role
from models.basis import Basis
from models.period import Period
from services.download import ZIP, Asked, Download, NotThere, reached
from services.drafts import draft_form, filling
from services.exports import XLSX
from services.intakes import annotated_file, annotated_pack, intake_files
from services.originals import original, own_name
from services.pack import form_of, forms
from services.periods import find_period
from services.report import Kind, report
from services.return_pack import Sender, reminders, returned_form
from services.returning import returned_name
from services.review import attachment
from services.stream_zip import zipped


def period_of(asked: Asked) -> Period:
    """Find the period asked for."""
    return find_period(asked.store, asked.viewer, asked.period)


def original_form(asked: Asked) -> Download:
    """Give a form as it came, under its own name."""
    number = _own_submission(asked)
    label, content = original(asked.store, asked.viewer, number)
    return Download(name=label.name, mime=label.mime, content=content)


def annotated_form(asked: Asked) -> Download:
    """Give a form that went back, its issues and the reviewer's remarks marked in it."""
    file = returned_form(asked.store, asked.viewer, _own_submission(asked))
    return Download(name=returned_name(file), mime=XLSX, content=annotated_file(asked.store, asked.viewer, file))


def attached_file(asked: Asked) -> Download:
    """Give a stamped copy or a picture that came beside a form, under its own name."""
    with reached():
        file, content = attachment(asked.store, asked.viewer, asked.period, asked.one("uscc"), asked.one("file"))
    return Download(name=own_name(file.file), mime="application/octet-stream", content=content)


def returned_pack(asked: Asked) -> Download:
    """Give everything an intake returned, annotated, as it is being made."""
    number = asked.number("batch")
    with asked.store.reading() as connection:
        found = batches.batch_period(connection, asked.viewer, number)
    if found is None:
        raise NotThere
    content = annotated_pack(asked.store, asked.viewer, intake_files(asked.store, asked.viewer, number))
    return Download(name=f"退回修改_{found}_{number}.zip", mime=ZIP, content=content)


def reminder_table(asked: Asked) -> Download:
    """Give the table to remind with those who have not reported."""
    period = period_of(asked)
    sender = Sender(association=asked.one("association")[:100], dated=asked.today, until=asked.day("until", period.deadline))
    content = reminders(asked.store, asked.viewer, period.code, sender)
    return Download(name=f"催报_{period.code}.xlsx", mime=XLSX, content=content)


def fresh_form(asked: Asked) -> Download:
    """Give the form of one enterprise, pre-filled; an enterprise need not say which it is."""
    uscc = asked.one("uscc", asked.viewer.uscc or "")
    period = period_of(asked)
    with reached():
        name, content = form_of(asked.store, asked.viewer, period.code, normalise_uscc(uscc), today=asked.today)
    return Download(name=name, mime=XLSX, content=content)


def fresh_forms(asked: Asked) -> Download:
    """Give the forms of everybody who has to report, as they are being made."""
    period = period_of(asked)
    made = forms(asked.store, asked.viewer, period.code, today=asked.today)
    return Download(name=f"自评表_{period.code}.zip", mime=ZIP, content=zipped(made))


def draft(asked: Asked) -> Download:
    """Give what an enterprise has typed so far, as a form."""
    if asked.viewer.role is not Role.ENTERPRISE:
        raise NotThere
    name, content = draft_form(filling(asked.store, asked.viewer, asked.period), today=asked.today)
    return Download(name=name, mime=XLSX, content=content)


def period_report(asked: Asked) -> Download:
    """Give one of the reports of a period."""
    kind = next((one for one in Kind if one == asked.one("kind")), None)
    if kind is None:
        raise NotThere
    period = period_of(asked)
    frozen = asked.one("frozen") or None
    content = report(asked.store, asked.viewer, period.code, kind, basis=asked.basis, frozen=frozen)
    name = report_name(kind, period, asked.basis, frozen)
    return Download(name=name, mime=_MIMES[name.rpartition(".")[2]], content=content)


def report_name(kind: Kind, period: Period, basis: Basis, frozen: str | None) -> str:
    """Name the file of a report: 汇报_2020_自评.pptx, with the 定稿 it was written from."""
    name, ending = _REPORTS[kind]
    return f"{'_'.join(part for part in (name, period.code, basis.chinese, frozen) if part)}.{ending}"


def own_feedback(asked: Asked) -> Download:
    """Give the feedback of one enterprise; an enterprise need not say which it is."""
    uscc, period = asked.one("uscc", asked.viewer.uscc or ""), period_of(asked)
    frozen = asked.one("frozen") or None
    with reached():
        content = report(asked.store, asked.viewer, period.code, Kind.FEEDBACK, basis=asked.basis, enterprise=uscc, frozen=frozen)
    name = "_".join(part for part in (uscc, f"{period.code}反馈单", asked.basis.chinese, frozen) if part)
    return Download(name=f"{name}.docx", mime=_MIMES["docx"], content=content)


def _own_submission(asked: Asked) -> int:
    """Give the number of a submission the viewer may see."""
    number = asked.number("submission")
    with reached(), asked.store.reading() as connection:
        submissions.submission(connection, asked.viewer, number)
    return number


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MIMES = {
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": XLSX,
    "zip": ZIP,
}
_REPORTS = {
    Kind.DECK: ("汇报", "pptx"),
    Kind.NOTICE: ("通报", "docx"),
    Kind.ANNEX: ("附表", "xlsx"),
    Kind.FEEDBACK: ("反馈单", "zip"),
}
