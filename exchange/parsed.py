"""What a reader takes out of one workbook: the cells that matter, where they stand, and no judgement yet."""

from dataclasses import dataclass

from exchange.layout import Heading, InfoLabel, StoryHeading


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as stored: where it stands, its value, and what keeps it from being read.

    `value` is None when empty, and an empty text where a formula gave one; `error` is the error text (`#REF!`),
    `formula` says that a formula stands there, `merged` names the merge over it.
    """

    sheet: str
    address: str
    value: object = None
    error: str | None = None
    formula: bool = False
    merged: str | None = None

    @property
    def unreadable(self) -> tuple[str, str] | None:
        """Give the code and what was found where an error or a formula without a result stands, else None."""
        if self.error:
            return "CELL_ERROR", self.error
        return ("FORMULA_WITHOUT_VALUE", "空") if self.formula and self.value is None else None


StoryCells = dict[StoryHeading, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRow:
    """One row below the heading that has something in the code column: its code, title and weight, and what the enterprise fills in."""

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
    cells, more than one where a heading is repeated; `outside` are texts in the rows of items that stand under no heading
    of ours, `notes` what hangs on cells, `stories` the rows of 亮点与故事.
    """

    sheet: str
    editions: tuple[str, ...]
    periods: tuple[str, ...]
    identities: tuple[Identity, ...]
    details: dict[InfoLabel, Cell]
    headings: dict[Heading, tuple[Cell, ...]]
    rows: tuple[ParsedRow, ...]
    outside: tuple[Cell, ...] = ()
    notes: tuple[str, ...] = ()
    stories: tuple[StoryCells, ...] = ()
