"""The look of the meeting's screens: every size follows the screen, so that 1920×1080 and 1366×768 show the same page."""

from charts.theme import Theme

_RULES = """
html { font-size: min(1.46vw, 2.6vh) !important; }
body, .stApp, [data-testid="stMain"] { overflow: hidden !important; }
.stApp { --banner: 0rem; } .stApp:has(.demo-banner) { --banner: 1.6rem; }
/* Every screen lies in the same place; which of them is seen, pages/parts/meeting_script.py says. */
.st-key-stage { display: grid !important; overflow: hidden; } .st-key-stage > * { grid-area: 1 / 1; min-width: 0; }
[class*="st-key-screen-"] { --head: 4.5rem; --room: calc(100vh - 4.9rem - var(--banner) - var(--head)); gap: 0.5rem; }
[class*="st-key-screen-"]:has(.m-head.long) { --head: 5.7rem; }
[data-testid="stHeader"], [data-testid="stSidebar"], [data-testid="stExpandSidebarButton"], [data-testid="stToolbar"] { display: none !important; }
.stMainBlockContainer { max-width: none; height: 100vh; padding: 0.9rem 2.2rem 0 !important; overflow: hidden; }
.stMainBlockContainer > [data-testid="stVerticalBlock"] { gap: 0 !important; }
.demo-banner { padding: 0 1rem; font-size: 0.72rem; line-height: 1.1rem; }
.m-head { height: var(--head); padding-top: 0.3rem; } .m-head h1 { font-size: 1.75rem; line-height: 1.28; font-weight: 700; margin: 0; padding: 0; color: INK;
  display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.m-head.long h1 { font-size: 1.5rem; }
.m-head p { font-size: 0.95rem; line-height: 1.5; margin: 0.15rem 0 0; color: MUTED; } .m-head p b { color: ACCENT; }
.st-key-stage .stPlotlyChart, .st-key-stage .stFullScreenFrame { height: 100% !important; }
[class*="st-key-room"] { gap: 0; }
[class*="st-key-room"] [data-testid="stElementContainer"]:has(.stPlotlyChart) { flex: 0 0 auto !important; height: var(--room) !important; }
[class*="st-key-room"]:has(.m-caption) [data-testid="stElementContainer"]:has(.stPlotlyChart) { height: calc(var(--room) - 1.9rem) !important; }
.st-key-stage .st-key-room-band [data-testid="stElementContainer"]:has(.stPlotlyChart) { height: 21vh !important; }
.st-key-stage .st-key-room-past [data-testid="stElementContainer"]:has(.stPlotlyChart) { height: 13vh !important; }
.m-cards { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1.1rem; margin-bottom: 1rem; }
.m-card { border: 1px solid BORDER; border-radius: 4px; padding: 0.7rem 1rem 0.8rem; }
.m-card span { font-size: 1rem; color: MUTED; } .m-card b { display: block; font-size: 2.6rem; line-height: 1.25; color: INK; }
.m-card small { font-size: 0.95rem; color: INK; }
.m-table { width: 100%; border-collapse: collapse; font-size: 1.18rem; line-height: 1.42; color: INK; }
.m-table td, .m-table th { border: 0; border-bottom: 1px solid BORDER; padding: 0.55rem 1.2rem 0.55rem 0; text-align: left; vertical-align: top; }
.m-table th { color: MUTED; font-weight: 400; white-space: nowrap; font-size: 1rem; line-height: 1.68; }
.m-table tr:last-child td, .m-table tr:last-child th { border-bottom: 0; }
.m-table.steps { font-size: 1.3rem; } .m-table.steps td { padding-top: 0.8rem; padding-bottom: 0.8rem; }
.m-said { font-size: 1.35rem; line-height: 1.6; color: INK; margin: 0; } .m-said + .m-said { margin-top: 1.2rem; }
.m-books { display: grid; grid-auto-flow: column; column-gap: 2.2rem; height: calc(var(--room) - 1.9rem); grid-auto-columns: 1fr; }
.m-book { display: grid; grid-template-columns: 4.2em 1fr 4.4em; align-items: center; gap: 0.5rem; font-size: 1rem; color: INK; min-height: 0; }
.m-book i { display: block; height: 55%; max-height: 1.1rem; background: BACKDROP; } .m-book i b { display: block; height: 100%; background: MARK; }
.m-book.behind i b { background: ACCENT; } .m-book span:last-child { text-align: right; white-space: nowrap; }
.m-bands > div { font-size: 1.15rem !important; gap: 0.4rem 1.8rem !important; }
.m-caption { font-size: 1.1rem; font-weight: 700; margin: 0; color: INK; height: 1.9rem; }
.st-key-foot { position: fixed; left: 2.2rem; right: 2.2rem; bottom: 0.5rem; height: 2.3rem; width: auto; z-index: 5; align-items: center; gap: 0.7rem;
  flex-wrap: nowrap !important; background: PAGE; }
.st-key-foot > * { flex: 0 0 auto; width: auto !important; min-width: 0; }
.st-key-foot > *:has(.m-source.said) { flex: 1 1 0 !important; overflow: hidden; }
.st-key-foot button p { font-size: 0.8rem; } .m-source { font-size: 0.74rem; color: MUTED; white-space: nowrap; }
.st-key-foot button { min-height: 1.9rem; padding: 0 0.7rem; } .m-out { font-size: 0.8rem; color: LINK; white-space: nowrap; }
.m-controls { display: flex; align-items: center; gap: 0.7rem; } .m-place { font-size: 0.8rem; color: MUTED; white-space: nowrap; }
.m-controls button { font: inherit; font-size: 0.8rem; line-height: 1.7rem; padding: 0 0.7rem; color: INK; background: none; border: 1px solid BORDER;
  border-radius: 4px; cursor: pointer; white-space: nowrap; } .m-controls button:hover { border-color: MUTED; }
.m-controls button:disabled { color: BORDER; border-color: BORDER; cursor: default; }
.m-controls .m-auto[aria-pressed=true] { color: PAGE; background: LINK; border-color: LINK; }
.st-key-hidden-keys { position: fixed; width: 1px; height: 1px; overflow: hidden; visibility: hidden; left: 0; bottom: 0; }
"""


def meeting_css(theme: Theme) -> str:
    """Give the style element of the meeting's screens; it comes after that of every page."""
    colour, rules = theme.colour, _RULES
    named = {
        "BACKDROP": colour.grid, "BORDER": colour.border, "ACCENT": colour.accent, "MUTED": colour.muted, "MARK": colour.mark,
        "PAGE": colour.page, "LINK": colour.accent, "INK": colour.ink,
    }  # fmt: skip
    for word, value in named.items():
        rules = rules.replace(word, value)
    return f"<style>{rules}</style>"
