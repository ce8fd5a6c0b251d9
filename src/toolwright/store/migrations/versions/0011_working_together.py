"""Working together: comments on definitions, and who is editing one just now.

Revision ID: 0011
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.schema import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create both tables; nothing else changes."""
    op.create_table(
        "definition_comment",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("workspace", sa.String, sa.ForeignKey("workspace.name", ondelete="CASCADE"), nullable=False),
        sa.Column("path", sa.String, nullable=False),
        sa.Column("thread", sa.String, nullable=False),
        sa.Column("component", sa.JSON),
        sa.Column("author_id", sa.String, sa.ForeignKey("user.id", ondelete="SET NULL")),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("edited_at", Instant),
        sa.Column("resolved_at", Instant),
        sa.Column("resolved_by", sa.String),
    )
    op.create_index("ix_definition_comment_workspace_path", "definition_comment", ["workspace", "path"])
    op.create_table(
        "editing",
        sa.Column("workspace", sa.String, primary_key=True),
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("user_id", sa.String, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
