"""What an enterprise wrote beside its answers: its details in 企业信息 and its stories in 亮点与故事."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from exchange.find import Grid, label_of
from exchange.layout import SIGNATURES, InfoLabel, StoryHeading
from exchange.parsed import ParsedWorkbook
from exchange.read import LABELS_WITHIN, open_workbook, read_form
from exchange.stories import story_cells
from exchange.text import compact, written

Story = dict[StoryHeading, str]
_GIVEN = frozenset({InfoLabel.USCC, InfoLabel.PERIOD, InfoLabel.EDITION})
_SIGNATURES = {compact(label): label for label in SIGNATURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """Details and signatures by their labels, and the stories in their order; what was left empty is absent."""

    details: dict[InfoLabel, str] = field(default_factory=dict)
    signatures: dict[str, str] = field(default_factory=dict)
    stories: tuple[Story, ...] = ()


def read_own_words(content: bytes) -> OwnWords:
    """Read them from a file that was read as a form, of whatever kind; whose form it is and for when is not theirs to say."""
    parsed, sheets = read_form(content), open_workbook(content).sheets
    cells = parsed.details if isinstance(parsed, ParsedWorkbook) else {}
    details = {label: text for label, cell in cells.items() if label not in _GIVEN and (text := written(cell.value))}
    return OwnWords(
        details=details,
        signatures={label: text for sheet in reversed(sheets) for label, text in _signatures(sheet.grid)},
        stories=tuple({heading: written(cell.value) for heading, cell in cells.items()} for cells in story_cells(sheets)),
    )


def _signatures(grid: Grid) -> Iterator[tuple[str, str]]:
    """Find what was typed where a hand should sign, on a sheet with the enterprise's details."""
    rows = [[written(value) for value in values[:2]] for values in grid[:LABELS_WITHIN]]
    if any(label_of(row[0]) is InfoLabel.USCC for row in rows if row):
        yield from ((_SIGNATURES[compact(row[0])], row[1]) for row in rows if len(row) > 1 and row[1] and compact(row[0]) in _SIGNATURES)
