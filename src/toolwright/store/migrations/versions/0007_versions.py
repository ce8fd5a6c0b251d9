"""Versions: what was published of each workspace, and which of it is served.

Revision ID: 0007
"""

import sqlalchemy as sa
from alembic import op

from toolwright.store.schema import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table and the columns."""
    op.create_table(
        "version",
        sa.Column("workspace", sa.String, sa.ForeignKey("workspace.name", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("author", sa.String),
        sa.Column("message", sa.String, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("files", sa.LargeBinary, nullable=False),
        sa.Column("renames", sa.JSON, nullable=False),
    )
    op.add_column("workspace", sa.Column("version", sa.Integer))
    op.add_column("workspace", sa.Column("version_revision", sa.Integer))
    op.add_column("revision", sa.Column("renames", sa.JSON))
