"""Write the search index: the whole of it from the database, or what the tail of events changed."""

import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import tantivy
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements.errors import Conflict
from statements.events import service as events
from statements.events.models import Event
from statements.filing.holds import HELD
from statements.filing.models import Statement, Version
from statements.organisations.models import Organisation
from statements.register import organisations, queries
from statements.register.entries import ANALYSER, FORMAT, entry, make_analyser, make_schema
from statements.register.index import Index, State, alone, mark, write_state
from statements.register.public import PublicStatement
from statements.register.visible import is_public

BATCH = 100
BUILD_HEAP, KEEP_UP_HEAP = 120_000_000, 15_000_000
EVENTS_AT_ONCE = 200
BUILD, WRITE = "build.lock", "write.lock"

Progress = Callable[[int, int], None]
"""Told how many statements of how many are in the index."""


def rebuild(session: Session, folder: Path, progress: Progress | None = None) -> Index:
    """Build the index afresh from the database beside the one in use, then put it in its place.

    Raises Conflict where it is being built already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder, BUILD) as free:
        if not free:
            raise Conflict("The search index is being built already.")
        generation = events.latest_number(session)
        name = f"built-{uuid.uuid4().hex[:12]}"
        _build(session, folder / name, progress)
        state = State(FORMAT, name, generation, mark(session, generation), changed=generation)
        with alone(folder, WRITE, wait=True):
            write_state(folder, state)
            _remove_others(folder, name)
    return Index(folder, state)


def is_being_built(folder: Path) -> bool:
    """Whether a process of this machine builds the index of this folder at the moment."""
    if not folder.is_dir():
        return False
    with alone(folder, BUILD) as free:
        return not free


def catch_up(session: Session, index: Index, *, seconds: float) -> bool:
    """Bring the index to the newest event, for about so many seconds at most; whether it got there.

    Where another process is writing, its work is shown as far as it has come. Raises OSError and ValueError where
    the index cannot be used any longer: open or rebuild it then.
    """
    index.follow()
    latest = events.latest_number(session)
    if index.generation >= latest:
        return True
    with alone(index.folder, WRITE) as free:
        if not free:
            return False
        index.follow()
        state = _write_tail(session, index, latest, time.monotonic() + seconds)
        if state.generation != index.generation:
            write_state(index.folder, state)
            index.show(state)
    return index.generation >= latest


def affected(session: Session, tail: Sequence[Event]) -> set[uuid.UUID]:
    """Ids of the public statements whose entries these events may change."""
    named = {each.subject_id for each in tail if each.subject_kind == Statement.__tablename__}
    renamed = {each.subject_id for each in tail if each.subject_kind == Organisation.__tablename__}
    public = session.scalars(select(Version.statement_id).where(is_public(), Version.statement_id.in_(named)))
    hidden = {each.subject_id for each in tail if each.kind == HELD}
    return hidden.union(public, *(organisations.touching(session, each) for each in renamed))


def public_statements(session: Session) -> int:
    """How many statements an index of this database holds."""
    return session.scalar(select(func.count(Version.statement_id.distinct())).where(is_public())) or 0


def in_memory(session: Session, statements: Sequence[PublicStatement]) -> tantivy.Index:
    """An index of these statements alone, which were read with their text; it is gone with whoever holds it."""
    held = tantivy.Index(make_schema())
    held.register_tokenizer(ANALYSER, make_analyser())
    writer = held.writer(heap_size=KEEP_UP_HEAP, num_threads=1)
    named = {ref.id for each in statements for ref in (each.organisation.ref, *each.version.covers)}
    names = organisations.all_names(session, named)
    for each in statements:
        writer.add_document(entry(each, names))
    writer.commit()
    writer.wait_merging_threads()
    held.reload()
    return held


def _build(session: Session, folder: Path, progress: Progress | None) -> None:
    folder.mkdir()
    index = tantivy.Index(make_schema(), path=str(folder))
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


def _write_tail(session: Session, index: Index, latest: int, until: float) -> State:
    """Write what the events up to `latest` changed, or as many of them as fit until that moment."""
    state, writer = index.state, None
    while state.generation < latest:
        tail = events.tail(session, after=state.generation, limit=EVENTS_AT_ONCE)
        ids = sorted(affected(session, tail), key=str)
        if ids and writer is None:
            writer = index.opened.writer(heap_size=KEEP_UP_HEAP, num_threads=1)
        for batch in _batches(ids):
            _replace(session, writer, batch)
        number = tail[-1].number
        changed = number if ids else state.changed
        state = replace(state, generation=number, mark=mark(session, number), changed=changed)
        if time.monotonic() > until:
            break
    if writer is not None:
        writer.commit()
        writer.wait_merging_threads()
    return state


def _add(session: Session, writer: tantivy.IndexWriter, ids: Sequence[uuid.UUID]) -> None:
    statements = queries.statements_by_ids(session, ids, with_text=True)
    named = {each.organisation.id for each in statements}
    named.update(ref.id for each in statements for ref in each.version.covers)
    names = organisations.all_names(session, named)
    for each in statements:
        writer.add_document(entry(each, names))


def _replace(session: Session, writer: tantivy.IndexWriter | None, ids: Sequence[uuid.UUID]) -> None:
    if writer is None:
        return
    numbers = list(session.scalars(select(Statement.number).where(Statement.id.in_(ids))))
    # By query: deleting by the term of an unsigned number deletes nothing (tantivy 0.27).
    writer.delete_documents_by_query(tantivy.Query.term_set_query(make_schema(), "number", numbers))
    _add(session, writer, ids)


def _batches(ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _remove_others(folder: Path, kept: str) -> None:
    """Remove indexes that were replaced; whoever still reads one keeps its open files."""
    for each in folder.iterdir():
        if each.is_dir() and each.name != kept and each.name.startswith("built-"):
            shutil.rmtree(each, ignore_errors=True)
