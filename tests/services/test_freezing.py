"""定稿: what was frozen is written again to the byte, whatever is corrected afterwards, and the corrections are named."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from data.audit import audit_rows, verify
from data.frozen import frozen_digests
from data.integrity import lost_files
from models.access import LOCAL_STAFF, Role, Verb, Viewer
from models.basis import Basis
from models.errors import NotPermitted, NotPossible
from services.freezing import changed_since, freeze, frozen_figures, picture, pictures
from services.progress import snapshot
from services.report import Kind, report
from tests.builders import USCC
from tests.services.desk import FIRM, SECOND, Desk, form_of

NOW = datetime(2020, 9, 15, 1, 0, tzinfo=UTC)
KINDS = (Kind.DECK, Kind.NOTICE, Kind.ANNEX, Kind.FEEDBACK)


@pytest.fixture
def frozen_desk(desk: Desk) -> Desk:
    """Receive two forms and freeze the period."""
    desk.receive(("a.xlsx", form_of()), ("b.xlsx", form_of(SECOND, {"P1-03": 1})))
    freeze(desk.store, LOCAL_STAFF, "2020", "会议稿", now=NOW)
    return desk


def digests(desk: Desk, name: str | None) -> dict[str, str]:
    firm = {Kind.FEEDBACK: USCC}
    return {
        kind: sha256(report(desk.store, LOCAL_STAFF, "latest", kind, enterprise=firm.get(kind), frozen=name)).hexdigest() for kind in KINDS
    }


def test_frozen_reports_are_those_of_the_day_and_stay_so_after_a_correction(frozen_desk: Desk) -> None:
    live = digests(frozen_desk, None)
    assert digests(frozen_desk, "会议稿") == live

    frozen_desk.receive(("c.xlsx", form_of(levels={"P1-01": 4, "P1-03": 4})))

    assert digests(frozen_desk, "会议稿") == live
    changed = digests(frozen_desk, None)
    # Two forms are too few for deck and notice to say anything of scores.
    assert [kind for kind in KINDS if changed[kind] == live[kind]] == [Kind.DECK, Kind.NOTICE]


def test_both_bases_are_frozen(frozen_desk: Desk) -> None:
    found = {basis: picture(frozen_desk.store, LOCAL_STAFF, "2020", basis, name="会议稿") for basis in Basis}

    assert {basis: int(of.enterprises["total"].notna().sum()) for basis, of in found.items()} == {Basis.SELF: 2, Basis.REVIEWED: 0}
    assert found[Basis.SELF].levels == snapshot(frozen_desk.store, LOCAL_STAFF, "2020").levels


def test_the_difference_names_who_stands_differently_and_in_what(frozen_desk: Desk) -> None:
    assert changed_since(frozen_desk.store, LOCAL_STAFF, "2020", "会议稿").empty

    frozen_desk.receive(("c.xlsx", form_of(levels={"P1-01": 4})))

    rows = changed_since(frozen_desk.store, LOCAL_STAFF, "2020", "会议稿").to_dict("records")
    [score] = [row for row in rows if row["what"] == "综合得分"]
    assert {row["uscc"] for row in rows} == {USCC}
    assert score["name"] == FIRM.name
    assert (score["then"], score["now"]) == (500, 524)


def test_a_name_is_used_once_in_a_period_and_is_no_blank(frozen_desk: Desk) -> None:
    for name, said in (("会议稿", "已有名为“会议稿”的定稿"), (" ", "定稿要有名称"), ("字" * 41, "最多 40 个字"), ("a\nb", "定稿要有名称")):
        with pytest.raises(NotPossible, match=said):
            freeze(frozen_desk.store, LOCAL_STAFF, "2020", name, now=NOW)

    assert [one.name for one in frozen_figures(frozen_desk.store, LOCAL_STAFF, "2020")] == ["会议稿"]


def test_an_unknown_name_names_those_that_exist(frozen_desk: Desk) -> None:
    with pytest.raises(NotPossible, match="没有名为“终稿”的定稿。现有：会议稿。"):
        pictures(frozen_desk.store, LOCAL_STAFF, "2020", name="终稿")


def test_freezing_is_in_the_log_and_reads_no_period_anew(frozen_desk: Desk) -> None:
    before = snapshot(frozen_desk.store, LOCAL_STAFF, "2020")

    freeze(frozen_desk.store, LOCAL_STAFF, "2020", "终稿", now=NOW)

    assert snapshot(frozen_desk.store, LOCAL_STAFF, "2020") is before
    with frozen_desk.store.reading() as connection:
        deeds = [row for row in audit_rows(connection, LOCAL_STAFF, "2020") if row.action == "figures.freeze"]
        assert [(deed.detail["name"], deed.actor) for deed in deeds] == [("会议稿", "本机"), ("终稿", "本机")]
        assert verify(connection) is None


def test_only_who_manages_periods_may_freeze(frozen_desk: Desk) -> None:
    for role in (Role.LEADER, Role.FORWARDER, Role.ENTERPRISE):
        viewer = Viewer(name="某人", role=role, uscc=USCC, forwarder="某协会")

        with pytest.raises(NotPermitted):
            freeze(frozen_desk.store, viewer, "2020", "我的稿", now=NOW)


def test_a_person_finds_in_frozen_figures_only_the_own_rows(frozen_desk: Desk) -> None:
    enterprise = Viewer(name="联络员", role=Role.ENTERPRISE, uscc=SECOND)
    leader = Viewer(name="领导", role=Role.LEADER)
    nobody = Viewer(name="某人", role=Role.LEADER, verbs=frozenset({Verb.SEE_GROUPS}))

    assert list(picture(frozen_desk.store, enterprise, "2020", name="会议稿").enterprises["uscc"]) == [SECOND]
    assert set(picture(frozen_desk.store, enterprise, "2020", name="会议稿").levels) == {SECOND}
    assert pictures(frozen_desk.store, enterprise, "2020", name="会议稿").trend[-1].n == 1
    assert len(picture(frozen_desk.store, leader, "2020", name="会议稿").enterprises) == 3
    with pytest.raises(NotPermitted):
        picture(frozen_desk.store, nobody, "2020", name="会议稿")


def test_a_lost_file_of_frozen_figures_is_found_by_the_check(frozen_desk: Desk) -> None:
    with frozen_desk.store.reading() as connection:
        assert list(lost_files(connection, frozen_desk.store.kept)) == []
        digest = list(frozen_digests(connection))[1]
        folder = frozen_desk.store.kept.folder  # type: ignore[attr-defined]
        (folder / digest[:2] / digest).unlink()

        assert [digest[:12] in sentence for sentence in lost_files(connection, frozen_desk.store.kept)] == [True]
