"""Coverage-guided fuzzing of the guard and the reader for a bounded time; what it finds is kept below var/fuzz/."""

import argparse
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["exchange", "models.level_text"]):
    from tests.exchange.guided_inputs import LONGEST, fault, seeds
    from tests.exchange.mutation_run import FOLDER


def judged(data: bytes) -> None:
    """Judge one input; what should not have happened ends the run."""
    if found := fault(data):
        raise AssertionError(found)


def main() -> None:
    """Fuzz for some seconds on one core, from the seeds and from what earlier runs found worth keeping."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--input", type=Path, help="judge one kept input again")
    options = parser.parse_args()
    if options.input:
        judged(options.input.read_bytes())
        return
    corpus = FOLDER / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        for seed in seeds():
            Path(folder, sha256(seed).hexdigest()).write_bytes(seed)
        bounds = [f"-max_total_time={options.seconds}", f"-max_len={LONGEST}", "-timeout=15", "-rss_limit_mb=1500", "-len_control=0"]
        atheris.Setup([sys.argv[0], *bounds, f"-artifact_prefix={FOLDER}/guided-", "-print_final_stats=1", str(corpus), folder], judged)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
