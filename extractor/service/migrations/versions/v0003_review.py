"""Decisions of people, how far each document is reviewed, people and their sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; the statuses of people are longer than those of facts were, which get their notes."""
    op.create_table(
        "decisions",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("made", WHEN, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
    )
    op.create_table(
        "reviews",
        sa.Column("document_id", sa.String(32), sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("suspects", sa.Integer, nullable=False),
        sa.Column("doubts", sa.Integer, nullable=False),
        sa.Column("failing", sa.Integer, nullable=False),
        sa.Column("decisions", sa.Integer, nullable=False),
        sa.Column("counts", sa.JSON, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("scope", sa.String(8), nullable=False),
        sa.Column("created", WHEN, nullable=False),
        sa.Column("ended", WHEN),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("person_id", sa.String(16), sa.ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("until", WHEN, nullable=False),
    )
    op.add_column("facts", sa.Column("notes", sa.JSON))
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no lengths
        op.alter_column("facts", "status", type_=sa.String(24))
