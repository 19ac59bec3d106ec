"""`make bench`: prints every measurement; docs/benchmarks.md keeps a run with the machine named."""

import argparse
import os
import platform
import tempfile
from pathlib import Path

from tests.bench.measuring import print_table
from tests.bench.overviewing import overviewing
from tests.bench.receiving import making, receiving


def main() -> None:
    """Measure at full size, or at what the options say."""
    options = argparse.ArgumentParser()
    options.add_argument("--forms", type=int, default=1000)
    options.add_argument("--enterprises", type=int, default=10_000)
    options.add_argument("--periods", type=int, default=8)
    chosen = options.parse_args()
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        print_table("Forms out", making(chosen.forms))
        print_table("Forms in", receiving(Path(folder) / "receive", chosen.forms))
        print_table("总览", overviewing(Path(folder) / "demo", chosen.enterprises, chosen.periods))


if __name__ == "__main__":
    main()
