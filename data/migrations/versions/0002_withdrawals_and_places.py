"""Where each answer stood in its file, and which submissions were withdrawn."""

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Give the texts of a form their places, and add the list of withdrawals."""
    op.add_column("texts", sa.Column("places", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
    )
    op.create_index("ix_withdrawal_submission", "withdrawal", ["submission_id"])
    protect("withdrawal")
