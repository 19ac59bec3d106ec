"""Opening a page as the router does."""

import re
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
OVERVIEW, INTAKE, ENTERPRISES = (f"pages/association/{name}.py" for name in ("overview", "intake", "enterprises"))


def app(page: str = OVERVIEW, **address: str) -> AppTest:
    """Open a page; `address` is what stands behind the question mark."""
    test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for name, value in address.items():
        test.query_params[name] = value
    test.run()
    if page != OVERVIEW:
        test.switch_page(page)
        for name, value in address.items():
            test.query_params[name] = value
        test.run()
    assert not test.exception, test.exception
    return test


def links(opened: AppTest) -> dict[str, str]:
    """Give where the links lead that give a file, by what they say."""
    found = (re.findall(r'class="take[^>]*href="([^"]*)"[^>]*>([^<]*)<', element.proto.body) for element in opened.get("html"))
    return {unescape(label): unescape(url) for pairs in found for url, label in pairs}
