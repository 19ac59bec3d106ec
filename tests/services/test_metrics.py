"""What operators see: numbers for a monitoring system, the state of the installation, a log that tells nobody's secrets."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from data.sessions import end_session, start_session
from models.access import LOCAL_STAFF, Role, Viewer
from models.errors import NotPermitted
from services import settings
from services.backups import nightly_backup
from services.metrics import exposition, timed
from services.operations import operations
from tests.builders import USCC
from tests.services.desk import NOW, SECOND, THIRD, Desk, form_of


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("BACKUP_DIR", raising=False)
    _close_log()
    yield tmp_path / "var"
    _close_log()


def test_files_are_counted_by_what_became_of_them(desk: Desk) -> None:
    before = _numbers(desk)

    desk.receive(("a.xlsx", form_of()), ("b.xlsx", b"PK\x03\x04 cut off"))
    desk.receive(("a.xlsx", form_of()), rehearsal=True)

    after = _numbers(desk)
    grown = {name: after[name] - before[name] for name in after if name.startswith("quality_files_total")}
    assert {name: value for name, value in grown.items() if value} == {
        "quality_files_total{accepted}": 1,
        "quality_files_total{refused}": 1,
    }
    assert after["quality_submissions"] == before["quality_submissions"] + 1


def test_a_step_that_fails_is_measured_too(desk: Desk) -> None:
    before = _numbers(desk).get("quality_step_seconds_count{trial}", 0)

    with pytest.raises(ZeroDivisionError), timed("trial"):
        _ = 1 / 0

    assert _numbers(desk)["quality_step_seconds_count{trial}"] == before + 1


def test_the_age_of_the_backup_is_told_and_so_is_that_there_is_none(desk: Desk) -> None:
    none = _numbers(desk)["quality_backup_age_seconds"]
    nightly_backup(desk.store, LOCAL_STAFF, settings.backup_dir(), now=NOW - timedelta(hours=1))

    assert (none, _numbers(desk)["quality_backup_age_seconds"]) == (-1, 3600)


def test_an_administrator_sees_how_the_installation_is_doing(desk: Desk) -> None:
    desk.receive(("a.xlsx", form_of()))

    found = operations(desk.store, LOCAL_STAFF, now=NOW)

    assert (found.measures.submissions, found.measures.files, found.measures.open_batches) == (1, 1, 0)
    assert found.measures.bytes_used > 0
    assert found.backup is None


def test_a_person_with_two_visits_is_one_person(desk: Desk) -> None:
    with desk.store.writing() as connection:
        for token, uscc, moment in (("1", USCC, NOW), ("2", USCC, NOW), ("3", SECOND, NOW), ("4", THIRD, NOW - timedelta(hours=1))):
            start_session(connection, token, period="2020", uscc=uscc, address="", at=moment)
        end_session(connection, "3", NOW)

    assert operations(desk.store, LOCAL_STAFF, now=NOW).measures.people == 1


def test_nobody_else_does(desk: Desk) -> None:
    leader = Viewer(name="会长", role=Role.LEADER)

    with pytest.raises(NotPermitted):
        operations(desk.store, leader, now=NOW)
    with pytest.raises(NotPermitted):
        exposition(desk.store, leader, now=NOW)


def test_the_log_is_a_json_object_a_line_with_its_numbers_and_its_fault(installation: Path) -> None:
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        settings.log().exception("intake failed", extra={"batch": 7})

    [line] = (installation / "logs" / "product.log").read_text(encoding="utf-8").splitlines()
    event = json.loads(line)
    assert (event["level"], event["message"], event["batch"]) == ("error", "intake failed", 7)
    assert "ZeroDivisionError" in event["fault"]
    assert logging.getLogger("quality_brand").propagate is False


def _close_log() -> None:
    logger = logging.getLogger("quality_brand")
    for handler in [one for one in logger.handlers if isinstance(one, RotatingFileHandler)]:
        logger.removeHandler(handler)
        handler.close()


def _numbers(desk: Desk) -> dict[str, float]:
    text = exposition(desk.store, LOCAL_STAFF, now=NOW).decode()
    return {
        sample.name
        + "".join(
            f"{{{value}}}" for name, value in sample.labels.items() if name in {"outcome", "step"} and "le" not in sample.labels
        ): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
