"""`make bench`: prints every measurement; docs/benchmarks.md keeps a run with the machine named."""

import argparse
import os
import platform
import tempfile
from pathlib import Path

from tests.bench.growing import growing, print_curve
from tests.bench.measuring import print_table
from tests.bench.meeting import reporting, turning
from tests.bench.overviewing import overviewing
from tests.bench.receiving import making, receiving


def main() -> None:
    """Measure at full size, or at what the options say."""
    options = argparse.ArgumentParser()
    options.add_argument("--forms", type=int, default=1000)
    options.add_argument("--enterprises", type=int, default=10_000)
    options.add_argument("--periods", type=int, default=8)
    options.add_argument("--large", action="store_true", help="the growth curve up to 100,000 enterprises x 12 periods, in minutes more")
    options.add_argument("--curve", type=Path, help="the growth curve only, with its stores kept in this folder")
    options.add_argument("--meeting", action="store_true", help="the reports and the meeting's screens only")
    chosen = options.parse_args()
    sizes = ["S", "M", "L"] if chosen.large else ["S", "M"]
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    if chosen.meeting:
        with tempfile.TemporaryDirectory() as folder:
            _print_meeting(Path(folder), chosen)
        return
    if chosen.curve:
        print_curve(growing(chosen.curve, sizes))
        return
    with tempfile.TemporaryDirectory() as folder:
        print_table("Forms out", making(chosen.forms))
        print_table("Forms in", receiving(Path(folder) / "receive", chosen.forms))
        print_table("总览", overviewing(Path(folder) / "demo", chosen.enterprises, chosen.periods))
        print_curve(growing(Path(folder), sizes))
        _print_meeting(Path(folder), chosen)


def _print_meeting(folder: Path, chosen: argparse.Namespace) -> None:
    print_table("The meeting", [*reporting(folder / "reports", chosen.forms), *turning(folder / "screens", chosen.enterprises)])


if __name__ == "__main__":
    main()
