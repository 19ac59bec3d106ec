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
[data-testid="stFileUploaderDropzone"]:has(input:not([multiple])) [data-testid="stFileUploaderDropzoneInstructions"]::after {
  content: "也可以把文件拖到这里";
}
/* The figures at the top that open: the button lies over the whole figure, its words in the upper right corner. */
[class*="st-key-opens-"] { position: relative; }
[class*="st-key-opens-"] [data-testid="stElementContainer"]:has([data-testid="stButton"]) { position: absolute; inset: 0; width: 100%; }
[class*="st-key-opens-"] [data-testid="stButton"], [class*="st-key-opens-"] button { width: 100%; height: 100%; }
[class*="st-key-opens-"] button { align-items: flex-start; justify-content: flex-end; padding: 1.125rem 1rem; background: none; }
[class*="st-key-opens-"] button > div { width: 100%; justify-content: flex-end; text-align: right; }
[class*="st-key-opens-"] button p { font-size: 0.8125rem; color: MUTED; }
[class*="st-key-opens-"] button:is(:hover, :focus-visible) p { color: ACCENT; text-decoration: underline; }
[data-testid="stMetricDelta"], [data-testid="stMetricDelta"] * { white-space: normal !important; overflow: visible; }
/* 在线填报: a level's words take several lines on a phone, and each level is a place for a thumb. */
[class*="st-key-item-P"] [data-testid="stRadio"] label { align-items: flex-start !important; padding: 0.3rem 0; }
[class*="st-key-item-P"] [data-testid="stRadio"] label > div:first-child { margin-top: 0.2rem; }
/* Inside a dialog Streamlit makes headings smaller than the text they stand over. */
[role="dialog"] [data-testid="stMarkdownContainer"] h3 { font-size: 1.125rem !important; }
[role="dialog"] [data-testid="stMarkdownContainer"] h4 { font-size: 1rem !important; }
/* Streamlit says in English that Enter submits; the button beside it says so in Chinese. */
[data-testid="InputInstructions"] { display: none; }
.story { white-space: pre-wrap; margin: 0; }
/* A phone has no meeting to show, and its menu is a sign without a word. */
@media (max-width: 900px) { .to-meeting { display: none !important; } }
@media (min-width: 641px) { .st-key-ways-on-a-phone { display: none !important; } }
@media (max-width: 640px) {
  [data-testid="stExpandSidebarButton"] { width: auto !important; }
  [data-testid="stExpandSidebarButton"]::after { content: "菜单"; font-size: 0.875rem; padding: 0 0.25rem; }
}
/* The empty parts of a date say what goes there in Chinese. */
[data-testid="stDateInputField"] [data-placeholder] { font-size: 0; }
[data-testid="stDateInputField"] [data-placeholder]::after { font-size: 0.875rem; content: "日"; }
[data-testid="stDateInputField"] [data-type="year"][data-placeholder]::after { content: "年"; }
[data-testid="stDateInputField"] [data-type="month"][data-placeholder]::after { content: "月"; }
/* Without a mouse a table's tools are always there: they get a strip of their own instead of covering the line above. */
@media (hover: none) {
  [data-testid="stElementContainer"]:has([data-testid="stDataFrame"]) { margin-top: 1.75rem; }
}
/* The table's own download writes texts that a spreadsheet would run as formulas; ours does not. */
[data-testid="stBaseButton-elementToolbar"]:is([aria-label="Download as CSV"], [aria-label="下载 CSV"]) { display: none; }
/* Fifteen pages, the period and who is in have to fit beside each other on a small screen. */
[data-testid="stSidebarHeader"] { height: 2.25rem; margin-bottom: 0; }
[data-testid="stSidebarNavLink"] { height: 1.75rem; margin-top: 0; margin-bottom: 0; }
/* Who is in, always in sight: at the foot of the sidebar, above an enterprise's page. */
.demo-banner { background: AMBER_TINT; color: AMBER_TEXT; border: 1px solid AMBER; border-radius: 4px; padding: 0.375rem 1rem;
  text-align: center; font-weight: 700; }
.who { display: flex; flex-wrap: wrap; align-items: center; gap: 0.125rem 0.75rem; font-size: 0.875rem; }
.who p { margin: 0; font-size: inherit; } [data-testid="stMain"] .who { justify-content: flex-end; } .who p span { color: MUTED; margin-left: 0.25rem; white-space: nowrap; } .who small { display: block; color: MUTED; }
.who form { margin: 0; } .who button { font: inherit; color: LINK; background: none; border: 0; padding: 0.25rem 0; cursor: pointer; text-decoration: underline; }
.again a { display: inline-block; padding: 0.5rem 1rem; border-radius: 4px; background: ACCENT; color: PAGE; font-weight: 700; }
.who a { color: LINK; padding: 0.25rem 0; }
[data-testid="stSidebarContent"] [data-testid="stElementContainer"]:has(.who) { position: sticky; bottom: 0; z-index: 1; background: SIDEBAR;
  padding: 0.5rem 0; border-top: 1px solid BORDER; }
/* A small laptop has no room for pages, period and basis at once: the pages scroll, what the figures depend on stays. */
@media (max-height: 62rem) { [data-testid="stSidebarNavLink"] { height: 1.5rem; } }
@media (min-height: 40rem) and (max-height: 62rem) {
  [data-testid="stSidebarUserContent"] { position: sticky; bottom: 0; z-index: 1; background: SIDEBAR; padding-bottom: 0; }
  [data-testid="stSidebarUserContent"] [data-testid="stVerticalBlock"] { gap: 0.5rem; }
}
/* Links that give a file look like the buttons beside them. */
a.take { display: inline-flex; align-items: center; gap: 0.375rem; min-height: 2.5rem; padding: 0.25rem 0.75rem; box-sizing: border-box;
  border: 1px solid BORDER; border-radius: 4px; font-size: 0.875rem; color: inherit !important; background: PAGE; text-decoration: none !important; }
a.take::before { content: "download"; content: attr(data-icon) / ""; font: 1.125rem "Material Symbols Rounded"; line-height: 1; }
a.take:hover, a.take:active { border-color: ACCENT; color: ACCENT !important; }
a.take-primary, a.take-primary:hover { background: ACCENT; border-color: ACCENT; color: PAGE !important; }
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
    named = {
        "ACCENT": colour.accent,
        "MUTED": colour.muted,
        "PAGE": colour.page,
        "LINK": colour.accent,
        "BORDER": colour.border,
        "SIDEBAR": "#0D1217" if theme.dark else colour.surface,
        "AMBER_TINT": colour.amber_tint,
        "AMBER_TEXT": colour.amber_text,
        "AMBER": colour.amber,
    }
    for word, value in named.items():
        rules = rules.replace(word, value)
    return f"<style>{rules}</style>"
