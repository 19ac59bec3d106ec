"""What a reader takes out of one workbook: the cells that matter, where they stand, and no judgement yet."""

from dataclasses import dataclass

from exchange.layout import Heading, InfoLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as stored: where it stands, its value (None when empty), and what keeps it from being read.

    `error` is the error text (`#REF!`), `formula` says that a formula stands there, `merged` names the merge over it.
    """

    sheet: str
    address: str
    value: object = None
    error: str | None = None
    formula: bool = False
    merged: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRow:
    """One row below the heading that has something in the code column."""

    code: Cell
    cells: dict[Heading, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A 统一社会信用代码 found in the file; `cell` is None in the hidden sheet and the document properties."""

    uscc: str
    place: str
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedWorkbook:
    """One form as it was found.

    `editions` and `periods` are all that the file states, each once; `headings` holds every known heading with its
    cells, more than one where a heading is repeated.
    """

    sheet: str
    editions: tuple[str, ...]
    periods: tuple[str, ...]
    identities: tuple[Identity, ...]
    details: dict[InfoLabel, Cell]
    headings: dict[Heading, tuple[Cell, ...]]
    rows: tuple[ParsedRow, ...]
