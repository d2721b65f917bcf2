"""Documents with a result have its state, its kind and the number of unplaced items."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add kind and unplaced; `finished` gives way to the states of documents."""
    op.add_column("documents", sa.Column("kind", sa.String(8)))
    op.add_column("documents", sa.Column("unplaced", sa.Integer))
    # In SQL, since Alembic cannot rename a column of SQLite.
    op.execute("alter table documents rename column unit to unit_name")
    # Earlier versions kept no account of what they left out: no such result can be called complete.
    op.execute("update documents set state = 'incomplete' where state = 'finished'")
