"""What an enterprise wrote beside its answers: its details in 企业信息 and its stories in 亮点与故事."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from exchange.find import Grid, label_of
from exchange.layout import SIGNATURES, InfoLabel, StoryHeading
from exchange.parsed import ParsedWorkbook
from exchange.read import LABELS_WITHIN, open_workbook, read_form
from exchange.text import compact, written
from exchange.workbook import WorkSheet

Story = dict[StoryHeading, str]
_GIVEN = frozenset({InfoLabel.USCC, InfoLabel.PERIOD, InfoLabel.EDITION})
_LEAST_HEADINGS = 2
_STORY_HEADINGS = {compact(heading): heading for heading in StoryHeading}
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
        stories=tuple(story for sheet in sheets for story in _stories(sheet)),
    )


def _signatures(grid: Grid) -> Iterator[tuple[str, str]]:
    """Find what was typed where a hand should sign, on a sheet with the enterprise's details."""
    rows = [[written(value) for value in values[:2]] for values in grid[:LABELS_WITHIN]]
    if any(label_of(row[0]) is InfoLabel.USCC for row in rows if row):
        yield from ((_SIGNATURES[compact(row[0])], row[1]) for row in rows if len(row) > 1 and row[1] and compact(row[0]) in _SIGNATURES)


def _stories(sheet: WorkSheet) -> Iterator[Story]:
    """Read the rows below a heading of ours that have something in its columns."""
    for place, values in enumerate(sheet.grid):
        columns = {heading: column for column, value in enumerate(values) if (heading := _heading(value))}
        if len(columns) >= _LEAST_HEADINGS:
            for row in range(place + 1, len(sheet.grid)):
                cells = {heading: sheet.cell(row, column) for heading, column in columns.items()}
                if story := {heading: text for heading, cell in cells.items() if not cell.error and (text := written(cell.value))}:
                    yield story
            return


def _heading(value: object) -> StoryHeading | None:
    return _STORY_HEADINGS.get(compact(value)) if isinstance(value, str) else None
