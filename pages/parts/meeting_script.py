"""The meeting's keys and its turning by itself: a small script of our own, which needs nobody outside."""

SECONDS = 15

SCRIPT = """<script>
if (!window.meetingKeys) {
  window.meetingKeys = true;
  const box = (key) => document.querySelector(`.st-key-${key}`);
  const place = () => document.querySelector(".m-place")?.textContent.split("/").map(Number);
  const within = (to) => Math.min(Math.max(to, 1), place()[1]);
  let wanted = null, pressed = null, turned = Date.now();
  const go = (to) => { wanted = within(to); turned = Date.now(); press(); };
  const turn = (by) => go((wanted ?? place()[0]) + by);
  // What has to be pressed to be where and as large as wanted. A button may not be drawn yet and a click may be lost
  // while the page is put together, so it is pressed until it has worked: its key says what it leads to.
  const due = () => {
    const size = innerWidth < 1600 ? "small" : "large";
    if (box(`meeting-${size}`)) return `meeting-${size}`;
    wanted = wanted && within(wanted);
    if (wanted === place()[0]) wanted = null;
    return wanted && `meeting-to-${wanted}`;
  };
  const press = () => {
    if (!place() || document.querySelector("[data-testid=stApp]").getAttribute("data-test-script-state") !== "notRunning") return;
    const key = due();
    if (key && key === pressed?.key && Date.now() - pressed.at < 1000) return;
    const button = key && box(key)?.querySelector("button:not(:disabled)");
    pressed = button && { key, at: Date.now() };
    button?.click();
  };
  setInterval(press, 40);
  const busy = () => document.querySelector('[role="dialog"], [data-testid="stPopoverBody"], [data-baseweb="popover"] [role="listbox"]');
  const out = () => document.querySelector("a.m-out")?.href;
  const leave = () => { if (document.fullscreenElement) document.exitFullscreen(); else if (out()) location.assign(out()); };
  const whole = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  const keys = {
    ArrowRight: () => turn(1), PageDown: () => turn(1), " ": () => turn(1), Enter: () => turn(1),
    ArrowLeft: () => turn(-1), PageUp: () => turn(-1), Home: () => go(1), End: () => go(Infinity),
    Escape: leave, f: whole, F: whole,
  };
  // Before everybody else: what lies over the screen is closed by its own Escape, which must not lead out as well.
  window.addEventListener("keydown", (event) => {
    if (!place() || busy() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, [contenteditable=true]")) return;
    if ((event.key === " " || event.key === "Enter") && event.target.closest(".st-key-foot, .js-plotly-plot") && event.target.matches("button, input, a")
        && !event.target.closest(".st-key-meeting-on, .st-key-meeting-back")) return;
    const deed = keys[event.key];
    if (deed) { event.preventDefault(); event.stopPropagation(); deed(); }
  }, true);
  document.addEventListener("click", (event) => { if (event.target.closest(".m-whole")) whole(); });
  setInterval(() => {
    if (!box("meeting-auto")?.querySelector("input")?.checked || busy()) turned = Date.now();
    else if (place() && Date.now() - turned >= SECONDS000) go(place()[0] % place()[1] + 1);
  }, 500);
  if (matchMedia("(max-width: 900px), (max-height: 480px)").matches && out()) location.replace(out());
}
</script>"""


def meeting_script() -> str:
    """Give the script of the meeting's screens."""
    return SCRIPT.replace("SECONDS", str(SECONDS))
