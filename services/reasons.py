"""The reason somebody gives for a deed, as it goes on record."""

from models.errors import NotPossible

LONGEST_REASON = 500


def told_reason(reason: str, *, needed: bool = True) -> str:
    """Take the blanks off a reason; raises NotPossible when there is none though one is needed, or when it is a book."""
    told = reason.strip()
    if needed and not told:
        raise NotPossible("请写明原因，例如“发错了报告期”。")
    if len(told) > LONGEST_REASON:
        raise NotPossible(f"原因太长（{len(told)} 个字），请控制在 {LONGEST_REASON} 个字以内。")
    return told
