"""The tables of the store. What a table looked like on the day it came stands in `migrations/versions/`."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from data.column_types import ExactDecimal, PlainText, UtcTime
from data.schema_people import metadata
from models.scoring import FACT_COLUMNS

# The newest migration; a store that says anything else has to be upgraded before use.
REVISION = "0004"


# One row. Whoever writes changes `mark` first and so holds the row until the commit: writers stand in a queue on both
# engines, ids are in the order of commits, and a changed mark says that something was committed.
head = Table(
    "head",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="ck_head_one_row"), primary_key=True),
    Column("mark", Text, nullable=False),
    Column("audit_id", Integer, nullable=False),
    Column("audit_hash", Text, nullable=False),
)

period = Table(
    "period",
    metadata,
    Column("code", Text, primary_key=True),
    Column("edition", Text, nullable=False),
    Column("deadline", Date, nullable=False),
    Column("grace_days", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)


def _roster(name: str, *keys: SchemaItem) -> Table:
    """Build a roster: the standing one and the copy a period keeps have the same columns."""
    return Table(
        name,
        metadata,
        *keys,
        Column("uscc", Text, primary_key=True),
        Column("name", PlainText, nullable=False),
        Column("short_name", PlainText, nullable=False),
        Column("region", PlainText, nullable=False),
        Column("sector", PlainText, nullable=False),
        Column("staff", Integer),
        Column("revenue", ExactDecimal),
        Column("size", Text),
        Column("traits", Text, nullable=False),
        Column("forwarder", PlainText, nullable=False),
        Column("exempt", Boolean, nullable=False),
        Column("person", PlainText, nullable=False),
        Column("mobile", PlainText, nullable=False),
        Column("email", PlainText, nullable=False),
    )


enterprise = _roster("enterprise")
roster_entry = _roster("roster_entry", Column("period", Text, ForeignKey("period.code"), primary_key=True))


def _of_the_roster() -> ForeignKeyConstraint:
    """Tie a row to the enterprise's entry in the roster of its period."""
    return ForeignKeyConstraint(["period", "uscc"], ["roster_entry.period", "roster_entry.uscc"])


extension = Table(
    "extension",
    metadata,
    Column("period", Text, primary_key=True),
    Column("uscc", Text, primary_key=True),
    Column("until", Date, nullable=False),
    _of_the_roster(),
)

submission = Table(
    "submission",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("period", Text, nullable=False),
    Column("uscc", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("file_name", PlainText, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("levels", LargeBinary, nullable=False),
    Column("context", Text, nullable=False),
    Column("by", PlainText, nullable=False),
    UniqueConstraint("period", "uscc", "revision", name="uq_submission_revision"),
    Index("ix_submission_sha256", "period", "sha256"),
    _of_the_roster(),
)

facts = Table(
    "facts",
    metadata,
    Column("submission_id", Integer, ForeignKey("submission.id"), primary_key=True, autoincrement=False),
    *(Column(name, Integer, nullable=False) for name in FACT_COLUMNS),
)

# All words of a form in one JSON document, {item: {heading: text}}: a row for each text took PostgreSQL 6 s for 1,000
# forms. `places` says where the levels stood: [sheet, column, [row of each item]], empty where that is not known.
# A form without either has no row.
texts = Table(
    "texts",
    metadata,
    Column("submission_id", Integer, ForeignKey("submission.id"), primary_key=True, autoincrement=False),
    Column("texts", PlainText, nullable=False),
    Column("places", PlainText, nullable=False, server_default=""),
)

# 亮点与故事 in their order; `incident` says that the form declares one.
story = Table(
    "story",
    metadata,
    Column("submission_id", Integer, ForeignKey("submission.id"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("scope", Text, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("sheet", PlainText, nullable=False),
    Column("cell", Text, nullable=False),
    Column("incident", Boolean, nullable=False),
)

# Withdrawn and restored, again and again if need be: the last row of a submission holds.
withdrawal = Table(
    "withdrawal",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission_id", Integer, ForeignKey("submission.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("kind", Text, nullable=False),
    Index("ix_withdrawal_submission", "submission_id"),
)

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("period", Text, ForeignKey("period.code"), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("received_on", Date, nullable=False),
    Column("by", PlainText, nullable=False),
    Column("uscc", Text),
    Column("forwarder", PlainText),
    Index("ix_batch_period", "period"),
)

intake_file = Table(
    "intake_file",
    metadata,
    Column("batch_id", Integer, ForeignKey("batch.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("file", PlainText, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("uscc", Text),
    Column("enterprise", PlainText),
    Column("edition", PlainText),
    Column("revision", Integer),
    Column("total_score", Text),
    Column("provisional", Boolean, nullable=False),
    Column("band", Text),
    Column("issues", Text, nullable=False),
    Column("sha256", Text),
    Column("submission_id", Integer, ForeignKey("submission.id")),
    Index("ix_intake_file_uscc", "uscc"),
    Index("ix_intake_file_submission", "submission_id"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", PlainText, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", PlainText, nullable=False),
    Column("detail", PlainText, nullable=False),
    Column("origin", PlainText, nullable=False, server_default=""),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# What a reviewer settled, again and again if need be: the last row of a submission holds. `levels` is a byte an item,
# `remarks` JSON {item: remark}. Two people who settle the same version meet at the constraint.
review = Table(
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission_id", Integer, ForeignKey("submission.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("decision", Text, nullable=False),
    Column("levels", LargeBinary, nullable=False),
    Column("remarks", PlainText, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
    UniqueConstraint("submission_id", "version", name="uq_review_version"),
)

# 真实性承诺, given with a submission by whoever handed it in on the page.
pledge = Table(
    "pledge",
    metadata,
    Column("submission_id", Integer, ForeignKey("submission.id"), primary_key=True, autoincrement=False),
    Column("signer", PlainText, nullable=False),
    Column("statement", PlainText, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
)

# What an enterprise has typed so far on 在线填报; `version` tells two windows of one enterprise apart.
draft = Table(
    "draft",
    metadata,
    Column("period", Text, primary_key=True),
    Column("uscc", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("answers", PlainText, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
    _of_the_roster(),
)

# 定稿: catalogue and figures of a period as they stood, kept as files under their sha256.
frozen_figures = Table(
    "frozen_figures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("period", Text, ForeignKey("period.code"), nullable=False),
    Column("name", PlainText, nullable=False),
    Column("catalogue_sha256", Text, nullable=False),
    Column("figures_sha256", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
    UniqueConstraint("period", "name", name="uq_frozen_figures_name"),
)
