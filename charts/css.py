"""The little that no key of `.streamlit/config.toml` can set, as text for the pages to put in."""

from charts.theme import Theme

_EVERYWHERE = """
html, .stApp { font-variant-numeric: tabular-nums; }
.stMainBlockContainer { padding-left: 2rem; padding-right: 2rem; }
@media (max-width: 640px) { .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; } }
[data-testid="stHeadingWithActionElements"]:has(+ p) :is(h1, h2, h3, h4) { padding-bottom: 0.125rem; }
:focus-visible { outline: 2px solid ACCENT !important; outline-offset: 1px; }
[data-testid="stFileUploaderDropzone"] button p { font-size: 0; }
[data-testid="stFileUploaderDropzone"] button p::after { content: "选择文件"; font-size: 0.875rem; }
[data-testid="stFileUploaderDropzoneInstructions"] * { font-size: 0 !important; }
[data-testid="stFileUploaderDropzoneInstructions"]::after {
  content: "也可以把文件拖到这里，可一次选多个"; font-size: 0.875rem; color: MUTED;
}
/* The figures at the top that open: the button lies over the whole figure, its words in the upper right corner. */
[class*="st-key-opens-"] { position: relative; }
[class*="st-key-opens-"] [data-testid="stElementContainer"]:has([data-testid="stButton"]) { position: absolute; inset: 0; width: 100%; }
[class*="st-key-opens-"] [data-testid="stButton"], [class*="st-key-opens-"] button { width: 100%; height: 100%; }
[class*="st-key-opens-"] button { align-items: flex-start; justify-content: flex-end; padding: 0.75rem 1rem; background: none; }
[class*="st-key-opens-"] button > div { width: 100%; justify-content: flex-end; text-align: right; }
[class*="st-key-opens-"] button p { font-size: 0.8125rem; color: MUTED; }
[class*="st-key-opens-"] button:is(:hover, :focus-visible) p { color: ACCENT; text-decoration: underline; }
[data-testid="stMetricDelta"], [data-testid="stMetricDelta"] * { white-space: normal; overflow: visible; }
/* The table's own download writes texts that a spreadsheet would run as formulas; ours does not. */
[data-testid="stBaseButton-elementToolbar"]:is([aria-label="Download as CSV"], [aria-label="下载 CSV"]) { display: none; }
"""
_DARK_ONLY = """
:is([data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"]):enabled,
:is([data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primaryFormSubmit"]):enabled p { color: PAGE; }
"""

# Figures carry their colours with them and switching the system to light or dark does not rerun the script.
RELOAD_ON_MODE_CHANGE = """<script>
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => location.reload());
</script>"""


def page_css(theme: Theme) -> str:
    """Give the style element of every page."""
    rules = _EVERYWHERE + (_DARK_ONLY if theme.dark else "")
    colour = theme.colour
    return f"<style>{rules.replace('ACCENT', colour.accent).replace('MUTED', colour.muted).replace('PAGE', colour.page)}</style>"
