"""Measure "who opened this document" over many rows of the access log.

.venv/bin/python -m benchmarks.document_accesses [ROWS] [DATABASE_URL]

On SQLite in a temporary folder, or in the empty database that is named.
"""

import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime

from alembic import command
from sqlalchemy import Engine, text

from portal.cli.database import alembic_config
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.events.search import accesses

DOCUMENTS, AT_ONCE = 100_000, 100_000
INTO = "INSERT INTO document_accesses (sha256, version_id, person_id, at, way)"
SERIES = f"""{INTO} SELECT lpad((n % {DOCUMENTS})::text, 64, '0'), :version, :person, :at, 'office'
FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n"""


def fill(engine: Engine, first: int, last: int) -> None:
    """So many accesses, spread over the documents."""
    person, version, at = uuid.UUID(int=1), uuid.UUID(int=2), datetime(2026, 3, 1, 10, tzinfo=UTC)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            given = {"version": version, "person": person, "at": at, "first": first, "last": last}
            connection.execute(text(SERIES), given)
            return
        day = f"{at:%Y-%m-%d %H:%M:%S}.000000"
        rows = [
            (f"{number % DOCUMENTS:064d}", version.hex, person.hex, day, "office") for number in range(first, last + 1)
        ]
        connection.exec_driver_sql(f"{INTO} VALUES (?, ?, ?, ?, ?)", rows)


def main() -> None:
    """Fill the log, ask it."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=folder, database_url=sys.argv[2] if len(sys.argv) > 2 else "")
        command.upgrade(alembic_config(settings), "head")
        engine, began = make_engine(settings.database), time.perf_counter()
        for first in range(1, total + 1, AT_ONCE):
            fill(engine, first, min(first + AT_ONCE - 1, total))
        print(f"{total:,} rows written in {time.perf_counter() - began:.0f} s at {datetime.now(UTC):%Y-%m-%d}")
        for digest in (f"{7:064d}", f"{DOCUMENTS - 1:064d}", "f" * 64):
            with open_session(engine, for_writing=False) as session:
                began, processor = time.perf_counter(), time.process_time()
                found = accesses(session, sha256=digest)
                took, spent = time.perf_counter() - began, time.process_time() - processor
                print(
                    f"{found.total:,} accesses of one document in {took * 1000:.1f} ms, {spent * 1000:.1f} of our CPU"
                )


if __name__ == "__main__":
    main()
