"""A disk that is full: said in a sentence, nothing half, and complete once there is room."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

from tests.browser.serving import ROOT
from tests.faults.batch import made


def test_a_disk_that_fills_up_during_a_batch_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    folder, disk = made().write(tmp_path / "mails"), tmp_path / "disk"
    disk.mkdir()
    mounted = f"mount -t tmpfs -o size=64m none {disk}"
    program = shlex.join([sys.executable, "-m", "tests.faults.full_disk", str(disk), str(folder)])

    # In a mount namespace of its own anybody may mount, and it is gone with the last process in it.
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", f"{mounted} && exec {program}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert "磁盘空间" in found["told"]
    assert (found["acknowledged"], found["stored"], found["lost"]) == (100, 100, 0)
    assert found["outcomes"] == {"duplicate": 100, "accepted": found["files"] - 100}
