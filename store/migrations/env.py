"""Alembic's entry: migrates the connection that the register hands in."""

from alembic import context

import store.duty_tables
import store.watch_tables  # noqa: F401
from store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
