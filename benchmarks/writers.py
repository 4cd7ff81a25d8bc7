"""Many who write the same section of one draft at once: is any of it lost?

    python -m benchmarks.writers --writers 64 --rounds 1000

In a round every writer begins from the section as it was, adds a line of their own and saves, all at once. One wins;
each loser is told, comes again after a moment of their own (`--away`, at most so many seconds), puts theirs to the
newer text and saves, as the side-by-side page does; so does whom a busy database turns away, which is counted apart. A
round ends when all are saved; every line must then stand in the draft. With TEST_DATABASE_URL it runs on PostgreSQL,
else on SQLite.

Whoever saves makes what the others have before them old. Where all come again at once (`--away 0`), those who wait for
one row of PostgreSQL get it in turn and each is old by then: about 12 saves are told to look again for each kept one.
"""

import argparse
import os
import random
import shutil
import tempfile
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Barrier, Lock

from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from portal.cli.database import migrate_to_head
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.errors import Conflict
from statements.filing import drafts, queries, questionnaire
from statements.filing.marks import Seen, section_mark
from statements.filing.models import Draft
from tests.databases import POSTGRES, own_postgres_database
from tests.filing_world import make_filing_world

TURNED_AWAY: Counter[str] = Counter()
ONE_AT_A_TIME = Lock()
CONNECTIONS = 8
"""As many as write at once through a web process of eight threads: the other writers wait for one."""
PATIENCE = 300
"""Seconds after which a round in which somebody never began is given up."""

SECTION, FIELD = "improvement", "improvement_description"


def write(engine: Engine, draft_id: uuid.UUID, by: uuid.UUID, line: str, together: Barrier, away: float) -> int:
    """Save one line in the section, however often it takes; how often that was."""
    section = questionnaire.load("nz-bill-2026").section(SECTION)
    assert section is not None
    for turn in range(1, 10_000):
        if turn > 1:
            time.sleep(random.uniform(0, away))
        with open_session(engine, for_writing=False) as reading:
            draft = reading.get_one(Draft, draft_id)
            text, mark = draft.answers.get(FIELD, ""), section_mark(draft, section)
        if turn == 1:
            together.wait(timeout=PATIENCE)
        with open_session(engine, for_writing=True) as session:
            try:
                draft = session.get_one(Draft, draft_id)
                given, at = {FIELD: f"{text}\n{line}"}, datetime.now(UTC)
                drafts.save(session, draft=draft, by=by, at=at, answers=given, seen=Seen(section, mark))
                session.commit()
                return turn
            except Conflict:
                session.rollback()
            except OperationalError as error:
                session.rollback()
                with ONE_AT_A_TIME:
                    TURNED_AWAY[str(error.orig)] += 1
    raise RuntimeError("a writer never came through")


def rounds(engine: Engine, *, writers: int, count: int, away: float = 0) -> Counter[str]:
    """So many rounds: lines saved, lines lost, saves that were told to look again."""
    at = datetime(2026, 11, 2, tzinfo=UTC)
    with open_session(engine, for_writing=True) as session, session.begin():
        world = make_filing_world(session, at=at)
        draft_id, by = queries.draft_of(session, world.statement).id, world.filer.id
    told: Counter[str] = Counter()
    with ThreadPoolExecutor(writers) as pool:
        for turn in range(count):
            together = Barrier(writers)
            lines = [f"r{turn} w{each}" for each in range(writers)]
            tries = list(pool.map(partial(write, engine, draft_id, by, together=together, away=away), lines))
            with open_session(engine, for_writing=True) as session, session.begin():
                draft = session.scalars(select(Draft).where(Draft.id == draft_id)).one()
                found = set(draft.answers[FIELD].split("\n"))
                drafts.save(session, draft=draft, by=by, at=at, answers={FIELD: ""})
            told["saved"] += writers
            told["lost"] += len(set(lines) - found)
            told["told to look again"] += sum(tries) - writers
            if turn % 10 == 9:
                print(turn + 1, "rounds", dict(told), dict(TURNED_AWAY), flush=True)
    return told


def main() -> None:
    """Run the rounds and say what was lost."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--writers", type=int, default=64)
    asked.add_argument("--rounds", type=int, default=1000)
    asked.add_argument(
        "--away", type=float, default=0, help="seconds, at most, until somebody who was told comes again"
    )
    given = asked.parse_args()
    folder = Path(tempfile.mkdtemp())
    url = own_postgres_database() if POSTGRES else f"sqlite:///{folder / 'portal.db'}"
    migrate_to_head(Settings(database_url=url, data_dir=str(folder)))
    engine = make_engine(url, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=PATIENCE)
    began = time.monotonic()
    told = rounds(engine, writers=given.writers, count=given.rounds, away=given.away)
    engine.dispose()
    spent = f"{time.monotonic() - began:.0f} s, {time.process_time():.0f} CPU s, load {os.getloadavg()[0]:.1f}"
    print(dict(told), "turned away", dict(TURNED_AWAY), spent, "PostgreSQL" if POSTGRES else "SQLite")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
