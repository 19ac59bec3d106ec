"""A page's answer, its one h1, waited for."""

import re

from playwright.sync_api import Page, expect

PATIENCE = 30_000


def answers(page: Page, said: str, *, within: int = PATIENCE) -> None:
    """Wait until the page has exactly one answer and it matches `said`: while it is drawn anew the old one stands beside it."""
    expect(page.locator("h1:visible")).to_have_text([re.compile(said)], timeout=within)
