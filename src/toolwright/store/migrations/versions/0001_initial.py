"""The first layout: installation, people, credentials, workspaces, audit, limits.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.migrations.areas import watch
from toolwright.store.schema import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table of the first layout."""
    op.create_table(
        "installation", sa.Column("key", sa.String, primary_key=True), sa.Column("value", sa.String, nullable=False)
    )
    op.create_table(
        "change", sa.Column("area", sa.String, primary_key=True), sa.Column("value", sa.Integer, nullable=False)
    )
    _people()
    _credentials()
    _workspaces()
    _records()
    watch("identity", "role_assignment")
    shown = ("email", "name", "is_admin", "is_active", "time_zone", "locale")
    watch("identity", "user", update_of=shown, on_insert=False)
    watch("identity", "session", update_of=("expires_at", "rotate"), on_insert=False)
    watch("identity", "api_token", update_of=("scopes", "expires_at", "revoked_at"), on_insert=False)
    watch("definitions", "workspace", "definition")
    watch("secrets", "secret")


def _owner(*, primary_key: bool = False, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(
        "user_id", sa.String, sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=primary_key, nullable=nullable
    )


def _people() -> None:
    op.create_table(
        "user",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("email", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("password_hash", sa.String),
        sa.Column("is_admin", sa.Boolean, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("time_zone", sa.String, nullable=False),
        sa.Column("locale", sa.String, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("last_sign_in_at", Instant),
    )
    op.create_table(
        "role_assignment",
        _owner(primary_key=True),
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("role", sa.String, primary_key=True),
    )
    op.create_index("ix_role_assignment_workspace", "role_assignment", ["workspace"])


def _credentials() -> None:
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String, primary_key=True),
        sa.Column("id", sa.String, nullable=False, index=True),
        sa.Column("user_id", sa.String, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("csrf", sa.String, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False, index=True),
        sa.Column("rotate", sa.Boolean, nullable=False),
        sa.Column("user_agent", sa.String, nullable=False),
        sa.Column("ip", sa.String, nullable=False),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("user_id", sa.String, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("token_hash", sa.String, nullable=False, unique=True),
        sa.Column("scopes", sa.JSON),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires_at", Instant),
        sa.Column("last_used_at", Instant),
        sa.Column("revoked_at", Instant),
    )
    op.create_table(
        "one_time_code",
        sa.Column("code_hash", sa.String, primary_key=True),
        sa.Column("kind", sa.String, nullable=False, index=True),
        _owner(nullable=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_at", Instant),
    )
    op.create_table(
        "secret",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("ciphertext", sa.LargeBinary, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
    )


def _workspaces() -> None:
    op.create_table(
        "workspace",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
    )
    op.create_table(
        "definition",
        sa.Column("workspace", sa.String, sa.ForeignKey("workspace.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
        sa.Column("updated_by", sa.String),
    )
    op.create_table(
        "revision",
        sa.Column("workspace", sa.String, sa.ForeignKey("workspace.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("author", sa.String),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
    )


def _records() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("at", Instant, nullable=False, index=True),
        sa.Column("actor_id", sa.String, index=True),
        sa.Column("actor_name", sa.String, nullable=False),
        sa.Column("verb", sa.String, nullable=False, index=True),
        sa.Column("resource", sa.String, nullable=False, index=True),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("request_id", sa.String),
        sa.Column("ip", sa.String),
        sa.Column("previous_hash", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
    )
    op.create_table(
        "rate",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("full_at", sa.Float, nullable=False, index=True),
    )
