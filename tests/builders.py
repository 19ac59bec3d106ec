"""Small things for tests to start from: an edition, an enterprise, a filled form, a frame of enterprises."""

from datetime import date
from decimal import Decimal
from functools import cache

import pandas as pd

from data.editions import load_edition
from models.catalogue import Catalogue
from models.enterprise import Enterprise, Size, Trait
from models.period import Period
from models.progress import Status
from models.scoring import facts_of, level_matrix, score

USCC = "91350100M000100Y43"
PERIOD = Period(code="2020", edition="2020", deadline=date(2020, 9, 10))
LETTERS = {"-": 10, "?": 11, "!": 12}


@cache
def edition() -> Catalogue:
    """Load the edition the product ships."""
    return load_edition("2020")


def enterprise(**changes: object) -> Enterprise:
    """Build a small enterprise with own products; any field may be changed."""
    values: dict[str, object] = {
        "uscc": USCC,
        "name": "苏南恒岳机床有限公司",
        "short_name": "恒岳机床",
        "region": "江苏",
        "sector": "机床工具",
        "staff": 120,
        "revenue": Decimal(8000),
        "size": Size.SMALL,
        "traits": frozenset({Trait.OWN_PRODUCT}),
    }
    return Enterprise(**(values | changes))  # type: ignore[arg-type]


def levels(text: str) -> bytes:
    """Write a level string as practice 5.5 does: digits, `-` not applicable, `?` blank, `!` faulty."""
    return bytes(LETTERS.get(letter, int(letter) if letter.isdigit() else 0) for letter in text)


def scored(*rows: str) -> pd.DataFrame:
    """Score level strings: one row a form."""
    return score(facts_of(level_matrix([levels(row) for row in rows], edition()), edition()), edition())


def enterprises_frame(*rows: dict[str, object]) -> pd.DataFrame:
    """Lay out enterprises for the progress functions; what a row does not say is empty."""
    columns: dict[str, object] = {
        "uscc": "", "name": "", "region": "江苏", "sector": "机床工具", "size": "小型", "status": Status.IN_REVIEW,
        "revision": 1, "total": None, "band": None, "gated": False, "provisional": False, "met": 0, "applicable": 48,
        "blank": 0, "answered": 48, "first_received_on": None,
    } | {f"p{place}": None for place in range(1, 7)}  # fmt: skip
    columns |= {f"p{place}_{fact}": 0 for place in range(1, 7) for fact in ("weight", "target")}
    columns["has_passed"] = None
    frame = pd.DataFrame([columns | row for row in rows], columns=list(columns))
    frame["has_passed"] = frame["has_passed"].where(frame["has_passed"].notna(), frame["total"].notna()).astype(bool)
    return frame.astype(dict.fromkeys(("total", *(f"p{place}" for place in range(1, 7))), float))
