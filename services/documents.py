"""The JSON documents of the contract: scores as strings with one decimal, rates as numbers, nothing to divide by as null."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from data.reference_lists import load_reference_lists
from models.catalogue import Priority
from models.enterprise import Size
from models.issue import Issue
from models.progress import Distribution, Ledger, by_group, by_item, by_priority, ledger, rate, summarise
from models.rounding import half_up
from models.scoring import shown
from models.submission import IntakeFile
from services.progress import Snapshot
from services.receive import Intake
from services.rosters import RosterImport

Document = dict[str, Any]
UNSTATED = "未填"


def intake_document(intake: Intake, returned: dict[str, str]) -> Document:
    """Tell what an intake came to; `returned` gives the path of the annotated file by the sha256 of the one received."""
    files = [file_row(file) | {"returned_file": returned.get(str(file.sha256))} for file in intake.files]
    return {"period": intake.period, "files": files, "ledger": ledger_row(intake.ledger)}


def file_row(file: IntakeFile) -> Document:
    """Write one row of an intake."""
    names = ("file", "outcome", "uscc", "enterprise", "edition", "revision", "total_score", "provisional", "band")
    return {name: getattr(file, name) for name in names} | {"issues": [issue_row(issue) for issue in file.issues]}


def issue_row(issue: Issue) -> Document:
    """Write one issue: code, severity, where, what was found, what to do."""
    names = ("code", "severity", "sheet", "cell", "item", "found", "message")
    return {name: getattr(issue, name) for name in names}


def roster_document(imported: RosterImport) -> Document:
    """Tell what importing a roster did."""
    change = {name: list(getattr(imported.change, name)) for name in ("added", "changed", "unchanged", "absent")}
    return {"rows_read": imported.rows_read, **change, "issues": [issue_row(issue) for issue in imported.issues]}


def ledger_row(book: Ledger) -> Document:
    """Write the ledger."""
    return {name: getattr(book, name) for name in Ledger.__slots__}


def ledger_document(snapshot: Snapshot) -> Document:
    """Write the ledger with the status of every enterprise."""
    columns = ["uscc", "name", "region", "sector", "size", "forwarder", "status"]
    rows = snapshot.enterprises[columns].to_dict("records")
    revisions = snapshot.enterprises["newest_revision"]
    for row, revision in zip(rows, revisions, strict=True):
        row["revision"] = _whole(revision)
    return {"period": snapshot.period.code, "ledger": ledger_row(ledger(snapshot.enterprises)), "rows": rows}


def progress_document(snapshot: Snapshot, by: str) -> Document:
    """Write the progress of a period, on the basis of the snapshot, by total, priority, item, region, sector, size or enterprise."""
    head = {"period": snapshot.period.code, "edition": snapshot.period.edition, "basis": snapshot.basis.value}
    return head | (_total(snapshot) if by == TOTAL else {"rows": _ROWS[by](snapshot)})


def grouped(snapshot: Snapshot, column: str, enterprises: pd.DataFrame | None = None) -> pd.DataFrame:
    """Group the enterprises (all, or those given) by region, sector or size, in the order people know."""
    frame = snapshot.enterprises if enterprises is None else enterprises
    return by_group(frame.assign(**{column: frame[column].replace("", UNSTATED)}), column, group_order(column))


def group_order(column: str) -> list[str]:
    """Give the regions, sectors or sizes in the order people know."""
    lists = load_reference_lists()
    return {
        "region": [region.name for region in lists.regions],
        "sector": [str(sector) for sector in lists.sectors],
        "size": [str(size) for size in Size],
    }[column]


def _total(snapshot: Snapshot) -> Document:
    summary = summarise(snapshot.enterprises, snapshot.catalogue)
    return {
        "expected": summary.ledger.expected,
        "received": summary.ledger.received,
        "valid": summary.valid,
        "submission_rate": summary.ledger.submission_rate,
        "validity_rate": summary.validity_rate,
        **_middle(summary.total),
        "bands": summary.bands,
        "compliance_rate": summary.compliance_rate,
        "priorities": {str(priority): _middle(spread) for priority, spread in summary.priorities.items()},
    }


def _middle(spread: Distribution) -> Document:
    return {"n": spread.n, "mean": shown(spread.mean), "median": shown(spread.median)}


def _priorities(snapshot: Snapshot) -> list[Document]:
    figures = ("mean", "median", "lower_quartile", "upper_quartile")
    return [
        {name: row[name] for name in ("priority", "title", "n")}
        | {name: shown(row[name]) for name in figures}
        | {"target": str(half_up(row["target"])) if row["target"] is not None else None}
        for row in by_priority(snapshot.enterprises, snapshot.catalogue).to_dict("records")
    ]


def _items(snapshot: Snapshot) -> list[Document]:
    rows = by_item(snapshot.matrix(snapshot.enterprises), snapshot.catalogue).to_dict("records")
    return [
        {name: row[name] for name in ("item", "title", "n", "mean_level", "compliance_rate")} | {"score_rate": shown(row["score_rate"])}
        for row in rows
    ]


def _groups(snapshot: Snapshot, column: str) -> list[Document]:
    return [
        {
            "key": row["key"],
            "n": row["n"],
            "mean": shown(row["mean"]),
            "median": shown(row["median"]),
            "priorities": {
                str(priority): {
                    "n": row[f"{priority.lower()}_n"],
                    "mean": shown(row[f"{priority.lower()}_mean"]),
                    "median": shown(row[f"{priority.lower()}_median"]),
                }
                for priority in Priority
            },
            "suppressed": row["suppressed"],
        }
        for row in grouped(snapshot, column).to_dict("records")
    ]


def _enterprises(snapshot: Snapshot) -> list[Document]:
    items = len(snapshot.catalogue.items)
    return [_enterprise(row, items) for row in snapshot.enterprises.to_dict("records")]


def _enterprise(row: dict[Any, Any], items: int) -> Document:
    """Write one enterprise; without a form that passed the figures are null."""
    has_form = not pd.isna(row["revision"])
    answered = _whole(row["answered"])
    applicable, met = _whole(row["applicable"]), _whole(row["met"])
    return {
        **{name: row[name] for name in ("uscc", "name", "region", "sector", "size", "status")},
        "revision": _whole(row["revision"]),
        "total_score": shown(row["total"]),
        "band": row["band"] if isinstance(row["band"], str) else None,
        "gated": bool(row["gated"]) if has_form else None,
        "provisional": bool(row["provisional"]) if has_form else None,
        "blank": _whole(row["blank"]),
        "met": met,
        "applicable": applicable,
        "compliance_rate": rate(met, applicable) if met is not None and applicable is not None else None,
        "completeness_rate": answered / items if answered is not None else None,
        "priorities": {str(priority): shown(row[priority.lower()]) for priority in Priority},
    }


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


TOTAL = "total"
_ROWS: dict[str, Callable[[Snapshot], list[Document]]] = {
    "priority": _priorities,
    "item": _items,
    "region": lambda of: _groups(of, "region"),
    "sector": lambda of: _groups(of, "sector"),
    "size": lambda of: _groups(of, "size"),
    "enterprise": _enterprises,
}
BREAKDOWNS = (TOTAL, *_ROWS)
