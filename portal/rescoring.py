"""Read the whole register anew: here, in several processes, or on a cluster; the same result whichever way.

What one process reads rests on its own facts alone, and everything is kept in the order of the statements' numbers.
A run that was killed is gone on with: what it kept is not read again.
"""

import multiprocessing
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Engine

from scoring import Assessment, Facts, load_rubric, model_name
from scoring import assess as read
from statements.db import open_session
from statements.jobs import service as jobs
from statements.moderation import rescoring
from statements.moderation.assess import facts_of, is_of_its_text, load_version, record_assessment

KIND = "rescore"
AT_ONCE = 16
"""Versions that are read and kept in one short transaction."""
NOTED_AT_ONCE = 50

Item = TypeVar("Item")
Task = tuple[Facts, str]
Map = Callable[[Iterable[Task]], Iterable[Assessment]]
"""Reads each version's facts against a rubric and gives the assessments in the same order."""


@dataclass(frozen=True)
class Outcome:
    """What came of a run: `read` now, of `total` versions in all."""

    read: int
    total: int


def read_one(task: Task) -> Assessment:
    """One version read against one rubric; the work of one process."""
    facts, rubric = task
    return read(facts, load_rubric(rubric))


@contextmanager
def one_process() -> Iterator[Map]:
    """Read here."""
    yield lambda tasks: map(read_one, tasks)


@contextmanager
def processes(count: int) -> Iterator[Map]:
    """Read in this many processes of this machine, each with the model loaded once."""
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield lambda tasks: pool.map(read_one, tasks)


def run(
    engine: Engine,
    *,
    rubric: str,
    reading: AbstractContextManager[Map],
    progress: Callable[[int, int], None],
    at_once: int = AT_ONCE,
) -> Outcome:
    """Read what was not read yet by this rubric (empty: the one in force for each period) and the model of this code.

    `progress` is told after each stretch how many of all are read. Each stretch is kept as soon as it is read.
    """
    with open_session(engine, for_writing=False) as session:
        total = rescoring.count_read_anew(session)
        wanted = rescoring.to_read(session, rubric=rubric, model=model_name())
    _note(engine, [each.version_id for each in wanted])
    done = 0
    with reading as mapping:
        for stretch in batched(wanted, at_once):
            facts = _facts(engine, stretch)
            made = list(mapping([(fact, each.rubric) for fact, each in zip(facts, stretch, strict=True)]))
            _keep(engine, stretch, facts, made)
            done += len(stretch)
            progress(total - len(wanted) + done, total)
    return Outcome(read=done, total=total)


def batched(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in order, so many at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))


def _note(engine: Engine, version_ids: Sequence[uuid.UUID]) -> None:
    for stretch in batched(version_ids, NOTED_AT_ONCE):
        with open_session(engine, for_writing=True) as session, session.begin():
            rescoring.note_sentences(session, version_ids=stretch)


def _facts(engine: Engine, stretch: Iterable[rescoring.ToRead]) -> list[Facts]:
    with open_session(engine, for_writing=False) as session:
        return [facts_of(session, load_version(session, each.version_id)) for each in stretch]


def _keep(
    engine: Engine, stretch: Sequence[rescoring.ToRead], facts: Sequence[Facts], made: Sequence[Assessment]
) -> None:
    with open_session(engine, for_writing=True) as session, session.begin():
        for each, fact, assessment in zip(stretch, facts, made, strict=True):
            version, at = load_version(session, each.version_id), datetime.now(UTC)
            if is_of_its_text(version, assessment):
                record_assessment(session, version=version, assessment=assessment, at=at, facts=fact)


def start(engine: Engine, *, rubric: str) -> uuid.UUID:
    """The job's row of a run from the command line: the one that was left unfinished, or a new one."""
    with open_session(engine, for_writing=True) as session, session.begin():
        return jobs.take_up(session, kind=KIND, arguments={"rubric": rubric}, at=datetime.now(UTC)).id


def tell(engine: Engine, job_id: uuid.UUID, done: int, total: int) -> None:
    """Write down how far a run has come."""
    with open_session(engine, for_writing=True) as session, session.begin():
        jobs.progress(jobs.load(session, job_id), done=done, total=total, at=datetime.now(UTC))


def end(engine: Engine, job_id: uuid.UUID, result: dict[str, Any]) -> None:
    """Write down that a run came to its end."""
    with open_session(engine, for_writing=True) as session, session.begin():
        jobs.end(jobs.load(session, job_id), at=datetime.now(UTC), result=result)
