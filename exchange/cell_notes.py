"""The notes (批注) people hang on cells: no part of the answers, but not to be lost in silence either."""

from exchange.layout import OUR_AUTHOR
from exchange.xml_elements import texts_in

THEIRS = "\n—— 原有批注 ——\n"
"""Stands in our note before the one that was there first."""

OURS = f"【{OUR_AUTHOR}】"
"""Begins every note of ours."""


def notes_in(parts: dict[str, bytes]) -> tuple[str, ...]:
    """List the enterprise's own notes as `D5：见附件`, from the parts of a package; ours are left out. Raises Refusal."""
    return tuple(
        f"{attributes.get('ref', '')}：{own}"
        for name, xml in parts.items()
        if "comments" in name.lower() and "threaded" not in name.lower() and name.endswith(".xml")
        for attributes, text in texts_in(xml, "comment", "t")
        if (own := own_text(text))
    )


def own_text(text: str) -> str:
    """Give the enterprise's own part of a note, empty when all of it is ours."""
    return (text.partition(THEIRS)[2] if text.startswith(OURS) else text).strip()
