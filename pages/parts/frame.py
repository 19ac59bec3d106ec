"""The frame around every page: who looks, the store, the period chosen, the style."""

from datetime import date, datetime

import streamlit as st
from PIL import Image, ImageDraw

from charts.css import RELOAD_ON_MODE_CHANGE, page_css
from charts.finding import plain
from charts.theme import Theme, theme_of
from data.store import Store
from models.access import LOCAL_STAFF, Role, Viewer
from models.errors import NotPossible, StoreFault
from models.period import SHANGHAI, Period
from pages.parts.words import translation
from services.overview import all_periods
from services.settings import shared_store

TITLE = "工业质量品牌自评"


def store() -> Store:
    """Give the server's store; when it does not answer, say so and stop."""
    try:
        return shared_store()
    except StoreFault as fault:
        st.error(str(fault), icon=":material/error:")
        st.stop()


def viewer() -> Viewer:
    """Tell who is looking; without sign-in yet, the staff at this machine."""
    return LOCAL_STAFF


def permitted(role: Role) -> Viewer:
    """Give the viewer if this page is for them; otherwise say so and stop."""
    person = viewer()
    if person.role is not role:
        st.error("您没有打开这一页的权限。请从左侧选择其他页面。", icon=":material/lock:")
        st.stop()
    return person


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
    if periods:
        code = st.selectbox("报告期", list(periods), key="period", bind="query-params")
        st.markdown(f":small[:gray[截止 {periods[code].deadline}{'，已关闭' if periods[code].closed else ''}]]")


def chosen_period(person: Viewer) -> Period:
    """Give the period chosen; on an empty store say what to do next and stop."""
    periods = all_periods(store(), person)
    if not periods:
        nothing_yet()
        st.stop()
    return next((period for period in periods if period.code == st.session_state.get("period")), periods[0])


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
