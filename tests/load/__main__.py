"""Rehearses the deadline night on one process, and with --processes on several behind nginx; prints a table."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from data.store import Store
from tests.faults.batch import lost
from tests.load.night import HEADING, looked_at_quietly, prepared, rehearsed
from tests.load.site import one_process, postgresql, two_processes


def main() -> None:
    """Print the same pages without and with the night, and end with 1 when anything broke or was lost."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--enterprises", type=int, default=200)
    parser.add_argument("--staff", type=int, default=50)
    parser.add_argument("--within", type=float, default=60.0, help="seconds in which all of them come")
    parser.add_argument("--processes", type=int, default=1, choices=(1, 2), help="two: behind nginx, on PostgreSQL")
    options = parser.parse_args()
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        url = f"sqlite:///{folder / 'store.sqlite'}" if options.processes == 1 else stack.enter_context(postgresql(folder / "pg"))
        store = Store.open(url, folder)
        night = prepared(store, options.enterprises, options.staff)
        serving = one_process(folder) if options.processes == 1 else two_processes(folder, url)
        address, processes = stack.enter_context(serving)
        quiet = looked_at_quietly(address, night, processes)
        loud = rehearsed(address, night, processes, options.within)
        gone = lost(loud.acknowledged, store)
        print("\n".join((HEADING, quiet.line("one person"), loud.line(f"{options.enterprises} + {options.staff} people"))))
        print("\n".join([*quiet.errors, *loud.errors][:20]), f"{len(gone)} forms lost of {len(loud.acknowledged)} acknowledged")
        store.close()
    sys.exit(bool(quiet.errors or loud.errors or gone))


if __name__ == "__main__":
    main()
