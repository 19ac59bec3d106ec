"""Doors and people: accounts, sessions, access codes and tokens; drafts, pledges, reviews and frozen figures."""

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect

revision = "0003"
down_revision = "0002"

# For other tools, docs/deploy.md: the form that counts of each enterprise and period, with its facts.
_COUNTS = "SELECT 1 FROM withdrawal w WHERE w.submission_id = {0}.id AND w.kind = 'withdrawn' AND w.id = ({1})"
_LAST = "SELECT max(v.id) FROM withdrawal v WHERE v.submission_id = {0}.id"
_OUT = {name: _COUNTS.format(name, _LAST.format(name)) for name in ("s", "n")}
COUNTED_FORMS = f"""
CREATE VIEW counted_forms AS
SELECT s.period, p.edition, s.uscc, r.name, r.region, r.sector, r.size, r.forwarder, s.revision, s.received_on, f.*
FROM submission s
JOIN facts f ON f.submission_id = s.id
JOIN period p ON p.code = s.period
JOIN roster_entry r ON r.period = s.period AND r.uscc = s.uscc
WHERE s.passed AND NOT EXISTS ({_OUT["s"]}) AND NOT EXISTS (
    SELECT 1 FROM submission n
    WHERE n.period = s.period AND n.uscc = s.uscc AND n.passed AND n.revision > s.revision AND NOT EXISTS ({_OUT["n"]})
)
"""

APPEND_ONLY = ("review", "pledge", "frozen_figures")


def upgrade() -> None:
    """Add the tables, where a batch and a deed came from, and drop a column nobody filled."""
    op.drop_column("intake_file", "returned_sha256")
    op.add_column("batch", sa.Column("forwarder", sa.Text))
    op.add_column("audit", sa.Column("origin", sa.Text, nullable=False, server_default=""))
    _reviews()
    _people()
    _keys()
    for table in APPEND_ONLY:
        protect(table)
    op.execute(COUNTED_FORMS)


def _reviews() -> None:
    """What happens to a form after it came, and before it comes."""
    op.create_table(
        "review",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("levels", sa.LargeBinary, nullable=False),
        sa.Column("remarks", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.UniqueConstraint("submission_id", "version", name="uq_review_version"),
    )
    op.create_table(
        "pledge",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), primary_key=True, autoincrement=False),
        sa.Column("signer", sa.Text, nullable=False),
        sa.Column("statement", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
    )
    op.create_table(
        "draft",
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("uscc", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        _of_the_roster(),
    )
    op.create_table(
        "frozen_figures",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("period", sa.Text, sa.ForeignKey("period.code"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("catalogue_sha256", sa.Text, nullable=False),
        sa.Column("figures_sha256", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.UniqueConstraint("period", "name", name="uq_frozen_figures_name"),
    )


def _people() -> None:
    """Who may come in, and who is in."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("display_name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("uscc", sa.Text),
        sa.Column("forwarder", sa.Text),
        sa.Column("password_hash", sa.Text),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("name", name="uq_account_name"),
    )
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True)),
        sa.Column("by", sa.Text, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
        sa.Column("period", sa.Text),
        sa.Column("uscc", sa.Text),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_session_account", "session", ["account_id"])


def _keys() -> None:
    """What opens the door to enterprises and machines, and what is counted there."""
    op.create_table(
        "access_code",
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("uscc", sa.Text, primary_key=True),
        sa.Column("code_hash", sa.Text, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        _of_the_roster(),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("by", sa.Text, nullable=False),
        sa.UniqueConstraint("token_hash", name="uq_api_token_hash"),
    )


def _of_the_roster() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["period", "uscc"], ["roster_entry.period", "roster_entry.uscc"])
