"""Saved views: how people look at the rows of a table.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.schema import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Create the table; nothing else changes."""
    op.create_table(
        "saved_view",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("workspace", sa.String, sa.ForeignKey("workspace.name", ondelete="CASCADE"), nullable=False),
        sa.Column("of_table", sa.String, nullable=False),
        sa.Column("owner", sa.String, sa.ForeignKey("user.id", ondelete="CASCADE")),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("is_default", sa.Boolean, nullable=False),
        sa.Column("updated_at", Instant, nullable=False),
    )
    op.create_index("ix_saved_view_workspace_of_table", "saved_view", ["workspace", "of_table"])
