"""Every colour, font size and row height of the charts, for light and dark pages, screen and projector.

The same colours stand in `.streamlit/config.toml` for what Streamlit draws itself.
"""

from dataclasses import dataclass, fields, replace

from charts.contrast import more_readable

FONTS = "'PingFang SC', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours of one mode, by role; the accent goes only to what a chart's title names."""

    page: str
    surface: str
    ink: str
    muted: str
    accent: str
    mark: str
    backdrop: str
    border: str
    grid: str
    amber: str
    amber_text: str
    amber_tint: str
    red: str
    red_text: str
    red_tint: str
    green: str
    green_text: str
    green_tint: str
    outline: str
    bands: tuple[str, ...]
    steps: tuple[str, ...]
    diverging: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Font sizes, marks and heights in pixels."""

    text: int
    tick: int
    small: int
    line: int
    dot: int
    ring: int
    core: int
    priority_row: int
    heat_row: int
    dumbbell_row: int
    item_row: int
    level_row: int
    band_bar: int
    progress: int
    histogram: int

    @property
    def axis(self) -> int:
        """Height of a row of tick labels."""
        return 2 * self.tick + 4

    def scaled(self, share: float) -> "Sizes":
        """Give every size as a share of itself, in whole pixels."""
        return Sizes(**{size.name: max(1, round(getattr(self, size.name) * share)) for size in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What a figure is drawn with."""

    dark: bool
    colour: Colours
    size: Sizes

    def text_on(self, fill: str) -> str:
        """Pick the text colour for a filled band, step or half of the diverging scale."""
        return more_readable(fill, (_DARK_TEXT, _LIGHT_TEXT))

    def step(self, value: float) -> int:
        """Give the sequential step (0-9) of a score from 0 to 100."""
        return min(9, max(0, int(value // 10)))

    def projected(self, share: float = 1.0) -> "Theme":
        """Give the same colours at the sizes of a meeting room, or at a share of them for a screen with fewer pixels."""
        return replace(self, size=PROJECTOR.scaled(share))


def theme_of(kind: str | None, *, projector: bool = False) -> Theme:
    """Pick the theme for what the browser reports, `light` or `dark`; unknown is light."""
    theme = DARK if kind == "dark" else LIGHT
    return theme.projected() if projector else theme


_DARK_TEXT, _LIGHT_TEXT = "#1B2733", "#FFFFFF"
_BANDS = ("#D2E5F2", "#8BBDDE", "#2F97CA", "#046E9A", "#024766")
_STEPS = ("#EDF5FA", "#D7E8F4", "#BCD8EC", "#9DC6E3", "#79B3D9", "#489ECE", "#047BAB", "#006A95", "#01587D", "#024766")
_LOWER = ("#6B3A00", "#96560B", "#BF8038", "#DFB37F", "#F6E3CC")
_HIGHER = ("#D7E8F4", "#9DC6E3", "#489ECE", "#006A95", "#024766")

SCREEN = Sizes(
    text=13,
    tick=12,
    small=11,
    line=2,
    dot=9,
    ring=13,
    core=8,
    priority_row=64,
    heat_row=30,
    dumbbell_row=44,
    item_row=38,
    level_row=52,
    band_bar=64,
    progress=260,
    histogram=210,
)
PROJECTOR = Sizes(
    text=26,
    tick=22,
    small=20,
    line=4,
    dot=20,
    ring=28,
    core=18,
    priority_row=108,
    heat_row=60,
    dumbbell_row=88,
    item_row=76,
    level_row=104,
    band_bar=128,
    progress=520,
    histogram=420,
)

LIGHT = Theme(
    dark=False,
    size=SCREEN,
    colour=Colours(
        page="#FFFFFF",
        surface="#F3F6F8",
        ink="#1B2733",
        muted="#566472",
        accent="#046E9A",
        mark="#8794A1",
        backdrop="#B9C3CC",
        border="#CBD4DC",
        grid="#E6EBEF",
        amber="#C97700",
        amber_text="#854400",
        amber_tint="#FFF3E0",
        red="#A8201A",
        red_text="#9B1C15",
        red_tint="#FCECEA",
        green="#2E7D5B",
        green_text="#17553B",
        green_tint="#E8F4EE",
        outline="#8794A1",
        bands=_BANDS,
        steps=_STEPS,
        diverging=_LOWER + _HIGHER,
    ),
)
DARK = Theme(
    dark=True,
    size=SCREEN,
    colour=Colours(
        page="#12181F",
        surface="#1C252E",
        ink="#E6EBF0",
        muted="#A5B1BD",
        accent="#62B4E3",
        mark="#74828F",
        backdrop="#4A5865",
        border="#3B4855",
        grid="#27313B",
        amber="#F5C06F",
        amber_text="#F5BE73",
        amber_tint="#36280F",
        red="#E8695F",
        red_text="#F6A9A2",
        red_tint="#3A1E1C",
        green="#8FD9B4",
        green_text="#8DD8B3",
        green_tint="#15301F",
        outline="#8794A1",
        bands=_BANDS[::-1],
        steps=_STEPS[::-1],
        diverging=_LOWER[::-1] + _HIGHER[::-1],
    ),
)
