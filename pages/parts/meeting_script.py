"""The meeting's keys and its turning: a small script of our own, which needs neither the server nor anybody outside.

All screens are in the page, one over another, so that a turn waits for nothing. The page is put together anew at a
question or a closing, with boxes that come and go; the script therefore keeps what it shows by name and sets it right again.
"""

SECONDS = 15

SCRIPT = """<script>
if (!window.meetingKeys) {
  window.meetingKeys = true;
  const find = (what) => document.querySelector(what), set = (box, key, value) => { if (box && box[key] !== value) box[key] = value; };
  const shown = document.head.appendChild(document.createElement("style"));
  const key = "st-key-screen-", names = () => [...document.querySelectorAll(`[class*="${key}"]`)]
    .map((box) => [...box.classList].find((name) => name.startsWith(key)).slice(key.length));
  const count = () => Number(find(".m-place")?.dataset.count);
  const asked = () => new URLSearchParams(location.search).get("screen");
  let at = 1, name = asked(), turned = Date.now(), auto = false, pressed = 0;
  const show = () => {
    if (!count()) return;
    const drawn = names();
    // A question may take a screen away: the one that is seen stays, wherever it stands now.
    if (drawn.includes(name)) at = drawn.indexOf(name) + 1;
    else if (drawn.length >= count() || !name) { at = Math.min(at, count()); name = drawn[at - 1] ?? null; }
    if (drawn.includes(name)) {
      const others = `[class*="${key}"]:not(.${key}${name})`;
      set(shown, "textContent", `${others}, ${others} * { visibility: hidden !important; pointer-events: none !important; }`);
    }
    // In the address, so that a page loaded again comes back to it, and the server draws it first.
    if (name && name !== asked()) {
      const address = new URL(location);
      address.searchParams.set("screen", name);
      history.replaceState(history.state, "", address);
    }
    set(find(".m-place"), "textContent", `${at} / ${count()}`);
    set(find(".m-turn[data-by='-1']"), "disabled", at === 1);
    set(find(".m-turn[data-by='1']"), "disabled", at === count());
    set(find(".m-auto"), "ariaPressed", String(auto));
  };
  const go = (to) => { at = Math.min(Math.max(to, 1), count()); name = names()[at - 1] ?? null; turned = Date.now(); show(); };
  const turn = (by) => go(at + by);
  // Only the browser knows how large the screen is; a click may be lost while the page is put together.
  const fit = () => {
    const button = find(`.st-key-meeting-${innerWidth < 1600 ? "small" : "large"} button`);
    if (button && Date.now() - pressed > 1000 && find("[data-testid=stApp]").dataset.testScriptState === "notRunning") {
      pressed = Date.now();
      button.click();
    }
  };
  setInterval(() => { show(); fit(); }, 40);
  const busy = () => find('[role="dialog"], [data-testid="stPopoverBody"], [data-baseweb="popover"] [role="listbox"]');
  const out = () => find("a.m-out")?.href;
  const leave = () => { if (document.fullscreenElement) document.exitFullscreen(); else if (out()) location.assign(out()); };
  const whole = () => document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.();
  const keys = {
    ArrowRight: () => turn(1), PageDown: () => turn(1), " ": () => turn(1), Enter: () => turn(1),
    ArrowLeft: () => turn(-1), PageUp: () => turn(-1), Home: () => go(1), End: () => go(Infinity),
    Escape: leave, f: whole, F: whole,
  };
  // Before everybody else: what lies over the screen is closed by its own Escape, which must not lead out as well.
  window.addEventListener("keydown", (event) => {
    if (!count() || busy() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, [contenteditable=true]")) return;
    if ((event.key === " " || event.key === "Enter") && event.target.matches("button, input, a")) return;
    const deed = keys[event.key];
    if (deed) { event.preventDefault(); event.stopPropagation(); deed(); }
  }, true);
  const clicks = { "m-turn": (button) => turn(Number(button.dataset.by)), "m-whole": whole, "m-auto": () => { auto = !auto; turned = Date.now(); show(); } };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".m-controls button");
    if (!button) return;
    clicks[button.classList[0]](button);
    // Otherwise the space bar, which turns, would press again what the mouse has pressed.
    if (event.detail) button.blur();
  });
  setInterval(() => {
    if (!auto || busy()) turned = Date.now();
    else if (count() && Date.now() - turned >= SECONDS000) go(at % count() + 1);
  }, 500);
  if (matchMedia("(max-width: 900px), (max-height: 480px)").matches && out()) location.replace(out());
}
</script>"""


def meeting_script() -> str:
    """Give the script of the meeting's screens."""
    return SCRIPT.replace("SECONDS", str(SECONDS))
