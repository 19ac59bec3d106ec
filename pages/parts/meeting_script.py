"""The meeting's keys and its turning by itself: a small script of our own, which needs nobody outside."""

SECONDS = 15

SCRIPT = """<script>
if (!window.meetingKeys) {
  window.meetingKeys = true;
  let turned = Date.now();
  const box = (key) => document.querySelector(`.st-key-${key}`);
  // One press after the other: a press that comes while the server is still drawing may be lost.
  const wanted = [], turns = new Set(["meeting-on", "meeting-back", "meeting-first", "meeting-last"]);
  const drawing = () => document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-script-state") === "running";
  const press = (key) => { turned = Date.now(); wanted.push(key); };
  const shown = () => document.querySelector(".st-key-foot")?.textContent;
  const click = (key) => { const button = box(key)?.querySelector("button:not(:disabled)"); button?.click(); return Boolean(button); };
  // A click may still be lost while the page is being put together: a turn that did nothing is tried once more.
  let turn = null;
  setInterval(() => {
    if (drawing()) return;
    const waited = turn ? Date.now() - turn.at : 0;
    if (turn && (turn.shown !== shown() || waited > 3000)) turn = null;
    if (turn) {
      if (waited > 1500 && !turn.again) { turn.again = true; click(turn.key); }
      return;
    }
    const key = wanted.shift();
    if (key && click(key) && turns.has(key)) turn = { key, shown: shown(), at: Date.now(), again: false };
  }, 40);
  const busy = () => document.querySelector('[role="dialog"], [data-testid="stPopoverBody"], [data-baseweb="popover"] [role="listbox"]');
  const out = () => document.querySelector("a.m-out")?.href;
  const leave = () => { if (document.fullscreenElement) document.exitFullscreen(); else if (out()) location.assign(out()); };
  const whole = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  const keys = {
    ArrowRight: () => press("meeting-on"), PageDown: () => press("meeting-on"), " ": () => press("meeting-on"), Enter: () => press("meeting-on"),
    ArrowLeft: () => press("meeting-back"), PageUp: () => press("meeting-back"), Home: () => press("meeting-first"), End: () => press("meeting-last"),
    Escape: leave, f: whole, F: whole,
  };
  // Before everybody else: what lies over the screen is closed by its own Escape, which must not lead out as well.
  window.addEventListener("keydown", (event) => {
    if (!out() || busy() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, [contenteditable=true]")) return;
    if ((event.key === " " || event.key === "Enter") && event.target.closest(".st-key-foot, .js-plotly-plot") && event.target.matches("button, input, a")
        && !event.target.closest(".st-key-meeting-on, .st-key-meeting-back")) return;
    const deed = keys[event.key];
    if (deed) { event.preventDefault(); event.stopPropagation(); deed(); }
  }, true);
  document.addEventListener("click", (event) => { if (event.target.closest(".m-whole")) whole(); });
  let fitted = 0;
  const fit = () => {
    const other = innerWidth < 1600 ? "meeting-small" : "meeting-large";
    if (box(other) && Date.now() - fitted > 3000) { fitted = Date.now(); press(other); }
  };
  setInterval(fit, 200);
  setInterval(() => {
    const on = box("meeting-auto")?.querySelector("input")?.checked;
    if (!on || busy()) { turned = Date.now(); return; }
    if (Date.now() - turned >= SECONDS000) press(box("meeting-on").querySelector("button:disabled") ? "meeting-first" : "meeting-on");
  }, 500);
  if (matchMedia("(max-width: 900px), (max-height: 480px)").matches && out()) location.replace(out());
}
</script>"""


def meeting_script() -> str:
    """Give the script of the meeting's screens."""
    return SCRIPT.replace("SECONDS", str(SECONDS))
