"""The frame around every page: who looks, the store, the period chosen, the style."""

from dataclasses import asdict
from datetime import date, datetime
from urllib.parse import urlencode, urlsplit

import streamlit as st
from PIL import Image, ImageDraw
from streamlit.runtime.scriptrunner import get_script_run_ctx

from charts.css import RELOAD_ON_MODE_CHANGE, page_css
from charts.finding import plain
from charts.theme import Theme, theme_of
from data.store import Store
from models.access import Verb, Viewer
from models.basis import Basis
from models.errors import NotPossible, StoreFault
from models.period import SHANGHAI, Period
from pages.parts.words import translation
from services.filters import Filters
from services.overview import all_periods
from services.settings import public_url, shared_store
from services.sign_in import COOKIE, SIGN_IN, Visit, visit

_UNKNOWN_PERIOD = "unknown-period"


def store() -> Store:
    """Give the server's store; when it does not answer, say so and stop.

    A dialog runs again without its page and so without the look at who is in: it is taken here.
    """
    run = get_script_run_ctx(suppress_warning=True)
    if run is not None and run.fragment_ids_this_run:
        current_visit()
    return _store()


def _store() -> Store:
    try:
        return shared_store()
    except StoreFault as fault:
        st.error(str(fault), icon=":material/error:")
        st.stop()


def current_token() -> str | None:
    """Give the token of the visit this tab belongs to, as it stood when the tab connected."""
    return st.context.cookies.get(COOKIE)


def current_visit() -> Visit:
    """Tell who is in, looked up at every run; whose visit is over is told so, and the page stops."""
    found = visit(_store(), current_token(), now=now())
    if found is None:
        st.title("您已退出登录", anchor=False)
        st.markdown("可能是在别处退出、太久没有操作，或密码已修改。请重新登录，已提交的内容都还在。")
        st.html(f'<p class="again"><a href="{SIGN_IN}" target="_self">重新登录</a></p>')
        st.stop()
    return found


def viewer() -> Viewer:
    """Tell on whose behalf the store is asked."""
    return current_visit().viewer


def permitted(*verbs: Verb) -> Viewer:
    """Give the viewer if this page is for them; otherwise say so and stop."""
    person = viewer()
    if not all(person.may(verb) for verb in verbs):
        st.error("您没有打开这一页的权限。请从左侧选择其他页面。", icon=":material/lock:")
        st.stop()
    return person


def entrance() -> str:
    """Give the address to hand to people: PUBLIC_URL, or where this browser came in."""
    here = urlsplit(st.context.url or "")
    return public_url() or f"{here.scheme}://{here.netloc}"


def theme() -> Theme:
    """Give the colours of the mode the browser shows."""
    return theme_of(st.context.theme.type)


def dressed() -> None:
    """Put in the style of every page."""
    st.html(page_css(theme()))
    st.html(RELOAD_ON_MODE_CHANGE + translation(), unsafe_allow_javascript=True)


def period_choice(person: Viewer) -> None:
    """Let the person choose the period; it stands in the address and holds for every page."""
    periods = {period.code: period for period in all_periods(store(), person)}
    asked = st.query_params.get("period")
    st.session_state[_UNKNOWN_PERIOD] = asked if asked not in {None, *periods} else None
    if periods:
        code = st.selectbox("报告期", list(periods), key="period", bind="query-params")
        st.markdown(f":small[:gray[截止 {periods[code].deadline}{'，已关闭' if periods[code].closed else ''}]]")


def basis_choice() -> None:
    """Let the person choose whose levels the figures come from; it stands in the address and holds for every page."""
    names = [basis.chinese for basis in Basis]
    st.segmented_control("口径", names, key="basis", bind="query-params", default=names[0], required=True)
    if chosen_basis() is Basis.REVIEWED:
        st.markdown(":small[:gray[只计已核定的自评表，按核定等级计分。]]")


def chosen_basis() -> Basis:
    """Give the basis chosen: 自评 unless somebody asked for 核定."""
    return Basis.REVIEWED if st.session_state.get("basis") == Basis.REVIEWED.chinese else Basis.SELF


def address_of(period: Period, frozen: str | None, filters: Filters) -> str:
    """Write what another page needs to show the same figures: period, basis, 定稿 and who is chosen, as a query."""
    basis = {"basis": chosen_basis().chinese} if chosen_basis() is not Basis.SELF else {}
    return urlencode({"period": period.code} | basis | ({"frozen": frozen} if frozen else {}) | asdict(filters), doseq=True)


def chosen_period(person: Viewer) -> Period:
    """Give the period chosen, and say so when another was asked for; on an empty store say what to do next and stop."""
    periods = all_periods(store(), person)
    if not periods:
        nothing_yet()
        st.stop()
    chosen = next((period for period in periods if period.code == st.session_state.get("period")), periods[0])
    if asked := st.session_state.get(_UNKNOWN_PERIOD):
        not_there(f"没有“{asked}”这个报告期，下面是 {chosen.name}的情况。")
    return chosen


def not_there(sentence: str) -> None:
    """Say above the page that what its address asked for does not exist."""
    st.info(plain(sentence), icon=":material/info:")


def nothing_yet() -> None:
    """Say what a new installation needs."""
    st.title("还没有报告期。先导入花名册，再建立报告期。", anchor=False)
    st.markdown(
        "1. 在命令行运行 `python manage.py roster template --out 花名册.xlsx`，填好企业名单；\n"
        "2. 运行 `python manage.py roster import 花名册.xlsx`；\n"
        "3. 运行 `python manage.py period add 2020 --deadline 2020-09-10`；\n"
        "4. 运行 `python manage.py template --period 2020 --all --out 自评表.zip`，发给企业；\n"
        "5. 收到的文件拖到“收件”页面。"
    )
    st.info("想先看看样子，可以在命令行运行 `make demo`，打开带示范数据的版本。", icon=":material/info:")


def failed(fault: NotPossible) -> None:
    """Say why something could not be done."""
    st.error(plain(str(fault)), icon=":material/error:")


def now() -> datetime:
    """Tell the time."""
    return datetime.now(SHANGHAI)


def today() -> date:
    """Tell the day in China."""
    return now().date()


@st.cache_resource
def icon() -> Image.Image:
    """Draw the page's icon: three bars and a tick, so that nothing is fetched from outside."""
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((2, 2, 61, 61), radius=12, fill="#046E9A")
    for place, length in enumerate((20, 30, 24)):
        pen.rectangle((12, 14 + 14 * place, 12 + length, 21 + 14 * place), fill="#D2E5F2")
    pen.line((36, 40, 43, 48, 54, 30), fill="#FFFFFF", width=5)
    return picture
