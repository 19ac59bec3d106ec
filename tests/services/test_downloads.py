"""Downloads: what each kind gives, and that nobody gets what is somebody else's."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from data import periods
from data.audit import Action, audit_rows, verify
from models.access import LOCAL_STAFF, Role, Verb, Viewer
from models.errors import NotPossible
from services import pack, receive, returning
from services.access_codes import issue_codes
from services.download import Asked, Download, NotThere, address, written
from services.downloads import KINDS, fetch
from services.exports import Export, overview_export
from services.filters import Filters, found_by
from services.freezing import freeze
from services.sources import from_upload
from services.stream_zip import zipped
from services.tickets import LASTS_SECONDS, MOST, Tickets
from tests.builders import USCC
from tests.services.desk import FIRM, NOW, ROSTER, SECOND, Desk, PoolHere, form_of

FORWARDER = "江苏机械质量协作站"
PEOPLE = {
    Role.ADMINISTRATOR: Viewer(name="管", role=Role.ADMINISTRATOR, address="192.0.2.1"),
    Role.REVIEWER: Viewer(name="审", role=Role.REVIEWER, address="192.0.2.2"),
    Role.LEADER: Viewer(name="领", role=Role.LEADER, address="192.0.2.3"),
    Role.FORWARDER: Viewer(name="转", role=Role.FORWARDER, forwarder=FORWARDER, address="192.0.2.4"),
    Role.ENTERPRISE: Viewer(name="企", role=Role.ENTERPRISE, uscc=SECOND, address="192.0.2.5"),
}
ASSOCIATION = {Role.ADMINISTRATOR, Role.REVIEWER}


@pytest.fixture
def office(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Let USCC, whom nobody forwards, have a returned form with a stamped copy, and SECOND, which is forwarded, a good one."""
    for module in (pack, returning, receive):
        monkeypatch.setattr(module, "open_pool", PoolHere)
    silent = replace(FIRM, uscc="91320000000000003C", name="未报厂", short_name="未报")
    desk.add_roster(FIRM, replace(ROSTER[1], forwarder=FORWARDER), ROSTER[2], silent)
    desk.receive(("甲.xlsx", form_of(levels={"P1-03": "3分"})), (f"{USCC}/盖章.pdf", b"%PDF-1.4 scan"), ("乙.xlsx", form_of(SECOND)))
    return desk


def test_every_download_of_the_association_is_made(office: Desk) -> None:
    for kind in set(KINDS) - {"draft"}:
        made = _get(office, LOCAL_STAFF, kind, **_foreign(office))

        assert made.name.rpartition(".")[2] in {"xlsx", "csv", "zip", "pptx", "docx", "pdf"}, kind
        assert len(_bytes(made)) > 100 or kind == "attachment", kind


@pytest.mark.parametrize("role", Role)
def test_whatever_a_role_asks_for_holds_nothing_beyond_its_scope(office: Desk, role: Role) -> None:
    """Walk all kinds as everybody, asking for the enterprise that neither the forwarder nor the other enterprise may see."""
    person, asked = PEOPLE[role], _foreign(office)

    for kind, known in KINDS.items():
        made = _try(office, person, kind, **asked)
        if not all(map(person.may, known.verbs)):
            assert made is None, kind
        elif made is not None and role not in ASSOCIATION | {Role.LEADER}:
            assert USCC not in _text(made), kind
            assert FIRM.name not in _text(made), kind


@pytest.mark.parametrize("role", [Role.FORWARDER, Role.ENTERPRISE, Role.LEADER])
def test_each_address_of_somebody_elses_form_is_refused_and_on_record(office: Desk, role: Role) -> None:
    kinds = ["original", "annotated", "attachment", "returned", "form", "enterprise"]

    for kind in kinds:
        with pytest.raises(NotThere, match="没有这个文件"):
            _get(office, PEOPLE[role], kind, **_foreign(office))

    with office.store.reading() as connection:
        rows = [row for row in audit_rows(connection, LOCAL_STAFF) if row.action == Action.FOREIGN_ADDRESS_REFUSED]
        assert verify(connection) is None
    assert [(row.actor, row.origin) for row in rows] == [(PEOPLE[role].name, PEOPLE[role].address)] * len(kinds)
    assert [str(row.detail["asked"]).partition("?")[0] for row in rows] == [f"/files/{kind}" for kind in kinds]


def test_staff_who_mistype_a_number_are_told_and_not_put_on_record(office: Desk) -> None:
    for number in ("999", "-1", "1e3", "", "９"):
        with pytest.raises(NotThere):
            _get(office, LOCAL_STAFF, "original", submission=number)

    with office.store.reading() as connection:
        assert [row for row in audit_rows(connection, LOCAL_STAFF) if row.action == Action.FOREIGN_ADDRESS_REFUSED] == []


def test_a_token_of_fewer_verbs_gets_fewer_downloads(office: Desk) -> None:
    reader = replace(LOCAL_STAFF, verbs=frozenset({Verb.SEE_FIGURES, Verb.SEE_GROUPS}))

    assert _try(office, reader, "original", **_foreign(office)) is None
    assert _try(office, reader, "overview", period="2020") is not None


def test_an_export_is_what_its_page_shows(office: Desk) -> None:
    asked = {"period": "2020", "region": (FIRM.region,), "sector": (), "format": "csv"}

    made = _get(office, LOCAL_STAFF, "overview", **asked)

    shown = overview_export(office.store, LOCAL_STAFF, "2020", Filters(region=(FIRM.region,)))
    assert (made.name, made.content) == (f"{shown.name}.csv", written(shown, "csv").content)


def test_a_list_of_enterprises_keeps_to_the_search_and_leaves_contacts_out_unless_asked(office: Desk) -> None:
    found = _rows(_get(office, LOCAL_STAFF, "enterprises", period="2020", find="轴承", format="csv"))
    named = _rows(_get(office, LOCAL_STAFF, "enterprises", period="2020", status="returned", contacts=1, format="csv"))

    assert [row["统一社会信用代码"] for row in found] == [SECOND]
    assert "手机" not in found[0]
    assert [(row["统一社会信用代码"], row["手机"]) for row in named] == [(USCC, FIRM.contact.mobile)]


def test_enterprises_are_found_by_name_short_name_code_and_status(office: Desk) -> None:
    frame = office.snapshot().enterprises

    assert list(found_by(frame, "浙东")["uscc"]) == [SECOND]
    assert list(found_by(frame, SECOND.lower())["uscc"]) == [SECOND]
    assert list(found_by(frame, "", "returned")["uscc"]) == [USCC]
    assert len(found_by(frame, "  ")) == len(frame)


def test_an_enterprise_gets_its_own_form_original_and_feedback_without_saying_who_it_is(office: Desk) -> None:
    own = {"period": "2020", "submission": _submission(office, SECOND)}
    person = PEOPLE[Role.ENTERPRISE]

    assert SECOND in _get(office, person, "form", **own).name
    assert _get(office, person, "original", **own).name == "乙.xlsx"
    assert _try(office, person, "feedback", **own) is None
    with office.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2020", NOW)
    assert _get(office, person, "feedback", **own).name == f"{SECOND}_2020反馈单_自评.docx"


def test_feedback_is_written_from_frozen_figures_for_the_association_alone(office: Desk) -> None:
    freeze(office.store, LOCAL_STAFF, "2020", "会议稿", now=NOW)
    with office.store.writing() as connection:
        periods.close_period(connection, LOCAL_STAFF, "2020", NOW)
    asked = {"period": "2020", "uscc": SECOND, "frozen": "会议稿"}

    made = _get(office, LOCAL_STAFF, "feedback", **asked)

    assert made.name == f"{SECOND}_2020反馈单_自评_会议稿.docx"
    assert _try(office, LOCAL_STAFF, "feedback", **asked | {"frozen": "终稿"}) is None
    # Beside today's, frozen figures would tell an enterprise what another's correction came to.
    assert _try(office, PEOPLE[Role.ENTERPRISE], "feedback", **asked) is None


def test_a_pack_of_returned_forms_leaves_piece_by_piece_and_can_be_dropped_again(office: Desk) -> None:
    office.receive(("丙.xlsx", form_of(SECOND, {"P1-03": "优"})), ("丁.xlsx", form_of(levels={"P1-04": "优"})))
    made = _get(office, LOCAL_STAFF, "returned", batch=2)

    assert not isinstance(made.content, bytes)
    pieces = list(made.content)

    assert len(pieces) == 3
    assert len(list(from_upload(made.name, b"".join(pieces)))) == 2


def test_a_zip_made_in_pieces_is_read_by_anybody() -> None:
    files = {"甲/一.txt": b"1" * 70_000, "二.txt": b""}

    with ZipFile(BytesIO(b"".join(zipped(files.items())))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert archive.testzip() is None


def test_an_address_leaves_out_what_is_empty_and_repeats_what_is_many() -> None:
    assert address("x") == "/files/x"
    assert address("x", a="", b=None, c=(), d=0, f=("甲", "b&c")) == "/files/x?d=0&f=%E7%94%B2&f=b%26c"


def test_the_log_as_a_file_keeps_to_the_choice_and_runs_no_formula(office: Desk) -> None:
    issue_codes(office.store, replace(LOCAL_STAFF, name="=cmd()"), "2020", now=NOW)

    rows = _rows(_get(office, LOCAL_STAFF, "audit", uscc=SECOND))

    assert [(row["操作"], row["企业名称"], row["报告期"]) for row in rows] == [
        ("发登录码", "浙东轴承厂", "2020"),
        ("收到自评表", "浙东轴承厂", "2020"),
    ]
    assert rows[0]["操作人"] == "'=cmd()"


def test_a_period_nobody_knows_says_which_there_are(office: Desk) -> None:
    with pytest.raises(NotPossible, match="现有：2020"):
        _get(office, LOCAL_STAFF, "overview", period="1999")


def test_a_ticket_is_good_for_its_visit_alone_and_for_its_time() -> None:
    clock = [0.0]
    tickets, made = Tickets(lambda: clock[0]), Download(name="a", mime="b", content=b"c")
    tickets.hold("t", "visit", lambda: made)

    assert tickets.take("t", "visit") is made
    assert tickets.take("t", "another visit") is None
    assert tickets.take("u", "visit") is None
    clock[0] = LASTS_SECONDS + 1
    assert tickets.take("t", "visit") is None


def test_a_ticket_taken_back_gives_nothing_and_the_oldest_make_room() -> None:
    tickets, made = Tickets(lambda: 0.0), Download(name="a", mime="b", content=b"c")
    for number in range(MOST + 1):
        tickets.hold(str(number), "visit", lambda: made)
    tickets.drop("5")

    assert [tickets.owner(number) for number in ("0", "5", str(MOST))] == [None, None, "visit"]


def _foreign(desk: Desk) -> dict[str, object]:
    """Name what is USCC's, in every way there is, with what the kinds need beside."""
    with desk.store.reading() as connection:
        scan = next(row for row in _files(connection) if row.outcome == "attachment").sha256
    return {
        "period": "2020", "uscc": USCC, "submission": _submission(desk, USCC), "batch": 1, "file": scan,
        "item": "P1-01", "other": "2020", "kind": "annex", "find": USCC,
    }  # fmt: skip


def _files(connection: object) -> Iterator[object]:
    from data import batches

    yield from batches.batch_files(connection, LOCAL_STAFF, 1)


def _submission(desk: Desk, uscc: str) -> int:
    return int(desk.enterprise(uscc)["submission_id"]) if uscc == SECOND else 1


def _get(desk: Desk, viewer: Viewer, kind: str, /, **params: object) -> Download:
    texts = {name: tuple(map(str, value)) if isinstance(value, tuple) else (str(value),) for name, value in params.items()}
    return fetch(kind, Asked(store=desk.store, viewer=viewer, params=texts, now=NOW))


def _try(desk: Desk, viewer: Viewer, kind: str, /, **params: object) -> Download | None:
    try:
        return _get(desk, viewer, kind, **params)
    except NotPossible:
        return None


def _bytes(made: Download) -> bytes:
    return made.content if isinstance(made.content, bytes) else b"".join(made.content)


def _text(made: Download) -> str:
    """Give every text of a file, of the workbooks in a zip too."""
    content = _bytes(made)
    if not content.startswith(b"PK"):
        return made.name + content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as archive:
        parts = [Download(name=name, mime="", content=archive.read(name)) for name in archive.namelist()]
    return made.name + "".join(map(_text, parts))


def _rows(made: Download) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_bytes(made).decode("utf-8-sig"), newline="")))


def test_an_export_without_rows_says_so() -> None:
    assert written(Export(name="空", tables={"空": []}), "csv").content == "\ufeff（没有数据）\r\n".encode()
