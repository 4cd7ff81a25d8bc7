"""The rows of a benchmark's register as Datasette is given them: one table, its full-text index, its column indexes."""

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from statements.reference import tables

TYPES = {
    "organisation": "TEXT",
    "year": "INTEGER",
    "sector": "TEXT",
    "region": "TEXT",
    "size": "TEXT",
    "kind": "TEXT",
    "text": "TEXT",
}
"""The columns; without the type of a number no year that is asked for, being text, would be found."""
FILTERS = tuple(TYPES)[1:-1]
ROWS = """
    SELECT s.number, o.name, CAST(substr(s.period_end, 1, 4) AS INTEGER), o.industry, o.region, o.revenue_band, o.kind,
           d.pages
    FROM statements s JOIN organisations o ON o.id = s.organisation_id
    JOIN version_documents vd ON vd.version_id = s.current_version_id JOIN documents d ON d.id = vd.document_id
    ORDER BY s.number
"""


def build(register: Path, table: Path) -> float:
    """Write the table from the register's own SQLite file; the seconds that the full-text index took."""
    with sqlite3.connect(table) as made:
        made.execute("PRAGMA journal_mode=OFF")
        columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
        made.execute(f"CREATE TABLE statements (number INTEGER PRIMARY KEY, {columns})")
        made.executemany(f"INSERT INTO statements VALUES (?{', ?' * len(TYPES)})", _rows(register))
        for name in FILTERS:
            made.execute(f"CREATE INDEX by_{name} ON statements ({name})")
        made.commit()
        began = time.perf_counter()
        # Datasette finds the full-text table of a table by `content="…"`, in double quotes, and else searches nothing.
        made.execute(
            'CREATE VIRTUAL TABLE statements_fts USING fts5 (organisation, text, content="statements",'
            " content_rowid='number', tokenize='unicode61 remove_diacritics 2')"
        )
        made.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")
        made.commit()
        return time.perf_counter() - began


def size_of_full_text(table: Path) -> int:
    """Bytes of the full-text index alone."""
    with sqlite3.connect(table) as made:
        return int(made.execute("SELECT sum(length(block)) FROM statements_fts_data").fetchone()[0])


def _rows(register: Path) -> Iterator[tuple[object, ...]]:
    industries = tables.industries()
    with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as read:
        for number, name, year, industry, region, size, kind, pages in read.execute(ROWS):
            text = "\n".join(page["text"] for page in json.loads(pages))
            yield number, name, year, industries[industry].division, region, size, kind, text
