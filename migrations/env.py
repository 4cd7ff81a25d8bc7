"""Run the migrations on the database that the settings, or a test, name."""

from alembic import context
from sqlalchemy import Connection

from portal.accounts import models as accounts
from portal.config import read_settings
from statements.db import make_engine, writing
from statements.schema import metadata

__all__ = ["accounts"]

MIGRATIONS_LOCK = 7_201_944
"""Any number that nothing else locks: beside the lock of the events."""


def run(connection: Connection) -> None:
    """Run on an open connection. On SQLite foreign keys are off meanwhile: batch mode drops and renames tables."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=sqlite,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's foreign keys outside any transaction, where alone it takes effect."""
    if connection.dialect.name == "sqlite":
        connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def wait_for_other_nodes(connection: Connection) -> None:
    """Hold PostgreSQL's lock of migrations until this connection ends: nodes that start together migrate in turn."""
    if connection.dialect.name == "postgresql":
        patience = connection.exec_driver_sql("SHOW lock_timeout").scalar_one()
        connection.exec_driver_sql("SET lock_timeout = 0")
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({MIGRATIONS_LOCK})")
        connection.exec_driver_sql(f"SET lock_timeout = '{patience}'")
        connection.commit()


engine = make_engine(context.config.attributes.get("url") or read_settings().database)
try:
    with writing(engine).connect() as connection:
        wait_for_other_nodes(connection)
        foreign_keys(connection, on=False)
        run(connection)
        if engine.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration left rows that point nowhere: {broken[:5]}")
        connection.commit()
        foreign_keys(connection, on=True)
finally:
    engine.dispose()
