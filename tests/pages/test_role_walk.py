"""All roles times all pages: everybody gets exactly the pages they may open, and each page asks for itself."""

import pytest
from streamlit.testing.v1 import AppTest

from models.access import Role, Viewer
from pages.parts.navigation import PAGES, PageEntry, pages_of
from services import settings
from services.accounts import accounts
from services.sign_in import sign_out, viewer_of
from tests.pages.entering import believe, come_in
from tests.pages.opening import ROOT

DEMO = {role: f"demo-{role}" for role in Role}


@pytest.fixture
def person(request: pytest.FixtureRequest, demo: None, monkeypatch: pytest.MonkeyPatch) -> Viewer:
    """Come in as the demo's person of a role."""
    role: Role = request.param
    store = settings.shared_store()
    [account] = [one for one in accounts(store, Viewer(name="", role=Role.ADMINISTRATOR)) if one.name == DEMO[role]]
    believe(monkeypatch, come_in(store, role, uscc=account.uscc, forwarder=account.forwarder))
    return viewer_of(account)


@pytest.mark.parametrize("person", Role, indirect=True)
def test_every_page_of_a_role_opens(person: Viewer) -> None:
    opened = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    assert not opened.exception, opened.exception

    for page in pages_of(person):
        opened.switch_page(page.file).run()
        assert not opened.exception, (page.file, opened.exception)
        assert _refusals(opened) == [], page.file
        assert opened.title, page.file


@pytest.mark.parametrize("person", Role, indirect=True)
def test_no_other_page_is_there_for_a_role(person: Viewer) -> None:
    opened = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()

    for page in set(PAGES) - set(pages_of(person)):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            opened.switch_page(page.file)


@pytest.mark.parametrize("person", Role, indirect=True)
def test_every_page_asks_for_itself(person: Viewer) -> None:
    """Run the page without the router, as whoever gets around it would; a page merely meant for others hides nothing."""
    forbidden = [page for page in PAGES if not all(map(person.may, page.verbs))]
    assert forbidden or person.role is Role.ADMINISTRATOR
    for page in forbidden:
        opened = AppTest.from_file(str(ROOT / page.file), default_timeout=60).run()

        assert not opened.exception, (page.file, opened.exception)
        assert len(_refusals(opened)) == 1, page.file
        shown = [*opened.title, *opened.dataframe, *opened.metric, *opened.button]
        assert shown == [], page.file


@pytest.mark.parametrize("role", Role)
def test_nobody_has_no_page_and_an_enterprise_at_most_five(role: Role) -> None:
    found = pages_of(Viewer(name="谁", role=role, uscc="x", forwarder="y"))

    assert 0 < len(found) <= (5 if role is Role.ENTERPRISE else len(PAGES))
    assert len({page.url_path for page in found}) == len(found)


def test_every_page_file_stands_in_the_table_once() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*/*.py") if path.name != "__init__.py"}

    # The meeting has no entry: `?meeting=1` leads there.
    reached = [*(page.file for page in PAGES), "pages/leadership/meeting.py"]
    assert sorted(reached) == sorted(file for file in files if not file.startswith("pages/parts/"))


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("page", [page for page in PAGES if Role.ADMINISTRATOR in page.audience], ids=lambda page: page.url_path)
def test_a_page_left_open_stops_at_the_next_action_after_signing_out(page: PageEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    token = come_in(settings.shared_store())
    believe(monkeypatch, token)
    opened = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    opened.switch_page(page.file).run()
    assert opened.title[0].value != "您已退出登录"

    sign_out(settings.shared_store(), token, address="127.0.0.1", now=_now())
    opened.run()

    assert opened.title[0].value == "您已退出登录"
    assert any('href="/sign-in"' in one.proto.body for one in opened.get("html"))
    assert [*opened.dataframe, *opened.metric, *opened.get("plotly_chart")] == []


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("token", [None, "", "made up"])
def test_without_a_visit_nothing_is_shown(token: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    believe(monkeypatch, token)

    opened = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()

    assert opened.title[0].value == "您已退出登录"
    assert len(opened.main.children) <= 5


def _refusals(opened: AppTest) -> list[str]:
    return [error.value for error in opened.error if error.icon == ":material/lock:"]


def _now() -> object:
    from pages.parts import frame

    return frame.now()
