"""Monthly snapshots of the register: made once, never changed, listed with their hashes for ever.

One that holds an answer from which a passage was later taken down is withheld: its hash stays, its bytes go
(docs/decisions/snapshots.md).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from statements.errors import NotFound
from statements.events import service as events
from statements.events.models import Event
from statements.filing.models import Statement, Version
from statements.register import queries, rows
from statements.register.public import PublicStatement
from statements.register.snapshot_models import Snapshot, SnapshotFile
from statements.register.visible import is_public
from statements.storage.store import Store

AT_ONCE = 100
CSV, JSON_LINES = "text/csv", "application/jsonl"
TAKEN_DOWN = "passage.taken_down"
NO_FILE = "There is no such file of a snapshot."
WITHHELD = "This file is withheld: a passage that stands in it was taken down since. Its hash stays listed."


@dataclass(frozen=True)
class Made:
    """Files of a snapshot, put into the store and written into no row yet."""

    generation: int
    statements: int
    files: tuple[SnapshotFile, ...]


def month_of(day: date) -> str:
    """The month of a day, as snapshots are named."""
    return day.strftime("%Y-%m")


def is_wanted(session: Session, *, month: str) -> bool:
    """Whether the month has no snapshot yet and the register holds anything."""
    made = session.scalar(select(Snapshot.id).where(Snapshot.month == month))
    return made is None and session.scalar(select(Version.id).where(is_public()).limit(1)) is not None


def make(session: Session, store: Store, *, month: str, site: str) -> Made:
    """Write the whole register as CSV and as JSON Lines into the store; `site` is its address."""
    generation, numbers = events.latest_number(session), _numbers(session)
    files = (
        _file(store, f"statements-{month}.csv", CSV, rows.csv_lines(_read(session, numbers), site)),
        _file(store, f"statements-{month}.jsonl", JSON_LINES, rows.json_lines(_read(session, numbers), site)),
    )
    return Made(generation, len(numbers), files)


def keep(session: Session, *, month: str, made: Made, at: datetime) -> Snapshot | None:
    """Write a snapshot that was made into its rows; None where the month has one already: that one stays."""
    if session.scalar(select(Snapshot.id).where(Snapshot.month == month)) is not None:
        return None
    counted = {"generation": made.generation, "statements": made.statements}
    snapshot = Snapshot(month=month, made_at=at, files=list(made.files), **counted)
    session.add(snapshot)
    session.flush()
    told = {"month": month, "files": {each.name: each.hash for each in made.files}, **counted}
    events.record(session, kind="snapshot.made", subject=snapshot, by=None, at=at, after=told)
    return snapshot


def listed(session: Session) -> Sequence[Snapshot]:
    """Every snapshot with its files, the newest first."""
    query = select(Snapshot).options(selectinload(Snapshot.files)).order_by(Snapshot.month.desc())
    return session.scalars(query).all()


def load_file(session: Session, *, name: str) -> SnapshotFile:
    """A file of a snapshot by its name. Raises NotFound where there is none, or it is withheld or is about to be."""
    plain = name.isascii() and name.isprintable()
    found = session.scalars(select(SnapshotFile).where(SnapshotFile.name == name)).first() if plain else None
    if found is None:
        raise NotFound(NO_FILE)
    if not found.sha256 or holds_what_was_taken_down(session, found.snapshot):
        raise NotFound(
            "This file is withheld: a passage that stands in it was taken down since. Its hash stays listed."
        )
    return found


def withhold(session: Session, *, at: datetime) -> int:
    """Let go of the bytes of snapshots that hold what was taken down since; how many there were."""
    standing = session.scalars(select(Snapshot).where(Snapshot.withheld_at.is_(None))).all()
    found = [each for each in standing if holds_what_was_taken_down(session, each)]
    for snapshot in found:
        snapshot.withheld_at = at
        for file in snapshot.files:
            file.sha256 = ""
        events.record(session, kind="snapshot.withheld", subject=snapshot, by=None, at=at)
    return len(found)


def holds_what_was_taken_down(session: Session, snapshot: Snapshot) -> bool:
    """Whether a passage of an answer was taken down after the snapshot from a statement that it holds."""
    later = select(Event.after).where(Event.number > snapshot.generation, Event.kind == TAKEN_DOWN)
    held = select(Version.statement_id).where(Version.published_at <= snapshot.made_at)
    query = later.where(Event.subject_kind == Statement.__tablename__, Event.subject_id.in_(held))
    return any(each.get("answers", 1) for each in session.scalars(query))


def _numbers(session: Session) -> list[int]:
    query = select(Statement.number).join(Version, Version.statement_id == Statement.id).where(is_public())
    return list(session.scalars(query.distinct().order_by(Statement.number)))


def _read(session: Session, numbers: Sequence[int]) -> Iterator[PublicStatement]:
    for start in range(0, len(numbers), AT_ONCE):
        yield from queries.statements_by_numbers(session, numbers[start : start + AT_ONCE])


def _file(store: Store, name: str, media_type: str, lines: Iterator[str]) -> SnapshotFile:
    content = "".join(lines).encode()
    digest = store.put(content)
    return SnapshotFile(name=name, media_type=media_type, hash=digest, sha256=digest, size=len(content))
