"""This node's search index: built from the database, kept up by the tail of events, rebuilt when it is not what we
expect. Losing it loses nothing.

The folder holds one index in a folder of its own, and `state.json` that names it, its format and its generation: the
number of the newest event that it knows of. The state is replaced in one step, so a reader finds a whole index or none.
"""

import json
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import tantivy
from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.events import service as events
from statements.events.models import Event
from statements.filing.models import Statement, Version
from statements.organisations.models import Organisation
from statements.register import organisations, queries
from statements.register.entries import ANALYSER, FORMAT, entry, make_analyser, make_schema
from statements.register.visible import is_public

STATE = "state.json"
BATCH = 100
BUILD_HEAP, KEEP_UP_HEAP = 120_000_000, 15_000_000
EVENTS_AT_ONCE = 200

Progress = Callable[[int, int], None]
"""Told how many statements of how many are in the index."""


@dataclass(frozen=True)
class State:
    """Which folder holds the index, in what format, up to which event, and that event's mark."""

    format: int
    folder: str
    generation: int
    mark: str


class Index:
    """An open index and what it knows of; `searcher` and `generation` always belong together."""

    def __init__(self, folder: Path, state: State) -> None:
        self.folder = folder
        self.opened = tantivy.Index.open(str(folder / state.folder))
        self.opened.register_tokenizer(ANALYSER, make_analyser())
        self.schema = make_schema()
        self.show(state)

    def show(self, state: State) -> None:
        """Show what was committed up to this state to the searches that follow."""
        self.opened.reload()
        self.searcher = self.opened.searcher()
        self.state = state

    @property
    def generation(self) -> int:
        """The number of the newest event that this index knows of."""
        return self.state.generation


def open_index(session: Session, folder: Path) -> Index | None:
    """The index of this folder; None where there is none that is whole, of this format and of this database."""
    state = read_state(folder)
    if state is None or state.format != FORMAT or state.mark != _mark(session, state.generation):
        return None
    try:
        found = Index(folder, state)
        found.searcher.search(tantivy.Query.all_query(), limit=1)
    except (ValueError, OSError):
        return None
    return found


def read_state(folder: Path) -> State | None:
    """What the folder says of its index; None where it says nothing that can be read."""
    try:
        return State(**json.loads((folder / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def rebuild(session: Session, folder: Path, progress: Progress | None = None) -> Index:
    """Build the index afresh from the database beside the one in use, then put it in its place."""
    generation = events.latest_number(session)
    name = f"built-{uuid.uuid4().hex[:12]}"
    (folder / name).mkdir(parents=True)
    index = tantivy.Index(make_schema(), path=str(folder / name))
    index.register_tokenizer(ANALYSER, make_analyser())
    writer = index.writer(heap_size=BUILD_HEAP, num_threads=1)
    ids = session.scalars(select(Version.statement_id).where(is_public()).distinct()).all()
    done = 0
    for batch in _batches(ids):
        _add(session, writer, batch)
        done += len(batch)
        if progress:
            progress(done, len(ids))
    writer.commit()
    writer.wait_merging_threads()
    state = State(FORMAT, name, generation, _mark(session, generation))
    _write_state(folder, state)
    _remove_others(folder, name)
    return Index(folder, state)


def catch_up(session: Session, index: Index, *, seconds: float) -> bool:
    """Bring the index to the newest event, for about so many seconds at most; whether it got there.

    Where another process is writing, its work is shown as far as it has come. Raises OSError and ValueError where
    the index cannot be used any longer: open or rebuild it then.
    """
    _follow(index)
    latest = events.latest_number(session)
    if index.generation == latest:
        return True
    try:
        writer = index.opened.writer(heap_size=KEEP_UP_HEAP, num_threads=1)
    except ValueError:
        return False
    _follow(index)
    until = time.monotonic() + seconds
    state = index.state
    while state.generation < latest and time.monotonic() < until:
        tail = events.tail(session, after=state.generation, limit=EVENTS_AT_ONCE)
        for batch in _batches(sorted(affected(session, tail), key=str)):
            _replace(session, writer, batch)
        number = tail[-1].number
        state = State(FORMAT, state.folder, number, _mark(session, number))
    writer.commit()
    writer.wait_merging_threads()
    _write_state(index.folder, state)
    index.show(state)
    return state.generation == latest


def affected(session: Session, tail: Sequence[Event]) -> set[uuid.UUID]:
    """Ids of the statements whose entries these events may change."""
    of_statements = {each.subject_id for each in tail if each.subject_kind == Statement.__tablename__}
    renamed = {each.subject_id for each in tail if each.subject_kind == Organisation.__tablename__}
    return of_statements.union(*(organisations.touching(session, each) for each in renamed))


def _follow(index: Index) -> None:
    """Show what another process has written meanwhile, also when it built the index afresh."""
    state = read_state(index.folder)
    if state is None or state.format != FORMAT:
        raise OSError("the index is gone")
    if state.folder != index.state.folder:
        Index.__init__(index, index.folder, state)
    elif state.generation != index.generation:
        index.show(state)


def _add(session: Session, writer: tantivy.IndexWriter, ids: Sequence[uuid.UUID]) -> None:
    statements = queries.statements_by_ids(session, ids, with_text=True)
    named = {each.organisation.id for each in statements}
    named.update(ref.id for each in statements for ref in each.version.covers)
    names = organisations.all_names(session, named)
    for each in statements:
        writer.add_document(entry(each, names))


def _replace(session: Session, writer: tantivy.IndexWriter, ids: Sequence[uuid.UUID]) -> None:
    numbers = list(session.scalars(select(Statement.number).where(Statement.id.in_(ids))))
    if numbers:
        # By query: deleting by the term of an unsigned number deletes nothing (tantivy 0.27).
        writer.delete_documents_by_query(tantivy.Query.term_set_query(make_schema(), "number", numbers))
    _add(session, writer, ids)


def _mark(session: Session, generation: int) -> str:
    """What tells this database's event of that number from another database's."""
    row = session.execute(select(Event.at, Event.subject_id).where(Event.number == generation)).first()
    return f"{row.at.isoformat()} {row.subject_id}" if row else ""


def _batches(ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _write_state(folder: Path, state: State) -> None:
    beside = folder / f"{STATE}.{uuid.uuid4().hex[:8]}"
    beside.write_text(json.dumps(asdict(state)), encoding="utf-8")
    os.replace(beside, folder / STATE)


def _remove_others(folder: Path, kept: str) -> None:
    """Remove indexes that were replaced; whoever still reads one keeps its open files."""
    for each in folder.iterdir():
        if each.is_dir() and each.name != kept and each.name.startswith("built-"):
            shutil.rmtree(each, ignore_errors=True)
