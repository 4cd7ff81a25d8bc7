"""How fast the register is searched: invented statements in a SQLite database, the index built, questions timed.

    python -m benchmarks.search --statements 5000

Words follow Zipf's law, as those of real texts do; names are two invented words and a legal ending. A third of the
statements has a released profile. Every question is asked with all ten facets, its snippets and its statements read
from the database; the API is asked through WSGI, with the page kept for nobody (each question is a new address).
"""

import argparse
import json
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from portal.app import create_app
from portal.cli.database import migrate_to_head
from portal.config import Settings
from scoring.rubric import load
from statements.clock import twelve_months_to
from statements.db import make_engine, open_session
from statements.events import service as events
from statements.filing.models import Coverage, Document, Statement, Version, VersionDocument
from statements.moderation.models import AssessmentRecord, FindingRecord, Notice
from statements.organisations.models import Organisation, OrganisationName
from statements.organisations.names import lookup_key, sort_key
from statements.reference import tables
from statements.register import facets, indexing
from statements.register.index import Index
from statements.register.search import SearchQuery, Sort, search

AT = datetime(2026, 7, 1, tzinfo=UTC)
RUBRIC = "ungp-1"
VOCABULARY = 30_000
SYLLABLES = ("ka", "ri", "to", "ma", "ne", "lo", "sa", "vi", "du", "pe", "wha", "nga", "bro", "ster", "mun", "tel")
ROUNDS = 100


def invent_words(chance: random.Random, count: int) -> list[str]:
    """Invented words, each once."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(found)


class World:
    """What the statements are made of; the same every time."""

    def __init__(self) -> None:
        self.chance = random.Random(20260701)
        self.words = invent_words(self.chance, VOCABULARY)
        self.weights = [1 / rank for rank in range(1, VOCABULARY + 1)]
        self.industries = [code for code, each in tables.industries().items() if each.level == "class"]

    def text(self) -> list[str]:
        """The pages of a statement of 1,000 to 3,000 words."""
        words = self.chance.choices(self.words, self.weights, k=self.chance.randint(1000, 3000))
        return [" ".join(words[start : start + 400]) + "." for start in range(0, len(words), 400)]

    def organisation(self) -> Organisation:
        """An organisation with a name of its own."""
        first, second = self.chance.sample(self.words, 2)
        name = f"{first.title()} {second.title()} {self.chance.choice(('Limited', 'Group', 'Trust'))}"
        made = Organisation(
            slug=uuid.uuid4().hex,
            name=name,
            sort_key=sort_key(name)[0],
            kind=self.chance.choice(list(tables.organisation_kinds())),
            industry=self.chance.choice(self.industries),
            region=self.chance.choice(list(tables.regions())),
            revenue_band=self.chance.choice(list(tables.revenue_bands())),
            created_at=AT,
        )
        made.names = [OrganisationName(name=name, folded=lookup_key(name), kind="legal")]
        return made


def fill(session: Session, world: World, count: int) -> None:
    """Put so many published statements into the database, up to five of an organisation."""
    organisation = world.organisation()
    for number in range(1, count + 1):
        if number % 5 == 1:
            organisation = world.organisation()
            session.add(organisation)
            session.flush()
        end = date(2026 - number % 5, 3, 31)
        statement = Statement(
            number=number,
            organisation_id=organisation.id,
            profile="nz-bill-2026",
            period_start=twelve_months_to(end).start,
            period_end=end,
            state="published",
            started_at=AT,
            published_at=AT,
        )
        session.add(statement)
        session.flush()
        add_version(session, world, statement)
        if number % 500 == 0:
            session.commit()
            session.expunge_all()
    events.record(session, kind="statement.published", subject=statement, by=None, at=AT, public=True)
    session.commit()


def add_version(session: Session, world: World, statement: Statement) -> None:
    """The statement's version with its document and, for every third, a released profile."""
    pages = world.text()
    document = Document(
        sha256=uuid.uuid4().hex * 2,
        filename="statement.pdf",
        media_type="application/pdf",
        size=1,
        pages=pages,
        words=sum(len(page.split()) for page in pages),
        organisation_id=statement.organisation_id,
        uploaded_at=AT,
    )
    version = Version(
        statement_id=statement.id,
        number=1,
        state="published",
        answers={},
        approval={},
        signature={},
        fingerprint=uuid.uuid4().hex,
        submitted_at=AT,
        published_at=AT,
    )
    session.add_all([document, version])
    session.flush()
    session.add(VersionDocument(version_id=version.id, document_id=document.id, position=0))
    session.add(Coverage(version_id=version.id, organisation_id=statement.organisation_id))
    if statement.number % 3 == 0:
        release(session, world, version)


def release(session: Session, world: World, version: Version) -> None:
    """A released profile with a level for each criterion."""
    record = AssessmentRecord(
        version_id=version.id, rubric=RUBRIC, model="none", text_hash="", body={}, made_at=AT, current=True
    )
    session.add(record)
    session.flush()
    for criterion in load(RUBRIC).scored_criteria:
        level = world.chance.randint(0, 2)
        session.add(
            FindingRecord(
                assessment_id=record.id,
                criterion=criterion.id,
                machine_outcome="scored",
                machine_level=level,
                level=level,
                state="confirmed",
                machine_reason="",
                evidence=[],
            )
        )
    session.add(Notice(assessment_id=record.id, confirmed_by=uuid.uuid4(), sent_at=AT, answer_by=AT, released_at=AT))


def questions(world: World) -> dict[str, Callable[[], SearchQuery]]:
    """Kinds of question; each call asks another one of its kind."""
    chance, words = world.chance, world.words
    everything = facets.names()

    def ask(text: str, **options: object) -> SearchQuery:
        return SearchQuery(text=text, facets=everything, **options)  # type: ignore[arg-type]

    def slip(word: str) -> str:
        return word[:2] + word[3:]

    return {
        "no text, newest first": lambda: ask("", offset=20 * chance.randint(0, 10)),
        "one common word": lambda: ask(words[chance.randint(0, 50)]),
        "one rare word": lambda: ask(words[chance.randint(5000, VOCABULARY - 1)]),
        "three words": lambda: ask(" ".join(chance.sample(words[:500], 3))),
        "two words and two filters": lambda: ask(
            " ".join(chance.sample(words[:500], 2)),
            filters={"year": ["2025", "2026"], "region": chance.sample(list(tables.regions()), 3)},
        ),
        "phrase of common words": lambda: ask(f'"{words[chance.randint(0, 9)]} {words[chance.randint(0, 9)]}"'),
        "beginning of a word": lambda: ask(words[chance.randint(100, 2000)][:4] + "*"),
        "a name with a slip": lambda: ask(slip(words[chance.randint(10_000, VOCABULARY - 1)])),
        "sorted by name": lambda: ask(words[chance.randint(0, 50)], sort=Sort.NAME),
    }


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that the work took, by the clock on the wall and of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def show(kind: str, times: list[tuple[float, float]]) -> None:
    """One row of the table in docs/benchmarks.md."""
    wall, cpu = (statistics.quantiles(each, n=20) for each in zip(*times, strict=True))
    print(f"| {kind} | {wall[9]:.1f} | {wall[18]:.1f} | {cpu[9]:.1f} | {cpu[18]:.1f} |")


def measure(settings: Settings, index: Index, world: World) -> None:
    """Time each kind of question by the function and one mixture through the API."""
    engine = make_engine(settings.database)
    asked = questions(world)
    with open_session(engine, for_writing=False) as session:
        for kind, make in asked.items():
            search(index, session, make())
            show(kind, [timed(partial(search, index, session, make())) for _ in range(ROUNDS)])
    client = create_app(settings).test_client()
    kinds = [make for kind, make in asked.items() if "sorted" not in kind]
    client.get("/api/v1/statements")
    client.get("/statements")
    for path, more in (("/api/v1/statements", {"facets": 1}), ("/statements", {})):
        queries = [world.chance.choice(kinds)() for _ in range(ROUNDS)]
        asks = [{"q": f"{each.text} -zz{number}", **more} for number, each in enumerate(queries)]
        show(f"all kinds through {path}", [timed(partial(client.get, path, query_string=ask)) for ask in asks])


def main() -> None:
    """Build the world, the index, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=5000)
    count = parser.parse_args().statements
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=folder, secret_key="only here")
        migrate_to_head(settings)
        world = World()
        engine = make_engine(settings.database)
        with open_session(engine, for_writing=True) as session:
            filling, _ = timed(lambda: fill(session, world, count))
        with open_session(engine, for_writing=False) as session:
            began, cpu = time.perf_counter(), time.process_time()
            index = indexing.rebuild(session, settings.index)
            took, worked = time.perf_counter() - began, time.process_time() - cpu
        size = sum(path.stat().st_size for path in Path(settings.index).rglob("*") if path.is_file())
        built = {
            "statements": count,
            "filled_s": round(filling / 1000),
            "index_s": round(took),
            "index_cpu_s": round(worked),
        }
        print(json.dumps({**built, "index_MB": round(size / 1e6)}))
        print("| question, with ten facets and snippets | p50 ms | p95 ms | p50 CPU ms | p95 CPU ms |")
        print("|---|---|---|---|---|")
        measure(settings, index, world)


if __name__ == "__main__":
    main()
