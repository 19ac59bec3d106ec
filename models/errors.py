"""Exceptions the product raises; the message is Chinese and meant for the person who reads it.

ProductError
├── CatalogueFault     an edition's file breaks its promises (carries every fault found)
├── NotPossible        the request cannot be carried out as asked: says why and what to do
│   ├── NotPermitted   this person may not do it
│   └── Overtaken      somebody else changed it in the meantime: look again, then decide
└── StoreFault         the store does not answer, or is newer than this program
"""


class ProductError(Exception):
    """Base of every exception the product raises on purpose."""


class CatalogueFault(ProductError):
    """An edition's file is not a valid catalogue; one line a fault, each with file and line."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class NotPossible(ProductError):
    """What was asked for cannot be done; the message says why and what to do."""


class NotPermitted(NotPossible):
    """The person asking may not do this; nothing is said of what there is."""


class Overtaken(NotPossible):
    """Somebody else was faster; nothing of theirs or of this person's is lost."""


class StoreFault(ProductError):
    """The store cannot be used."""
