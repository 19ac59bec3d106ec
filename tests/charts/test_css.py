"""The style element of the pages."""

from charts.css import page_css
from charts.theme import DARK, LIGHT


def test_focus_is_visible_in_the_accent_of_the_mode() -> None:
    for theme in (LIGHT, DARK):
        assert f":focus-visible {{ outline: 2px solid {theme.colour.accent} !important" in page_css(theme)


def test_the_primary_button_gets_dark_text_on_dark_pages_only() -> None:
    assert "stBaseButton-primary" in page_css(DARK)
    assert "stBaseButton-primary" not in page_css(LIGHT)
