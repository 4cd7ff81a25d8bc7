"""Measure "who opened this document" over many rows of the access log, on SQLite.

.venv/bin/python -m benchmarks.document_accesses [ROWS]
"""

import sys
import tempfile
import time
import uuid
from datetime import UTC, datetime

from alembic import command

from portal.cli.database import alembic_config
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.events.search import accesses

DOCUMENTS, AT_ONCE = 100_000, 100_000


def rows(start: int, count: int) -> list[tuple[str, bytes | str, str, str]]:
    """So many accesses, spread over the documents."""
    person, version = uuid.UUID(int=1).hex, uuid.UUID(int=2).hex
    day = "2026-03-01 10:00:00.000000"
    return [(f"{number % DOCUMENTS:064x}", version, person, day) for number in range(start, start + count)]


def main() -> None:
    """Fill the log, ask it."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=folder)
        command.upgrade(alembic_config(settings), "head")
        engine, began = make_engine(settings.database), time.perf_counter()
        said = "INSERT INTO document_accesses (sha256, version_id, person_id, at) VALUES (?, ?, ?, ?)"
        for start in range(0, total, AT_ONCE):
            with engine.begin() as connection:
                connection.exec_driver_sql(said, rows(start, min(AT_ONCE, total - start)))
        print(f"{total:,} rows written in {time.perf_counter() - began:.0f} s at {datetime.now(UTC):%Y-%m-%d}")
        for digest in (f"{7:064x}", f"{DOCUMENTS - 1:064x}", "f" * 64):
            with open_session(engine, for_writing=False) as session:
                began = time.perf_counter()
                found = accesses(session, sha256=digest)
                print(f"{len(found)} accesses of one document in {(time.perf_counter() - began) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
