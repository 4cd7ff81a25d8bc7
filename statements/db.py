"""The database's few house rules: one metadata, one UTC type, JSON that is JSONB on PostgreSQL, SQLite made strict."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from sqlalchemy import (
    JSON,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Select,
    String,
    Uuid,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.types import TypeDecorator

JsonDocument = JSON().with_variant(JSONB(), "postgresql")
"""A JSON value. It is replaced whole, never changed in place: SQLAlchemy does not see a change inside it."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and always UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; turn any other into UTC. Raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PATIENCE_MS = 15_000
"""So long a writer waits for those before it; whoever waits longer is told to send it again."""

POOL_PATIENCE = 120
"""Seconds for which a thread waits for a connection where more threads than connections work at once: they come in
the order in which they asked, each of them held up for `PATIENCE_MS` at the most."""

PASSING_STATES = ("08", "40", "53", "55P03", "57P")
"""Beginnings of PostgreSQL's codes of what passes: connection, rollback asked for, no room, lock, going down."""

Key = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=uuid.uuid4)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Document = Annotated[dict[str, Any], mapped_column(JsonDocument)]
Items = Annotated[list[Any], mapped_column(JsonDocument)]
Code = Annotated[str, mapped_column(String(64))]
Line = Annotated[str, mapped_column(String(500))]


Row = TypeVar("Row")
ON_A_PAGE = 50
"""Rows of one page of a list at a desk."""


class Base(DeclarativeBase):
    """Every table of the portal hangs on this metadata; names of constraints are fixed for the migrations' sake."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def make_engine(url: str, **options: Any) -> Engine:
    """An engine for a database URL, whose errors name no value; both kinds get their patience, SQLite more rules.

    A connection that a restart of PostgreSQL cut off is found out when it is taken from the pool, and made anew.
    """
    given = {"pool_timeout": POOL_PATIENCE, "pool_pre_ping": not url.startswith("sqlite"), **options}
    engine = create_engine(url, hide_parameters=True, **given)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgres)
    return engine


def writing(engine: Engine) -> Engine:
    """The same engine for work that will write: on SQLite its transactions take the write lock at once.

    A transaction that reads first and writes later can fail on SQLite with "database is locked"
    without waiting, whatever its patience; taking the lock at the start makes writers queue.
    """
    return engine.execution_options(writes=True)


def open_session(engine: Engine, *, for_writing: bool) -> Session:
    """A session that keeps its objects usable after commit, so that a page can still show them."""
    return Session(writing(engine) if for_writing else engine, expire_on_commit=False)


@dataclass(frozen=True)
class PageOf(Generic[Row]):
    """One page of a list: its rows, how many there are in all, which page it is of how many, from 1."""

    rows: Sequence[Row]
    total: int
    page: int
    last: int

    def __iter__(self) -> Iterator[Row]:
        """The rows of this page."""
        return iter(self.rows)

    def __len__(self) -> int:
        """How many rows this page has."""
        return len(self.rows)


def page_of(
    session: Session, query: Select[Row], page: int, *options: ExecutableOption, size: int = ON_A_PAGE
) -> PageOf[Row]:
    """A page of what an ordered question after one table finds; one past the end is the last.

    `options` say what is read together with the rows.
    """
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    last = max((total + size - 1) // size, 1)
    here = min(max(page, 1), last)
    rows = session.scalars(query.options(*options).limit(size).offset((here - 1) * size)).all()
    return PageOf(rows, total, here, last)


def may_go_well_again(error: Exception) -> bool:
    """Whether the same work may succeed a little later: the database was busy or away, and kept nothing of it."""
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    on_sqlite = getattr(error.orig, "sqlite_errorname", "")
    on_postgres = getattr(error.orig, "sqlstate", None) or ""
    busy = on_sqlite.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or on_postgres.startswith(PASSING_STATES)
    return busy or error.connection_invalidated or (not on_sqlite and not on_postgres and _is_unreachable(error))


def _is_unreachable(error: DBAPIError) -> bool:
    return type(error.orig).__name__ in ("OperationalError", "ConnectionTimeout")


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The part of `after` that differs from `before`: what an event records."""
    return {key: value for key, value in after.items() if before.get(key) != value}


def _prepare_sqlite(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _prepare_postgres(dbapi_connection: Any, _record: Any) -> None:
    before, dbapi_connection.autocommit = dbapi_connection.autocommit, True
    dbapi_connection.execute(f"SET lock_timeout = {PATIENCE_MS}")
    dbapi_connection.autocommit = before


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
