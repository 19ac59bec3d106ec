"""Makes the pictures of README.md and docs/guide.md: `make screenshots`."""

import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import CHROMIUM_FLAGS, ROOT, come_in, demo_store, serving

PICTURES = ROOT / "docs" / "screenshots"
PATIENCE = 60_000


def main() -> None:
    """Serve a fresh demo and take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo_store(Path(folder))
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM_FLAGS))
        with serving(Path(folder)) as address:
            _take_all(chromium, address, Path(folder) / "samples")
        chromium.close()
        _draw_form(Path(folder))


def _take_all(chromium: Browser, address: str, samples: Path) -> None:
    page = chromium.new_page(base_url=address, viewport={"width": 1366, "height": 900})
    come_in(page.context)
    page.goto("/")
    page.locator(".js-plotly-plot .main-svg").nth(4).wait_for(timeout=PATIENCE)
    _take(page, "overview", height=1320)
    page.goto("/intake")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(next(samples.glob("*.zip")))
    page.get_by_role("button", name="开始收件").click(timeout=PATIENCE)
    page.get_by_role("heading", name="份打不开").wait_for(timeout=PATIENCE)  # the samples' own: no intake of the demo has any
    page.get_by_role("link", name="下载标注文件").wait_for(timeout=PATIENCE)
    _take(page, "intake", height=1560)
    page.goto("/enterprises")
    page.locator("[data-testid=stDataFrame]").first.wait_for(timeout=PATIENCE)
    _take(page, "ledger", height=900)
    page.get_by_label("打开一家企业").click()
    page.get_by_role("option").nth(1).click()
    page.get_by_text("返回企业名单").wait_for(timeout=PATIENCE)
    page.get_by_text("逐项填报").wait_for(timeout=PATIENCE)
    _take(page, "enterprise", height=1180)
    page.context.clear_cookies()
    come_in(page.context, "leader")
    page.goto("/?meeting=1&screen=priorities")
    page.locator(".st-key-screen-priorities .main-svg").first.wait_for(timeout=PATIENCE)
    _take(page, "meeting", height=768)


def _draw_form(folder: Path) -> None:
    """Print one enterprise's form with LibreOffice and draw the first page of its items."""
    form = next(path for path in (folder / "samples").glob("*自评表.xlsx"))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(form)], check=True, capture_output=True
    )
    pages = ["-f", "4", "-l", "4", "-r", "110", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *pages, str(folder / f"{form.stem}.pdf"), str(PICTURES / "form")], check=True)


def _take(page: Page, name: str, *, height: int) -> None:
    """Take one picture when charts and fonts have settled."""
    page.set_viewport_size({"width": 1366, "height": height})
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    page.wait_for_timeout(2500)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
