"""No page of the staff's is wider than its screen, cuts its own words or speaks English, at a desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answer import answers

PATIENCE = 30_000
PATHS = ("/", "/intake", "/enterprises", "/items", "/items?item=P3-02", "/regions", "/compare", "/catalogue")

# The page itself and the part of it that scrolls; lines that end in dots; Chinese dates laid aslant under a chart; words
# in Latin letters, but for the codes of issues, which stand small behind their sentence, and icons, which are ligatures.
FAULTS = """() => {
  const found = [], seen = (element) => element.getClientRects().length && getComputedStyle(element).fontSize !== "0px";
  for (const box of [document.documentElement, document.querySelector("[data-testid=stMain]")])
    if (box.scrollWidth > box.clientWidth) found.push(`wide: ${box.scrollWidth} > ${box.clientWidth}`);
  for (const element of document.querySelectorAll("[data-testid=stMain] *"))
    if (getComputedStyle(element).textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth + 1 && element.innerText?.trim())
      found.push(`cut: ${element.innerText}`);
  for (const text of document.querySelectorAll(".js-plotly-plot text"))
    if (/rotate\\((?!0[,)])/.test(text.getAttribute("transform") ?? "")) found.push(`aslant: ${text.textContent}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const said = texts.currentNode.data.trim(), element = texts.currentNode.parentElement;
    if (element.closest("script, style, canvas, table, noscript, [role=img], [data-testid=stIconMaterial]")) continue;
    if (/[A-Za-z]{3}/.test(said) && !/[\\u4e00-\\u9fff]/.test(said) && !/^[A-Z][A-Z_]+$/.test(said) && seen(element))
      found.push(`English: ${said}`);
  }
  return found;
}"""


@pytest.mark.parametrize("width", [1366, 390])
def test_every_page_fits_its_screen_and_is_in_chinese(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    faults = {}
    for path in PATHS:
        page.goto(path)
        answers(page, ".")
        expect(page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=PATIENCE)
        faults[path] = page.evaluate(FAULTS)

    assert faults == {path: [] for path in PATHS}
