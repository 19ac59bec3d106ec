"""Documents and code say the same: every issue, every measure, every word of a closed set."""

import enum
import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import models
from models import benchmark, cases, comparison, disclosure, gaps, group_ledger, item_levels, progress, review, scoring, standing
from models.issue import KINDS
from models.progress import Distribution, Ledger, ProgressSummary
from models.scoring import PRIORITY_FACTS, facts_of, level_matrix, score
from tests.builders import edition, enterprises_frame, levels

DOCS = Path(__file__).resolve().parents[1] / "docs"

# What a row is about, and summaries of summaries, are no figures themselves.
NO_FIGURES = {"ledger", "total", "priorities", "item", "title", "priority", "weight", "key", "day"}
FUNCTIONS = {"ranks", "weak_and_strong"}
BESIDE_PROGRESS = {
    comparison: {"panel_change", "compliance_change", "priority_changes", "item_changes", "most_moved", "band_moves", "band_table"},
    item_levels: {"levels_by_group"},
    group_ledger: {"ledger_by", "complete"},
    standing: {"share_below"},
    benchmark: {"Benchmarks"},
    cases: {"choose_cases"},
    disclosure: {"disclosed"},
    gaps: {"largest_gaps"},
    review: {"deviation", "deviations"},
}


def test_every_issue_stands_in_its_document_as_in_the_code() -> None:
    rows = list(_table_rows("issues.md"))

    assert rows == [[f"`{code}`", str(kind.severity), kind.title, kind.sentence] for code, kind in KINDS.items()]


def test_every_measure_of_the_code_is_described_and_every_description_has_its_measure() -> None:
    described = [name for row in _table_rows("measures.md") for name in re.findall(r"`([^`]+)`", row[1])]

    assert sorted(described) == sorted(_measures())


def test_every_measure_says_what_happens_when_there_is_nothing_to_divide_by() -> None:
    rows = list(_table_rows("measures.md"))

    assert {len(row) for row in rows} == {6}
    assert [row[0] for row in rows if not all(row)] == []


def test_every_rate_has_a_denominator() -> None:
    rates = [row for row in _table_rows("measures.md") if row[0].split("（")[0].endswith("率")]

    assert len(rates) >= 6
    assert [row[0] for row in rates if row[3] == "—"] == []


def test_the_functions_named_as_measures_exist() -> None:
    assert all(callable(getattr(progress, name)) for name in FUNCTIONS)
    assert all(callable(getattr(module, name)) for module, names in BESIDE_PROGRESS.items() for name in names)


def test_every_member_of_a_closed_set_stands_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    rows = list(_table_rows("glossary.md"))

    named = {row[1].strip("`"): row for row in rows}
    for kind in _closed_sets():
        for member in kind:
            assert f"{kind.__name__}.{member.name}" in named
            assert str(member.value) in " ".join(named[f"{kind.__name__}.{member.name}"])
    assert [name for name in re.findall(r"`([A-Z]\w+)`", glossary) if name not in _public_names()] == []


def test_the_glossary_names_no_member_that_is_gone() -> None:
    members = {f"{kind.__name__}.{member.name}" for kind in _closed_sets() for member in kind}

    named = {row[1].strip("`") for row in _table_rows("glossary.md") if re.fullmatch(r"`[A-Z]\w+\.[A-Z_]+`", row[1])}

    assert named == members


def test_links_between_documents_lead_somewhere() -> None:
    for document in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def _measures() -> set[str]:
    """Give every figure the models work out, by its home and name; p1 to p6 are one."""
    catalogue = edition()
    matrix = level_matrix([levels("2" * 48)], catalogue)
    columns = {
        "score": score(facts_of(matrix, catalogue), catalogue).columns,
        "by_item": progress.by_item(matrix, catalogue).columns,
        "submissions_by_day": progress.submissions_by_day(enterprises_frame()).columns,
    }
    named = {f"{home}.{name}" for home, names in columns.items() for name in names if home == "score" or name not in NO_FIGURES}
    named |= {f"Ledger.{name}" for name in Ledger.__slots__} | {f"Distribution.{name}" for name in Distribution.__slots__}
    named |= {f"ProgressSummary.{name}" for name in ProgressSummary.__slots__ if name not in NO_FIGURES}
    named |= {f"fact.{name}" for name in (*PRIORITY_FACTS, *(name for name in scoring.FACT_COLUMNS if not re.match(r"p\d_", name)))}
    return (
        {re.sub(r"^score\.p[1-6]$", "score.pN", name) for name in named}
        | {"by_priority.target", "by_group.suppressed"}
        | FUNCTIONS.union(*BESIDE_PROGRESS.values())
    )


def _table_rows(document: str) -> Iterator[list[str]]:
    """Give the rows of every table of a document, without headings."""
    lines = (DOCS / document).read_text(encoding="utf-8").splitlines()
    for line, after in pairwise([*lines, ""]):
        if line.startswith("| ") and not line.startswith("| ---") and not after.startswith("| ---"):
            yield [cell.strip() for cell in line.strip("| ").split(" | ")]


def _closed_sets() -> list[type[enum.Enum]]:
    found = (
        value
        for module in pkgutil.iter_modules(models.__path__)
        for value in vars(importlib.import_module(f"models.{module.name}")).values()
    )
    kinds = {kind for kind in found if isinstance(kind, type) and issubclass(kind, enum.Enum) and kind.__module__.startswith("models.")}
    return sorted(kinds, key=lambda kind: kind.__name__)


def _public_names() -> set[str]:
    """Give the names of the models and of the issues."""
    names = {name for module in pkgutil.iter_modules(models.__path__) for name in vars(importlib.import_module(f"models.{module.name}"))}
    return names | set(KINDS)
