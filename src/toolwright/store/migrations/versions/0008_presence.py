"""Presence: who has which place of the studio open, whichever process holds their stream.

Revision ID: 0008
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.migrations.areas import watch
from toolwright.store.schema import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the table, and count who comes and goes; staying is not counted."""
    op.create_table(
        "presence",
        sa.Column("stream", sa.String, primary_key=True),
        sa.Column("place", sa.String, primary_key=True),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("user_id", sa.String, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_index("ix_presence_workspace_place", "presence", ["workspace", "place"])
    watch("presence", "presence", update_of=("place",))
