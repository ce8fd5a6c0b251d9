"""Pending changes: what is being done to internal tables, written down before their database is touched.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.migrations.areas import watch
from toolwright.store.schema import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table; whoever keeps definitions hears of it."""
    op.create_table(
        "pending_change",
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("change", sa.String, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("workspace", name="pk_pending_change"),
    )
    watch("definitions", "pending_change")
