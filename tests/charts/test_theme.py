"""Colours: readable, and the same ones everywhere."""

import tomllib
from pathlib import Path

import pytest

from charts.contrast import contrast
from charts.theme import DARK, FONTS, LIGHT, PROJECTOR, Theme, theme_of

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_black_on_white_has_the_largest_contrast_there_is() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@BOTH
def test_text_is_readable_on_page_and_surface(theme: Theme) -> None:
    colour = theme.colour

    for text in (colour.ink, colour.muted, colour.accent):
        assert contrast(text, colour.page) >= 4.5
        assert contrast(text, colour.surface) >= 4.5


@BOTH
def test_a_message_is_readable_on_its_tint(theme: Theme) -> None:
    colour = theme.colour

    for text, tint in ((colour.amber_text, colour.amber_tint), (colour.red_text, colour.red_tint), (colour.green_text, colour.green_tint)):
        assert contrast(text, tint) >= 4.5


@BOTH
def test_a_number_is_readable_in_every_band_step_and_half(theme: Theme) -> None:
    for fill in (*theme.colour.bands, *theme.colour.steps, *theme.colour.diverging):
        assert contrast(theme.text_on(fill), fill) >= 4.5


@BOTH
def test_marks_stand_out_from_the_page(theme: Theme) -> None:
    for mark in (theme.colour.mark, theme.colour.accent, theme.colour.outline, theme.colour.amber, theme.colour.red):
        assert contrast(mark, theme.colour.page) >= 3


@BOTH
def test_more_always_stands_further_from_the_page(theme: Theme) -> None:
    for scale in (theme.colour.bands, theme.colour.steps):
        distances = [contrast(fill, theme.colour.page) for fill in scale]

        assert distances == sorted(distances)


@BOTH
def test_a_score_takes_the_step_of_its_ten_points(theme: Theme) -> None:
    assert [theme.step(value) for value in (0, 9.9, 10, 59.9, 99.9, 100)] == [0, 0, 1, 5, 9, 9]


@BOTH
def test_streamlit_is_given_the_same_colours(theme: Theme) -> None:
    given = CONFIG["theme"]["dark" if theme.dark else "light"]
    colour = theme.colour

    assert (given["backgroundColor"], given["secondaryBackgroundColor"], given["textColor"]) == (colour.page, colour.surface, colour.ink)
    assert (given["primaryColor"], given["grayTextColor"], given["borderColor"]) == (colour.accent, colour.muted, colour.border)
    assert (given["redTextColor"], given["orangeTextColor"], given["greenTextColor"]) == (
        colour.red_text,
        colour.amber_text,
        colour.green_text,
    )
    assert tuple(given["chartSequentialColors"]) == colour.steps
    assert tuple(given["chartDivergingColors"]) == colour.diverging
    assert tuple(given["chartCategoricalColors"]) == (colour.accent, colour.mark, colour.amber, *colour.bands)


def test_streamlit_is_given_the_same_fonts() -> None:
    assert CONFIG["theme"]["font"] == CONFIG["theme"]["headingFont"] == FONTS


def test_the_app_listens_on_this_machine_only_and_calls_nobody() -> None:
    assert CONFIG["server"]["address"] == "localhost"
    assert CONFIG["server"]["enableAgentApi"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False


def test_the_projector_changes_sizes_and_no_colour() -> None:
    theme = theme_of("dark", projector=True)

    assert theme.colour == DARK.colour
    assert theme.size == PROJECTOR


def test_an_unknown_mode_is_light() -> None:
    assert theme_of(None) is LIGHT
