"""What happens on a disk of its own that fills up; run by a test inside `unshare`, so that a tmpfs may be mounted there."""

import json
import sys
from pathlib import Path
from typing import Any

from data.store import Store
from models.access import LOCAL_STAFF
from models.errors import StoreFault
from services import receive as receiving
from services.receive import receive
from services.sources import from_paths
from tests.faults.batch import NOW, Batch, assert_complete, lost, prepare, repeat, stored
from tests.services.desk import PoolHere


def main(disk: Path, folder: Path) -> dict[str, Any]:
    """Receive a batch while the disk fills up at its second transaction; then make room, and receive it again."""
    receiving.open_pool = PoolHere  # type: ignore[assignment]
    batch, ballast = Batch.of(folder), disk / "ballast"
    store = Store.open(f"sqlite:///{disk / 'store.sqlite'}", disk)
    prepare(store, batch)
    acknowledged: list[str] = []

    def report(done: int) -> None:
        acknowledged[:] = batch.digests[:done]
        _fill(ballast)

    told = ""
    try:
        receive(store, LOCAL_STAFF, from_paths([folder]), "2020", now=NOW, report=report)
    except StoreFault as fault:
        told = str(fault)
    found = {"told": told, "acknowledged": len(acknowledged), "lost": len(lost(acknowledged, store)), "stored": len(stored(store))}
    ballast.unlink()
    outcomes = repeat(store, folder)
    assert_complete(store, batch)
    store.close()
    return found | {"outcomes": dict(outcomes), "files": len(batch.forms)}


def _fill(ballast: Path) -> None:
    """Leave no byte."""
    with ballast.open("ab", buffering=0) as file:
        for size in (65_536, 4096, 1):
            try:
                while file.write(bytes(size)):
                    pass
            except OSError:
                continue


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
