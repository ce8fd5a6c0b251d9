"""Claims: which requests were taken, so that a retry is not carried out again by another process.

Revision ID: 0003
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.schema import Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table; nothing else changes."""
    op.create_table(
        "claim",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_claim"),
    )
    op.create_index("ix_claim_at", "claim", ["at"])
