"""Why a file may not be opened: raised inside the guard, handed on as an issue by it."""

from typing import Self

from models.issue import Issue


class Refusal(Exception):
    """The file may not be opened; carries the one issue that says why."""

    def __init__(self, code: str, found: str = "", **details: str) -> None:
        super().__init__(code, found)
        self.issue = Issue(code=code, found=found, details=details)

    @classmethod
    def of(cls, issue: Issue) -> Self:
        """Refuse for a reason that is known as an issue already."""
        return cls(issue.code, issue.found, **issue.details)


def malformed(found: str) -> Refusal:
    """Refuse a file whose inside contradicts itself or the format."""
    return Refusal("FILE_MALFORMED", found)


def exhausting(found: str) -> Refusal:
    """Refuse a file that would cost more time or memory than a form may."""
    return Refusal("FILE_EXHAUSTING", found)
