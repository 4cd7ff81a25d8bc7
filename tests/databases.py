"""A PostgreSQL database of this test process's own, and emptying it between tests."""

import os

from sqlalchemy import text
from sqlalchemy.engine import make_url

from statements.db import make_engine
from statements.schema import metadata

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")


def own_postgres_database() -> str:
    """Make the database afresh on the server of TEST_DATABASE_URL; its URL."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    url = make_url(POSTGRES)
    name = f"{url.database}_{worker}"
    server = make_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    server.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def empty(url: str) -> None:
    """Remove every row."""
    engine = make_engine(url)
    with engine.begin() as connection:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()
