"""Attempts to reach what is somebody else's, on record: who tried, with which file or address, from where."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from data.audit import Action, Deed, record, record_all
from models.access import Viewer
from models.submission import IntakeFile

_SHOWN = 200


def record_foreign_forms(connection: Connection, viewer: Viewer, period: str, files: Iterable[IntakeFile], at: datetime) -> None:
    """Put on record the files of an intake that name an enterprise whom the sender may not send for."""
    refused = [file for file in files if file.names_another]
    record_all(connection, viewer, [_deed(viewer, period, file, at) for file in refused])


def record_foreign_address(connection: Connection, viewer: Viewer, asked: str, at: datetime) -> None:
    """Put on record that somebody asked by an address for what is not theirs."""
    record(connection, viewer, Action.FOREIGN_ADDRESS_REFUSED, _whose(viewer), {"asked": asked[:_SHOWN]}, at)


def _deed(viewer: Viewer, period: str, file: IntakeFile, at: datetime) -> Deed:
    codes = [issue.found for issue in file.issues if issue.code == "NOT_YOUR_FORM"]
    detail = {"file": file.file, "sha256": file.sha256 or "", "codes": codes}
    return Deed(action=Action.FOREIGN_FORM_REFUSED, subject=f"{period}/{_whose(viewer)}", detail=detail, at=at)


def _whose(viewer: Viewer) -> str:
    return viewer.scope.uscc or viewer.scope.forwarder or viewer.name
