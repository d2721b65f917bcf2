"""Documents, facts, keys, workers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "documents",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("job", sa.String(32), nullable=False, unique=True),
        sa.Column("sha256", sa.String(64), nullable=False, index=True),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("created", WHEN, nullable=False),
        sa.Column("started", WHEN),
        sa.Column("ended", WHEN),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("pages_done", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer),
        sa.Column("seconds", sa.Float),
        sa.Column("unit", sa.Text),
        sa.Column("year", sa.Integer),
        sa.Column("summary", sa.JSON),
        sa.Column("error", sa.JSON),
    )
    op.create_index("ix_documents_created", "documents", ["created", "id"])
    op.create_index("ix_documents_unit", "documents", ["year", "unit"])
    op.create_table(
        "facts",
        sa.Column("document_id", sa.String(32), sa.ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("table", "row", "column", "value", "raw")),
        sa.Column("unit", sa.Text),
        sa.Column("label", sa.Text),
        sa.Column("page", sa.Integer, nullable=False),
        sa.Column("bbox", sa.JSON, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
    )
    op.create_index("ix_facts_place", "facts", ["table", "row", "column"])
    op.create_table(
        "keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("hash", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("scope", sa.String(8), nullable=False),
        sa.Column("created", WHEN, nullable=False),
        sa.Column("revoked", WHEN),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("seen", sa.Float(53), nullable=False),
    )
