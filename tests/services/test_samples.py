"""The sample folder: every file brings the outcome it stands for, alone, and in the zip once more."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from data.store import Store
from models.access import LOCAL_STAFF
from models.errors import NotPossible
from models.progress import Status
from models.submission import IntakeFile, Outcome
from services.demo import fill_demo
from services.progress import snapshot
from services.receive import receive
from services.samples import ARCHIVE, Sample, samples, write_samples
from services.sources import from_paths

NOW = datetime(2020, 8, 31, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Fill one store; nothing here changes it."""
    store = _demo_store(tmp_path_factory.mktemp("demo"), enterprises=120)
    yield store
    store.close()


@pytest.fixture(scope="module")
def made(demo: Store) -> tuple[Sample, ...]:
    """Make the samples once."""
    return samples(demo, LOCAL_STAFF, today=NOW.date())


@pytest.fixture(scope="module")
def received(demo: Store, made: tuple[Sample, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, IntakeFile]:
    """Receive all of them, in a rehearsal; rows by file name."""
    folder = tmp_path_factory.mktemp("samples")
    for sample in made:
        (folder / sample.name).write_bytes(sample.content)
    rows = receive(demo, LOCAL_STAFF, from_paths([folder]), "latest", now=NOW, rehearsal=True).files
    return {row.file: row for row in rows}


def test_every_sample_has_the_outcome_it_stands_for(made: tuple[Sample, ...], received: dict[str, IntakeFile]) -> None:
    assert {name: row.outcome for name, row in received.items()} == {sample.name: sample.outcome for sample in made}


def test_every_sample_shows_its_defect(made: tuple[Sample, ...], received: dict[str, IntakeFile]) -> None:
    unseen = {sample.name: sample.codes - {issue.code for issue in received[sample.name].issues} for sample in made}

    assert {name: codes for name, codes in unseen.items() if codes} == {}


def test_a_returned_sample_has_no_defect_but_its_own(made: tuple[Sample, ...], received: dict[str, IntakeFile]) -> None:
    for sample in made:
        if sample.outcome is Outcome.RETURNED:
            errors = {issue.code for issue in received[sample.name].issues if issue.severity == "error"}
            assert errors == sample.codes, sample.name


def test_the_samples_cover_every_outcome_in_a_dozen_files_and_more(made: tuple[Sample, ...]) -> None:
    assert {sample.outcome for sample in made} == set(Outcome)
    assert len({sample.name for sample in made}) == len(made) > 15


def test_rows_that_were_sorted_and_mixed_with_subtotals_are_read_as_they_were(
    made: tuple[Sample, ...], received: dict[str, IntakeFile]
) -> None:
    [name] = [sample.name for sample in made if sample.name.endswith("自评表(2).xlsx")]

    assert received[name].issues == ()
    assert received[name].total_score is not None


def test_the_second_form_of_an_enterprise_is_its_next_revision(received: dict[str, IntakeFile]) -> None:
    second = [row for name, row in received.items() if name.endswith("最终版2.xlsx")]

    assert [row.revision for row in second] == [2]


def test_the_samples_come_from_enterprises_that_have_not_reported(demo: Store, received: dict[str, IntakeFile]) -> None:
    frame = snapshot(demo, LOCAL_STAFF, "latest").enterprises
    missing = set(frame[frame["status"] == Status.MISSING]["uscc"])

    assert {row.uscc for row in received.values() if row.uscc} <= missing


def test_the_folder_holds_every_sample_and_a_zip_with_all_of_them(demo: Store, made: tuple[Sample, ...], tmp_path: Path) -> None:
    paths = write_samples(demo, LOCAL_STAFF, tmp_path / "samples", today=NOW.date())

    assert sorted(path.name for path in (tmp_path / "samples").iterdir()) == sorted([ARCHIVE, *(sample.name for sample in made)])
    with ZipFile(paths[-1]) as archive:
        assert archive.namelist() == [sample.name for sample in made]


def test_a_demo_in_which_hardly_anybody_is_missing_has_samples_all_the_same(tmp_path: Path) -> None:
    store = _demo_store(tmp_path, enterprises=3)

    found = samples(store, LOCAL_STAFF, today=NOW.date())

    assert {sample.outcome for sample in found} == set(Outcome)
    store.close()


def test_without_a_roster_there_are_no_samples(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path)

    with pytest.raises(NotPossible):
        samples(store, LOCAL_STAFF, today=NOW.date())
    store.close()


def _demo_store(folder: Path, *, enterprises: int) -> Store:
    store = Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder)
    fill_demo(store, LOCAL_STAFF, enterprises=enterprises, periods=2, seed=59, now=NOW)
    return store
