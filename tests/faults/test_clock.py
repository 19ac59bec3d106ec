"""The clock set back: what is stored keeps its order, nobody is locked out or in, no backup is thrown away."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from data import audit, submissions
from data.accounts import NewAccount
from data.store import Store
from models.access import LOCAL_STAFF, Role
from models.door import OF_ACCOUNT
from services import accounts, settings
from services.backups import backups_in, nightly_backup
from services.checks import check
from services.sign_in import NotSignedIn, sign_in, visit
from tests.builders import USCC
from tests.services.desk import NOW, Desk, form_of

PASSWORD = "correct horse battery"
HERE = "192.0.2.7"
EARLIER = NOW - timedelta(days=2)


@pytest.fixture
def at(desk: Desk) -> Desk:
    """Receive a form, and give somebody an account."""
    desk.receive(("1.xlsx", form_of()), now=NOW)
    account = NewAccount(name="wang", display_name="王", role=Role.ADMINISTRATOR)
    accounts.add_account(desk.store, LOCAL_STAFF, account, password=PASSWORD, now=NOW)
    return desk


def test_a_form_that_comes_earlier_than_the_last_one_is_the_newer_revision_all_the_same(at: Desk) -> None:
    at.receive(("2.xlsx", form_of(levels={"P1-03": 4})), now=EARLIER)

    with at.store.reading() as connection:
        known = [(one.revision, one.levels[2]) for one in submissions.history(connection, LOCAL_STAFF, "2020", USCC)]
        broken = audit.verify(connection)
    assert known == [(1, 2), (2, 4)]
    assert broken is None
    assert at.enterprise()["revision"] == 2


def test_what_came_in_time_stays_in_time_and_the_other_way_round(at: Desk) -> None:
    late = at.receive(("2.xlsx", form_of(levels={"P1-03": 4})), received_on=date(2020, 9, 30)).files[0]
    at.receive(("3.xlsx", form_of(levels={"P1-03": 3})), now=EARLIER)

    with at.store.reading() as connection:
        received = [one.received_on for one in submissions.history(connection, LOCAL_STAFF, "2020", USCC)]
    assert "LATE" in {issue.code for issue in late.issues}
    assert received == [NOW.date(), date(2020, 9, 30), EARLIER.date()]


def test_a_visit_from_the_future_does_not_last_until_then(at: Desk) -> None:
    token = sign_in(at.store, "wang", PASSWORD, address=HERE, now=NOW)

    assert visit(at.store, token, now=NOW - timedelta(minutes=10)) is not None
    assert visit(at.store, token, now=EARLIER) is None
    again = sign_in(at.store, "wang", PASSWORD, address=HERE, now=EARLIER)
    assert visit(at.store, again, now=EARLIER + timedelta(minutes=30)) is not None
    assert visit(at.store, again, now=EARLIER + timedelta(minutes=61)) is None


def test_nobody_is_locked_out_for_longer_than_the_longest_wait(at: Desk) -> None:
    for _ in range(OF_ACCOUNT.borne):
        with pytest.raises(NotSignedIn):
            sign_in(at.store, "wang", "wrong", address=HERE, now=NOW)
    with pytest.raises(NotSignedIn, match="错误次数太多"):
        sign_in(at.store, "wang", PASSWORD, address=HERE, now=NOW)

    assert sign_in(at.store, "wang", PASSWORD, address=HERE, now=EARLIER)


@pytest.fixture
def nights(at: Desk, tmp_path: Path) -> list[Path]:
    """Make three backups, of which three are kept."""
    return [nightly_backup(at.store, LOCAL_STAFF, tmp_path / "backups", now=NOW + timedelta(days=day), keep=3)[0] for day in range(3)]


def test_a_backup_made_after_the_clock_was_set_back_is_kept(at: Desk, nights: list[Path], tmp_path: Path) -> None:
    made, _ = nightly_backup(at.store, LOCAL_STAFF, tmp_path / "backups", now=EARLIER, keep=3)

    assert made.exists()
    assert {backup.path for backup in backups_in(tmp_path / "backups")} == {made, *nights[1:]}


def test_a_clock_behind_the_log_is_told_by_the_check(at: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "backup_dir", lambda: tmp_path / "backups")

    assert _told(at.store, 0) == ()
    assert _told(at.store, 2) == ("系统时间比最近一条操作记录早 48 小时。请校准服务器的时钟，它定着迟报、登录和备份的时间。",)


def _told(store: Store, days: int) -> tuple[str, ...]:
    found = {one.name: one.faults for one in check(store, LOCAL_STAFF, now=NOW - timedelta(days=days))}
    return found["系统时间"]
