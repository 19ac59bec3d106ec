"""Every file that leaves through the browser, by kind: what it takes to get it, and what makes it."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from data.visibility import permit
from models.access import Verb
from models.catalogue import ClauseKind
from models.errors import NotPermitted
from services import download_files as files
from services.audit_log import audit_csv, choice
from services.catalogue import catalogue_export, catalogue_view
from services.compare import compare
from services.compare_export import comparison_export
from services.download import Asked, Download, NotThere, address, reached, written
from services.enterprise import enterprise_view
from services.exports import CSV, Export, enterprise_export, enterprises_export, overview_export
from services.filters import found_by
from services.items import item_export, items_export
from services.my_task import refuse_address
from services.progress import snapshot
from services.regions import forwarders_export, regions_export


class Kind(NamedTuple):
    """What a person has to be allowed, and what makes the file."""

    verbs: tuple[Verb, ...]
    make: Callable[[Asked], Download]


def fetch(kind: str, asked: Asked) -> Download:
    """Make a download; NotThere for a kind, a subject or a person it is not for, and whoever tried is on record."""
    known = KINDS.get(kind)
    if known is None:
        raise NotThere
    try:
        for verb in known.verbs:
            permit(asked.viewer, verb)
        return known.make(asked)
    except (NotPermitted, NotThere) as refused:
        # Staff who mistype a number tried nothing: everything there is, they may see.
        if isinstance(refused, NotPermitted) or not asked.viewer.scope.everybody:
            refuse_address(asked.store, asked.viewer, address(kind, **asked.params), now=asked.now)
        raise NotThere from refused


def _overview(asked: Asked) -> Export:
    return overview_export(asked.store, asked.viewer, asked.period, asked.filters, asked.basis)


def _enterprises(asked: Asked) -> Export:
    """List the enterprises that the search on 企业 leaves; contacts are personal data and want their own permission."""
    if contacts := asked.one("contacts") == "1":
        permit(asked.viewer, Verb.SEE_CONTACTS)
    now = snapshot(asked.store, asked.viewer, asked.period, asked.basis)
    rows = found_by(now.enterprises, asked.one("find"), asked.one("status"))
    return enterprises_export(asked.store, asked.viewer, now.period.code, list(rows["uscc"]), contacts=contacts, basis=asked.basis)


def _enterprise(asked: Asked) -> Export:
    with reached():
        view = enterprise_view(asked.store, asked.viewer, asked.period, asked.one("uscc"), asked.basis)
    return enterprise_export(asked.store, asked.viewer, view)


def _item(asked: Asked) -> Export:
    return item_export(asked.store, asked.viewer, asked.period, asked.one("item"), asked.basis)


def _items(asked: Asked) -> Export:
    return items_export(asked.store, asked.viewer, asked.period, asked.basis)


def _compare(asked: Asked) -> Export:
    return comparison_export(compare(asked.store, asked.viewer, asked.period, asked.one("other"), asked.basis))


def _catalogue(asked: Asked) -> Export:
    kinds = [kind for kind in ClauseKind if kind in asked.params.get("kind", ())]
    view = catalogue_view(files.period_of(asked).edition, kinds, asked.params.get("addressee", ()))
    return catalogue_export(view, by_items=asked.one("way") == "items")


def _regions(asked: Asked) -> Export:
    return regions_export(asked.store, asked.viewer, asked.period)


def _forwarders(asked: Asked) -> Export:
    return forwarders_export(asked.store, asked.viewer, asked.period)


def _audit(asked: Asked) -> Download:
    """Give the rows of the log chosen on its page; what is no day limits nothing."""
    since, until = asked.day("since", date.min), asked.day("until", date.max)
    chosen = choice(
        uscc=asked.one("uscc"),
        actor=asked.one("actor"),
        actions=asked.params.get("action", ()),
        since=None if since == date.min else since,
        until=None if until == date.max else until,
    )
    return Download(name=f"操作记录_{asked.today}.csv", mime=CSV, content=audit_csv(asked.store, asked.viewer, chosen))


def _export(make: Callable[[Asked], Export], *verbs: Verb) -> Kind:
    return Kind(verbs, lambda asked: written(make(asked), asked.one("format", "xlsx")))


KINDS: dict[str, Kind] = {
    "overview": _export(_overview, Verb.SEE_GROUPS),
    "enterprises": _export(_enterprises, Verb.SEE_GROUPS, Verb.SEE_FORMS),
    "enterprise": _export(_enterprise, Verb.SEE_GROUPS, Verb.SEE_FORMS),
    "items": _export(_items, Verb.SEE_GROUPS),
    "item": _export(_item, Verb.SEE_GROUPS),
    "regions": _export(_regions, Verb.SEE_GROUPS),
    "forwarders": _export(_forwarders, Verb.SEE_GROUPS),
    "compare": _export(_compare, Verb.SEE_GROUPS),
    "catalogue": _export(_catalogue, Verb.SEE_GROUPS),
    "original": Kind((Verb.SEE_FORMS,), files.original_form),
    "annotated": Kind((Verb.SEE_FORMS,), files.annotated_form),
    "attachment": Kind((Verb.SEE_FORMS,), files.attached_file),
    "returned": Kind((Verb.COLLECT,), files.returned_pack),
    "reminders": Kind((Verb.REVIEW, Verb.SEE_CONTACTS), files.reminder_table),
    "form": Kind((Verb.SEE_FORMS,), files.fresh_form),
    "forms": Kind((Verb.COLLECT, Verb.SEE_CONTACTS), files.fresh_forms),
    "draft": Kind((Verb.SUBMIT,), files.draft),
    "report": Kind((Verb.SEE_GROUPS,), files.period_report),
    "feedback": Kind((Verb.SEE_FIGURES,), files.own_feedback),
    "audit": Kind((Verb.READ_AUDIT,), _audit),
}
