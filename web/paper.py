"""The few pages that are no Streamlit pages: templates filled in, in the colours of charts/theme.py."""

from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from charts.theme import DARK, FONTS, LIGHT

TITLE = "工业质量品牌自评"
DEMO = "示范系统，数据均为虚构，请勿用于正式填报"
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect x="2" y="2" width="60" height="60" rx="12" fill="#046E9A"/>'
    '<path d="M12 14h20v7H12zM12 28h30v7H12zM12 42h24v7H12z" fill="#D2E5F2"/>'
    '<path d="M36 40l7 8 11-18" fill="none" stroke="#fff" stroke-width="5"/></svg>'
)


def page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Give a page; whatever is filled in is escaped."""
    text = (
        _templates()
        .get_template(f"{template}.html")
        .render(title=TITLE, demo_text=DEMO, icon=f"data:image/svg+xml,{quote(_ICON)}", **values)
    )
    return HTMLResponse(text, status, {"Cache-Control": "no-store"})


def style() -> Response:
    """Give the style of these pages, light and dark."""
    text = _templates().get_template("door.css").render(light=LIGHT.colour, dark=DARK.colour, fonts=FONTS)
    return Response(text, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined)
