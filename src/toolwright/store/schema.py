"""The tables of the metadata database. The migrations create them; a test holds both to be equal."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Instant(TypeDecorator[datetime]):
    """A timezone-aware UTC moment; SQLite has no zone of its own, so it is taken off and put back."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC without zone for the driver."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC with its zone again."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

installation = Table(
    "installation",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

# One counter per area, raised by triggers, so that no writer can forget it: see `Database.version`.
change = Table(
    "change",
    metadata,
    Column("area", String, primary_key=True),
    Column("value", Integer, nullable=False),
)

user = Table(
    "user",
    metadata,
    Column("id", String, primary_key=True),
    Column("email", String, nullable=False, unique=True),  # stored in lower case, so unique means unique
    Column("name", String, nullable=False),
    Column("password_hash", String),
    Column("is_admin", Boolean, nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("locale", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("last_sign_in_at", Instant),
)

role_assignment = Table(
    "role_assignment",
    metadata,
    Column("user_id", String, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True),
    Column("workspace", String, primary_key=True),
    Column("role", String, primary_key=True),
    Index(None, "workspace"),
)

session = Table(
    "session",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("id", String, nullable=False, index=True),  # kept when the token rotates
    Column("user_id", String, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("rotate", Boolean, nullable=False),
    Column("user_agent", String, nullable=False),
    Column("ip", String, nullable=False),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", String, primary_key=True),
    Column("user_id", String, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("token_hash", String, nullable=False, unique=True),
    Column("scopes", JSON),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("last_used_at", Instant),
    Column("revoked_at", Instant),
)

one_time_code = Table(
    "one_time_code",
    metadata,
    Column("code_hash", String, primary_key=True),
    Column("kind", String, nullable=False, index=True),
    Column("user_id", String, ForeignKey("user.id", ondelete="CASCADE")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

secret = Table(
    "secret",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

workspace = Table(
    "workspace",
    metadata,
    Column("name", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    # The published version that is served; of a draft, the one it goes on from, and its own revision at that moment.
    Column("version", Integer),
    Column("version_revision", Integer),
)

definition = Table(
    "definition",
    metadata,
    Column("workspace", String, ForeignKey("workspace.name", ondelete="CASCADE"), primary_key=True),
    Column("path", String, primary_key=True),
    Column("text", Text, nullable=False),
    Column("hash", String, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("updated_by", String),
)

revision = Table(
    "revision",
    metadata,
    Column("workspace", String, ForeignKey("workspace.name", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("author", String),
    Column("message", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("files", JSON, nullable=False),
    Column("renames", JSON),
)

# What was published: every definition file, compressed. Lines are never changed.
version = Table(
    "version",
    metadata,
    Column("workspace", String, ForeignKey("workspace.name", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("hash", String, nullable=False),
    Column("author", String),
    Column("message", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("files", LargeBinary, nullable=False),
    Column("renames", JSON, nullable=False),
)

# What is to be published of a workspace at a time, by the hash of its files. `refused` says why it was not.
planned_release = Table(
    "planned_release",
    metadata,
    Column("workspace", String, ForeignKey("workspace.name", ondelete="CASCADE"), primary_key=True),
    Column("due_at", Instant, nullable=False, index=True),
    Column("hash", String, nullable=False),
    Column("message", String, nullable=False),
    Column("allow_loss", Boolean, nullable=False),
    Column("author_id", String),
    Column("author", String),
    Column("created_at", Instant, nullable=False),
    Column("refused", JSON(none_as_null=True)),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("at", Instant, nullable=False, index=True),
    Column("actor_id", String, index=True),
    Column("actor_name", String, nullable=False),
    Column("verb", String, nullable=False, index=True),
    Column("resource", String, nullable=False, index=True),
    Column("detail", JSON, nullable=False),
    Column("request_id", String),
    Column("ip", String),
    Column("previous_hash", String, nullable=False),
    Column("hash", String, nullable=False),
)

rate = Table(
    "rate",
    metadata,
    Column("key", String, primary_key=True),
    Column("full_at", Float, nullable=False, index=True),  # GCRA: when the whole allowance is there again
)

# Which tables changed, told from process to process; lines are removed after a minute. Ids never come back.
notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("origin", String, nullable=False),
    Column("workspace", String, nullable=False),
    Column("name", String, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

# Who has which place of the studio open; lines are removed with the stream, or after a while without a word from it.
presence = Table(
    "presence",
    metadata,
    Column("stream", String, primary_key=True),
    Column("place", String, primary_key=True),
    Column("workspace", String, nullable=False),
    Column("user_id", String, ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "workspace", "place"),
)

# Views of tables that people keep: their own, or everyone's where there is no owner.
saved_view = Table(
    "saved_view",
    metadata,
    Column("id", String, primary_key=True),
    Column("workspace", String, ForeignKey("workspace.name", ondelete="CASCADE"), nullable=False),
    Column("of_table", String, nullable=False),
    Column("owner", String, ForeignKey("user.id", ondelete="CASCADE")),
    Column("name", String, nullable=False),
    Column("content", JSON, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "workspace", "of_table"),
)

# What people say about definitions, or about a component of one; `thread` is the first of those that belong together.
definition_comment = Table(
    "definition_comment",
    metadata,
    Column("id", String, primary_key=True),
    Column("workspace", String, ForeignKey("workspace.name", ondelete="CASCADE"), nullable=False),
    Column("path", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("component", JSON),
    Column("author_id", String, ForeignKey("user.id", ondelete="SET NULL")),
    Column("author", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("resolved_at", Instant),
    Column("resolved_by", String),
    Index(None, "workspace", "path"),
)

# Who is editing a definition; a line says so anew every while, or it counts no longer.
editing = Table(
    "editing",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("user_id", String, ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("at", Instant, nullable=False),
)

# Requests that must be carried out once, whichever process a retry reaches; lines are removed after a while.
claim = Table(
    "claim",
    metadata,
    Column("key", String, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

# What writes that name themselves (`Idempotency-Key`) were answered; lines are removed after a day.
kept_answer = Table(
    "kept_answer",
    metadata,
    Column("key", String, primary_key=True),
    Column("request", String, nullable=False),
    Column("change", String, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("status", Integer),
    Column("headers", JSON),
    Column("body", LargeBinary),
)

# What is being done to the internal tables of a workspace: one change at a time, gone when it is over.
pending_change = Table(
    "pending_change",
    metadata,
    Column("workspace", String, primary_key=True),
    Column("change", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("content", JSON, nullable=False),
)

# Files that were sent and that no row holds yet; lines are removed after a while.
upload = Table(
    "upload",
    metadata,
    Column("id", String, primary_key=True),
    Column("workspace", String, nullable=False),
    Column("owner", String, index=True),
    Column("name", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("type", String, nullable=False),
    Column("sha256", String),
    Column("place", String, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)
