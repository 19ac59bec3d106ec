"""可比项目: which items two editions both ask, and the catalogue of only those."""

from collections.abc import Sequence
from dataclasses import replace

from models.catalogue import Catalogue


def shared_items(now: Catalogue, before: Catalogue) -> tuple[tuple[int, int], ...]:
    """Give the places of the items that both editions ask, in this one and in the earlier one; empty if they cannot be compared."""
    named = next((known.items for known in now.comparable_with if known.edition == before.edition), ())
    return tuple((now.position[code], before.position[was]) for code, was in named if was in before.position)


def narrowed(catalogue: Catalogue, places: Sequence[int]) -> Catalogue:
    """Keep of an edition only the items at these places, with their weights as they are."""
    return replace(catalogue, items=tuple(catalogue.items[place] for place in places))
