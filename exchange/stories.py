"""亮点与故事 in a workbook: its table, found by its headings on whatever sheet it stands."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from exchange.layout import InfoLabel, StoryHeading
from exchange.parsed import Cell, ParsedWorkbook, StoryCells
from exchange.text import compact, written
from exchange.workbook import WorkSheet
from models.catalogue import Catalogue
from models.story import Story

_LEAST_HEADINGS = 2
_HEADINGS = {compact(heading): heading for heading in StoryHeading}
# What nobody with an incident writes; whatever else was written is for people to judge, not for a program.
_NONE = frozenset({"", "无", "没有", "否", "不存在", "/", "-", "—"})


def story_cells(sheets: Iterable[WorkSheet]) -> Iterator[StoryCells]:
    """Give the rows below a heading of ours that have something in its columns, each with its cells that do."""
    for sheet in sheets:
        for place, values in enumerate(sheet.grid):
            columns = {heading: column for column, value in enumerate(values) if (heading := _heading(value))}
            if len(columns) >= _LEAST_HEADINGS:
                for row in range(place + 1, len(sheet.grid)):
                    if cells := {heading: cell for heading, column in columns.items() if _says(cell := sheet.cell(row, column))}:
                        yield cells
                break


def stories_of(parsed: ParsedWorkbook, catalogue: Catalogue) -> tuple[Story, ...]:
    """Read the stories of a form; a row that only names a scope tells nothing."""
    declared = parsed.details.get(InfoLabel.DECLARATION)
    incident = declared is not None and compact(written(declared.value)).rstrip("。.") not in _NONE
    return tuple(_story(cells, catalogue, incident=incident) for cells in parsed.stories if cells.keys() - {StoryHeading.SCOPE})


def _story(cells: StoryCells, catalogue: Catalogue, *, incident: bool) -> Story:
    words = {heading: written(cells[heading].value) if heading in cells else "" for heading in StoryHeading}
    place = cells.get(StoryHeading.TEXT) or cells[StoryHeading.TITLE]
    return Story(
        scope=_scope(words[StoryHeading.SCOPE], catalogue),
        title=words[StoryHeading.TITLE],
        text=words[StoryHeading.TEXT],
        sheet=place.sheet,
        cell=place.address,
        incident=incident,
    )


def _scope(text: str, catalogue: Catalogue) -> str:
    """Find the scope meant: S.3, s3 and “S.3 经验案例” are one."""
    plain = _bare(text)
    return next((scope.id for scope in catalogue.story_scopes if plain.startswith(_bare(scope.id))), "")


def _bare(text: str) -> str:
    return compact(text).upper().replace(".", "")


def _says(cell: Cell) -> bool:
    return not cell.error and bool(written(cell.value))


def _heading(value: object) -> StoryHeading | None:
    return _meant(value) if isinstance(value, str) else None


@lru_cache(maxsize=1024)
def _meant(text: str) -> StoryHeading | None:
    return _HEADINGS.get(compact(text))
