"""How far two colours stand apart for a reader: WCAG 2.1 relative luminance and contrast ratio."""


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two `#RRGGBB` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def more_readable(on: str, choices: tuple[str, ...]) -> str:
    """Pick the text colour that reads best on a fill."""
    return max(choices, key=lambda colour: contrast(colour, on))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
