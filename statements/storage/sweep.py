"""Remove files that nothing leads to: of deleted lists, of uploads between two pages, of documents taken off a draft.

What leads to a file is a row: any column named in LEADING. A document of a version is such a row and is never deleted.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, MetaData, select
from sqlalchemy.orm import Session

from statements.db import Base
from statements.storage.store import Store

LEADING = ("sha256", "result_hash")
"""Names of columns that hold the SHA-256 of a file in the store, in whichever table."""
AT_ONCE = 500


def leading_columns(schema: MetaData = Base.metadata) -> list[Column[str]]:
    """Every column that leads to a file."""
    return [column for table in schema.sorted_tables for column in table.columns if column.name in LEADING]


def unreferenced(session: Session, digests: Iterable[str]) -> list[str]:
    """Those of the files that no row leads to."""
    asked, left = list(digests), []
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        held = {
            digest for column in leading_columns() for digest in session.scalars(select(column).where(column.in_(some)))
        }
        left += [digest for digest in some if digest not in held]
    return left


def at_rest(store: Store, *, at: datetime) -> list[str]:
    """The files that were not put for a day: only these are looked at, so that a request in progress keeps its own."""
    return [digest for digest in store.digests() if store.is_at_rest(digest, at)]


def remove(session: Session, store: Store, *, digests: Iterable[str], at: datetime) -> list[str]:
    """Remove those files that still are at rest and still are unreferenced; which they were."""
    gone = [digest for digest in unreferenced(session, digests) if store.is_at_rest(digest, at)]
    for digest in gone:
        store.remove(digest)
    return gone
