"""What the children write of a period; kept apart so that a child loads nothing it does not need."""

from models.feedback import Feedback
from reports.feedback import build_feedback


def write_feedback(association: str, of: Feedback) -> bytes:
    """Write the document of one enterprise."""
    return build_feedback(of, association=association)
