"""The tables of who may come in: accounts, their links and sessions, the enterprises' codes, the machines' tokens."""

from sqlalchemy import Boolean, Column, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Table, Text, UniqueConstraint

from data.column_types import PlainText, UtcTime

metadata = MetaData()

# Whoever signs in with a name; `name` is kept casefolded. A demo account opens with one click and has no password.
account = Table(
    "account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("display_name", PlainText, nullable=False),
    Column("role", Text, nullable=False),
    Column("uscc", Text),
    Column("forwarder", PlainText),
    Column("password_hash", Text),
    Column("demo", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("name", name="uq_account_name"),
)

# A link that sets a password, once. Of every secret handed out only the sha256 rests here.
one_time_link = Table(
    "one_time_link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id")),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Column("by", PlainText, nullable=False),
)

# An enterprise's code for a period; issuing anew replaces it.
access_code = Table(
    "access_code",
    metadata,
    Column("period", Text, primary_key=True),
    Column("uscc", Text, primary_key=True),
    Column("code_hash", Text, nullable=False),
    Column("issued_at", UtcTime, nullable=False),
    Column("by", PlainText, nullable=False),
    ForeignKeyConstraint(["period", "uscc"], ["roster_entry.period", "roster_entry.uscc"]),
)

# Either an account's, or an enterprise's that came with its code (`period`, `uscc`).
session = Table(
    "session",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id")),
    Column("period", Text),
    Column("uscc", Text),
    Column("address", Text, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Index("ix_session_account", "account_id"),
)

# Failed sign-ins by account and by address, under the sha256 of either.
throttle = Table(
    "throttle",
    metadata,
    Column("key", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcTime, nullable=False),
    Column("blocked_until", UtcTime),
)

# A machine's key to /api, acting for the account it was made for and allowed no more than its scopes.
api_token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_hash", Text, nullable=False),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=False),
    Column("label", PlainText, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Column("by", PlainText, nullable=False),
    UniqueConstraint("token_hash", name="uq_api_token_hash"),
)
