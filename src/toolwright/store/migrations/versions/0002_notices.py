"""Notices: which tables changed, from process to process.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.schema import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table; nothing else changes."""
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("workspace", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sqlite_autoincrement=True,
    )
