"""Whether every file that a row leads to is in the store and whole: to be asked after a restore."""

from dataclasses import dataclass

from sqlalchemy import MetaData, select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.storage.store import Store
from statements.storage.sweep import leading_columns


@dataclass(frozen=True)
class Checked:
    """How many files rows lead to, and for each that is gone or damaged its SHA-256, its tables and what is wrong."""

    files: int
    faults: tuple[tuple[str, str, str], ...]


def check_files(session: Session, store: Store, *, schema: MetaData) -> Checked:
    """Read every file that a row of the schema leads to, one at a time, and compare it with its SHA-256."""
    tables: dict[str, set[str]] = {}
    for column in leading_columns(schema):
        for digest in session.scalars(select(column).where(column.is_not(None), column != "").distinct()):
            tables.setdefault(digest, set()).add(column.table.name)
    faults = []
    for digest in sorted(tables):
        try:
            store.get(digest)
        except NotFound as error:
            faults.append((digest, ", ".join(sorted(tables[digest])), error.message))
    return Checked(len(tables), tuple(faults))
