"""A small deadline night on every run: everybody gets an answer, what was acknowledged is stored, and the children stay few."""

import os
from pathlib import Path

from data.store import Store
from tests.browser.serving import app_process
from tests.faults.batch import assert_complete, lost
from tests.load.night import prepared, rehearsed

ENTERPRISES, STAFF = 10, 3


def test_ten_enterprises_report_while_three_people_look_on(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path)
    night = prepared(store, ENTERPRISES, STAFF)

    with app_process(tmp_path) as (process, port):
        seen = rehearsed(f"http://127.0.0.1:{port}", night, [process.pid], within=3)

    assert seen.errors == []
    assert len(seen.looks) >= STAFF
    assert len(seen.acknowledged) == ENTERPRISES
    assert lost(seen.acknowledged, store) == set()
    assert 1 <= seen.children <= (os.cpu_count() or 1)
    assert_complete(store, night.forms)
    store.close()
