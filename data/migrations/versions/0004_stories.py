"""亮点与故事 of a form; what came before stays without, its words are in the kept file."""

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table of stories."""
    op.create_table(
        "story",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sheet", sa.Text, nullable=False),
        sa.Column("cell", sa.Text, nullable=False),
        sa.Column("incident", sa.Boolean, nullable=False),
    )
    protect("story")
