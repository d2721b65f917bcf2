"""Alembic's entry: runs the migrations on the connection that `Database.prepare` gives."""

from alembic import context

from extractor.service.database import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
