"""How Alembic runs our migrations: on the connection it is given, all steps in that connection's transaction."""

from alembic import context

from toolwright.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
