"""What the command line says of an intake and a ledger."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from models.issue import Issue
from models.progress import Ledger
from models.rounding import half_up
from services.receive import Intake
from services.tables import OUTCOMES

_OF_A_KIND = 5


def intake_lines(intake: Intake) -> list[str]:
    """Write each file with its outcome and its issues, and the ledger at the end."""
    lines = []
    for file in intake.files:
        whose = f"　{file.enterprise}" if file.enterprise else ""
        figures = f"　第 {file.revision} 版" if file.revision else ""
        figures += f"　{file.total_score} 分{'（暂估）' if file.provisional else ''}" if file.total_score else ""
        lines.append(f"{OUTCOMES[file.outcome]}　{file.file}{whose}{figures}")
        lines += _issue_lines(file.issues)
    return [*lines, ledger_line(intake.ledger)]


def ledger_line(book: Ledger) -> str:
    """Write the ledger in one line."""
    rate = f"{half_up(Fraction(100 * book.received, book.expected))}%" if book.expected else "—"
    return (
        f"应报 {book.expected} 家，已报 {book.received} 家，报送率 {rate}；通过检查 {book.accepted} 家，"
        f"退回待改 {book.returned} 家，未报 {book.missing} 家，豁免 {book.exempt} 家。"
    )


def _issue_lines(issues: Sequence[Issue]) -> Iterator[str]:
    """Write the first few issues of each kind; the JSON, the page and the returned file have them all."""
    counts = Counter(issue.code for issue in issues)
    written: Counter[str] = Counter()
    for issue in issues:
        written[issue.code] += 1
        if written[issue.code] <= _OF_A_KIND:
            yield f"    {issue.severity.chinese}　{issue.message}　[{issue.code}]"
        elif written[issue.code] == counts[issue.code]:
            yield f"    {issue.severity.chinese}　另有 {counts[issue.code] - _OF_A_KIND} 处“{issue.title}”。　[{issue.code}]"
