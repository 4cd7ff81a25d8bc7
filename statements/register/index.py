"""This node's search index in its folder: opened, shown, found missing or damaged. Losing it loses nothing.

The folder holds one index in a folder of its own, and `state.json` that names it, its format and its generation: the
number of the newest event that it knows of. The state is replaced in one step, so a reader finds a whole index or none.
"""

import fcntl
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy
from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.events.models import Event
from statements.register.entries import ANALYSER, FORMAT, make_analyser, make_schema

STATE = "state.json"


@dataclass(frozen=True)
class State:
    """Which folder holds the index, in what format, up to which event, and that event's mark.

    `changed` is the number of the last event that changed anything public.
    """

    format: int
    folder: str
    generation: int
    mark: str
    changed: int


class Index:
    """An open index with the state it shows; `by_name` keeps the order of names at a generation."""

    def __init__(self, folder: Path, state: State) -> None:
        self.folder = folder
        self.schema = make_schema()
        self.by_name: tuple[int, list[int]] = (-1, [])
        self._open(state)

    def _open(self, state: State) -> None:
        self.opened = tantivy.Index.open(str(self.folder / state.folder))
        self.opened.register_tokenizer(ANALYSER, make_analyser())
        self.show(state)

    def show(self, state: State) -> None:
        """Show what was committed up to this state to the searches that follow."""
        self.opened.reload()
        self.searcher = self.opened.searcher()
        self.state = state

    def follow(self) -> None:
        """Show what another process wrote meanwhile, or built afresh. Raises OSError, ValueError where it is gone."""
        state = read_state(self.folder)
        if state is None or state.format != FORMAT:
            raise OSError("the index is gone")
        if state.folder != self.state.folder:
            self._open(state)
        elif state.generation != self.generation:
            self.show(state)

    @property
    def generation(self) -> int:
        """The number of the newest event that this index knows of."""
        return self.state.generation

    @property
    def changed(self) -> int:
        """The number of the last event that changed what the public sees: pages are kept until it moves."""
        return self.state.changed


def open_index(session: Session, folder: Path) -> Index | None:
    """The index of this folder; None where there is none that is whole, of this format and of this database."""
    state = read_state(folder)
    if state is None or state.format != FORMAT or state.mark != mark(session, state.generation):
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


def write_state(folder: Path, state: State) -> None:
    """Replace what the folder says of its index, in one step."""
    beside = folder / f"{STATE}.{uuid.uuid4().hex[:8]}"
    beside.write_text(json.dumps(asdict(state)), encoding="utf-8")
    os.replace(beside, folder / STATE)


def mark(session: Session, generation: int) -> str:
    """What tells this database's event of that number from another database's."""
    row = session.execute(select(Event.at, Event.subject_id).where(Event.number == generation)).first()
    return f"{row.at.isoformat()} {row.subject_id}" if row else ""


@contextmanager
def alone(folder: Path, name: str, *, wait: bool = False) -> Iterator[bool]:
    """Whether no other process or thread of this machine is within the same block; with `wait`, wait until none is."""
    with (folder / name).open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
