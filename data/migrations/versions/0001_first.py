"""The first tables: periods and rosters, submissions with their facts and texts, intakes, and the audit log."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data.migrations.append_only import protect

revision = "0001"
down_revision = None

FIRST_HASH = "0" * 64
APPEND_ONLY = ("submission", "facts", "texts", "audit")


def upgrade() -> None:
    """Make every table of the first day."""
    _head()
    _periods_and_rosters()
    _submissions()
    _facts()
    _intakes()
    _audit()
    _refusal()
    for table in APPEND_ONLY:
        protect(table)


def _head() -> None:
    head = op.create_table(
        "head",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="ck_head_one_row"), primary_key=True),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("audit_id", sa.Integer, nullable=False),
        sa.Column("audit_hash", sa.Text, nullable=False),
    )
    op.bulk_insert(head, [{"id": 1, "mark": "", "audit_id": 0, "audit_hash": FIRST_HASH}])


def _periods_and_rosters() -> None:
    op.create_table(
        "period",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("deadline", sa.Date, nullable=False),
        sa.Column("grace_days", sa.Integer, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table("enterprise", *_roster())
    op.create_table("roster_entry", sa.Column("period", sa.Text, sa.ForeignKey("period.code"), primary_key=True), *_roster())
    op.create_table(
        "extension",
        sa.Column("period", sa.Text, primary_key=True),
        sa.Column("uscc", sa.Text, primary_key=True),
        sa.Column("until", sa.Date, nullable=False),
        _of_the_roster(),
    )


def _roster() -> list[sa.Column[Any]]:
    return [
        sa.Column("uscc", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("short_name", sa.Text, nullable=False),
        sa.Column("region", sa.Text, nullable=False),
        sa.Column("sector", sa.Text, nullable=False),
        sa.Column("staff", sa.Integer),
        sa.Column("revenue", sa.Text),
        sa.Column("size", sa.Text),
        sa.Column("traits", sa.Text, nullable=False),
        sa.Column("forwarder", sa.Text, nullable=False),
        sa.Column("exempt", sa.Boolean, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("mobile", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
    ]


def _of_the_roster() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["period", "uscc"], ["roster_entry.period", "roster_entry.uscc"])


def _submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("uscc", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("levels", sa.LargeBinary, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.UniqueConstraint("period", "uscc", "revision", name="uq_submission_revision"),
        _of_the_roster(),
    )
    op.create_index("ix_submission_sha256", "submission", ["period", "sha256"])
    op.create_table(
        "texts",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), primary_key=True, autoincrement=False),
        sa.Column("texts", sa.Text, nullable=False),
    )


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id"), primary_key=True, autoincrement=False),
        sa.Column("p1_points", sa.Integer, nullable=False),
        sa.Column("p1_weight", sa.Integer, nullable=False),
        sa.Column("p1_target", sa.Integer, nullable=False),
        sa.Column("p1_met", sa.Integer, nullable=False),
        sa.Column("p1_applicable", sa.Integer, nullable=False),
        sa.Column("p1_answered", sa.Integer, nullable=False),
        sa.Column("p2_points", sa.Integer, nullable=False),
        sa.Column("p2_weight", sa.Integer, nullable=False),
        sa.Column("p2_target", sa.Integer, nullable=False),
        sa.Column("p2_met", sa.Integer, nullable=False),
        sa.Column("p2_applicable", sa.Integer, nullable=False),
        sa.Column("p2_answered", sa.Integer, nullable=False),
        sa.Column("p3_points", sa.Integer, nullable=False),
        sa.Column("p3_weight", sa.Integer, nullable=False),
        sa.Column("p3_target", sa.Integer, nullable=False),
        sa.Column("p3_met", sa.Integer, nullable=False),
        sa.Column("p3_applicable", sa.Integer, nullable=False),
        sa.Column("p3_answered", sa.Integer, nullable=False),
        sa.Column("p4_points", sa.Integer, nullable=False),
        sa.Column("p4_weight", sa.Integer, nullable=False),
        sa.Column("p4_target", sa.Integer, nullable=False),
        sa.Column("p4_met", sa.Integer, nullable=False),
        sa.Column("p4_applicable", sa.Integer, nullable=False),
        sa.Column("p4_answered", sa.Integer, nullable=False),
        sa.Column("p5_points", sa.Integer, nullable=False),
        sa.Column("p5_weight", sa.Integer, nullable=False),
        sa.Column("p5_target", sa.Integer, nullable=False),
        sa.Column("p5_met", sa.Integer, nullable=False),
        sa.Column("p5_applicable", sa.Integer, nullable=False),
        sa.Column("p5_answered", sa.Integer, nullable=False),
        sa.Column("p6_points", sa.Integer, nullable=False),
        sa.Column("p6_weight", sa.Integer, nullable=False),
        sa.Column("p6_target", sa.Integer, nullable=False),
        sa.Column("p6_met", sa.Integer, nullable=False),
        sa.Column("p6_applicable", sa.Integer, nullable=False),
        sa.Column("p6_answered", sa.Integer, nullable=False),
        sa.Column("blank", sa.Integer, nullable=False),
        sa.Column("faulty", sa.Integer, nullable=False),
        sa.Column("core_floor", sa.Integer, nullable=False),
    )


def _intakes() -> None:
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("period", sa.Text, sa.ForeignKey("period.code"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("uscc", sa.Text),
    )
    op.create_index("ix_batch_period", "batch", ["period"])
    op.create_table(
        "intake_file",
        sa.Column("batch_id", sa.Integer, sa.ForeignKey("batch.id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("uscc", sa.Text),
        sa.Column("enterprise", sa.Text),
        sa.Column("edition", sa.Text),
        sa.Column("revision", sa.Integer),
        sa.Column("total_score", sa.Text),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("band", sa.Text),
        sa.Column("issues", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text),
        sa.Column("returned_sha256", sa.Text),
        sa.Column("submission_id", sa.Integer, sa.ForeignKey("submission.id")),
    )
    op.create_index("ix_intake_file_uscc", "intake_file", ["uscc"])
    op.create_index("ix_intake_file_submission", "intake_file", ["submission_id"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
    )


def _refusal() -> None:
    """Give PostgreSQL the function its triggers call."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
