"""Planned releases: what is to be published of each workspace, and when.

Revision ID: 0009
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.schema import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "planned_release",
        sa.Column("workspace", sa.String, sa.ForeignKey("workspace.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("due_at", Instant, nullable=False, index=True),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("allow_loss", sa.Boolean, nullable=False),
        sa.Column("author_id", sa.String),
        sa.Column("author", sa.String),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("refused", sa.JSON),
    )
