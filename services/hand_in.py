"""报送 by an enterprise itself: its files with the promise that they are true."""

import os
from collections.abc import Sequence
from datetime import datetime
from threading import BoundedSemaphore

from data.store import Store
from models.access import Viewer
from models.errors import NotPossible
from models.pledge import STATEMENT, Pledge
from services.receive import Intake, receive
from services.sources import count_files, from_upload

MOST_FILES = 10
LONGEST_NAME = 40
# Each hand-in has children of its own for a second; on the last evening the others wait for their turn.
_TURNS = BoundedSemaphore(max(2, os.cpu_count() or 1))


def hand_in(store: Store, viewer: Viewer, period: str, files: Sequence[tuple[str, bytes]], *, signer: str, now: datetime) -> Intake:
    """Receive an enterprise's files, given as name and content, with the promise of whoever signs."""
    told = signer.strip()
    if not told:
        raise NotPossible("请填写承诺人姓名，再提交。")
    if len(told) > LONGEST_NAME:
        raise NotPossible(f"承诺人姓名太长（{len(told)} 个字），请控制在 {LONGEST_NAME} 个字以内。")
    if sum(count_files(name, content) for name, content in files) > MOST_FILES:
        raise NotPossible(f"一次最多报送 {MOST_FILES} 个文件：一份自评表，其余是盖章扫描件或照片。请去掉多余的再提交。")
    sources = (source for name, content in files for source in from_upload(name, content))
    pledge = Pledge(signer=told, statement=STATEMENT, at=now, by=viewer.name)
    with _TURNS:
        return receive(store, viewer, sources, period, now=now, pledge=pledge)
