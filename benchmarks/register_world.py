"""A register as large as asked for, made of real sentences: what `benchmarks.search` and `benchmarks.web` measure on.

Sentences of the real statements in the folder of outside data are drawn at random until a statement has about 3,000
words, so that words are as frequent, and stand beside each other, as they do in statements. Names are real ones too;
nothing of it is written anywhere but into the database of the benchmark.
"""

import csv
import gzip
import random
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scoring.model import Page
from scoring.rubric import load
from scoring.sentences import split_sentences
from statements.clock import twelve_months_to
from statements.events import service as events
from statements.filing import questionnaire
from statements.filing.models import Coverage, Document, Statement, Version, VersionDocument
from statements.filing.questionnaire import Kind, Question
from statements.moderation.models import AssessmentRecord, FindingRecord, Notice
from statements.organisations.models import Organisation, OrganisationName
from statements.organisations.names import lookup_key, sort_key
from statements.reference import tables

AT = datetime(2026, 7, 1, tzinfo=UTC)
LAW, RUBRIC = "nz-bill-2026", "ungp-1"
WORDS = 3000
SENTENCES_A_PAGE = 20
YEARS_OF_ONE = 5
RELEASED_EVERY = 3
AT_ONCE = 500
LONGEST_SENTENCE = 600

Rows = dict[type, list[dict[str, Any]]]


def sentences(data: Path) -> list[str]:
    """Every sentence of the real texts, once for each time that it stands there."""
    csv.field_size_limit(sys.maxsize)
    found = []
    for text in _texts(data):
        found += [each.text for each in split_sentences([Page(1, text)]) if len(each.text) <= LONGEST_SENTENCE]
    return found


def _texts(data: Path) -> Iterator[str]:
    with gzip.open(data / "statements/unlabelled_texts_981.csv.gz", "rt", encoding="utf-8") as lines:
        yield from (row["text"] for row in csv.DictReader(lines))
    for name, column in (
        ("statements/uk_food_with_text.csv", "text_data"),
        ("labelled/training_answers_213.csv", "Text"),
    ):
        with (data / name).open(encoding="utf-8", errors="replace", newline="") as lines:
            yield from (row[column] or "" for row in csv.DictReader(lines))


def names(data: Path) -> list[str]:
    """Real names of companies, each once."""
    with (data / "names/uk_private_organisations.csv").open(encoding="utf-8", errors="replace", newline="") as lines:
        return list(dict.fromkeys(row["OrganisationName"].strip() for row in csv.DictReader(lines)))


@cache
def coded() -> tuple[Question, ...]:
    """The questions whose answers are codes."""
    kinds = (Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN, Kind.COUNTRIES)
    return tuple(each for each in questionnaire.load(LAW).questions if each.public and each.kind in kinds)


class World:
    """What the statements are made of; the same every time."""

    def __init__(self, data: Path) -> None:
        self.chance = random.Random(20260701)
        self.sentences = sentences(data)
        self.lengths = [len(each.split()) for each in self.sentences]
        self.names = names(data)
        self.industries = [code for code, each in tables.industries().items() if each.level == "class"]
        self.countries = list(tables.countries())
        self.criteria = [each.id for each in load(RUBRIC).scored_criteria]

    def pages(self) -> tuple[list[dict[str, Any]], int]:
        """The pages of a statement of about WORDS words, and how many words they have."""
        drawn, words = [], 0
        while words < WORDS:
            at = self.chance.randrange(len(self.sentences))
            drawn.append(self.sentences[at])
            words += self.lengths[at]
        pages = [" ".join(drawn[at : at + SENTENCES_A_PAGE]) for at in range(0, len(drawn), SENTENCES_A_PAGE)]
        return [{"number": number, "text": text} for number, text in enumerate(pages, start=1)], words

    def answers(self) -> dict[str, Any]:
        """Most coded questions answered, at random."""
        return {each.key: self._answer(each) for each in coded() if self.chance.random() < 0.8}

    def _answer(self, question: Question) -> Any:
        if question.kind is Kind.BOOLEAN:
            return self.chance.random() < 0.6
        if question.kind is Kind.CHOICE:
            return self.chance.choice(question.options).value
        values = [each.value for each in question.options] or self.countries
        return self.chance.sample(values, self.chance.randint(1, min(5, len(values))))

    def name(self, number: int) -> str:
        """A name that nobody else has: the real ones first, then their parts joined anew."""
        if number < len(self.names):
            return self.names[number]
        first, second = self.chance.sample(self.names, 2)
        return f"{first.split()[0]} {second.split()[0]} {number} Limited"


def fill(session: Session, world: World, count: int) -> None:
    """Put so many published statements into the database, up to five of an organisation."""
    rows: Rows = {}
    organisation = None
    for number in range(1, count + 1):
        if organisation is None or number % YEARS_OF_ONE == 1:
            organisation = _organisation(rows, world, number // YEARS_OF_ONE)
        _statement(rows, world, organisation, number)
        if number % AT_ONCE == 0 or number == count:
            _write(session, rows)
    session.flush()
    last = session.query(Statement).filter_by(number=count).one()
    events.record(session, kind="statement.published", subject=last, by=None, at=AT, public=True)
    session.commit()


def publish(session: Session, world: World, number: int, text: str, at: datetime) -> None:
    """One more published statement, with its event, in a transaction of its own."""
    rows: Rows = {}
    organisation = _organisation(rows, world, number)
    _statement(rows, world, organisation, number, text)
    _write(session, rows)
    made = session.query(Statement).filter_by(number=number).one()
    events.record(session, kind="statement.published", subject=made, by=None, at=at, public=True)
    session.commit()


def _write(session: Session, rows: Rows) -> None:
    for model, values in rows.items():
        session.execute(insert(model), values)
    session.commit()
    rows.clear()


def _organisation(rows: Rows, world: World, number: int) -> uuid.UUID:
    chance, key, name = world.chance, uuid.uuid4(), world.name(number)
    _add(
        rows,
        Organisation,
        id=key,
        slug=key.hex,
        name=name,
        sort_key=sort_key(name)[0],
        kind=chance.choice(list(tables.organisation_kinds())),
        industry=chance.choice(world.industries),
        region=chance.choice(list(tables.regions())),
        revenue_band=chance.choice(list(tables.revenue_bands())),
        created_at=AT,
    )
    _add(rows, OrganisationName, id=uuid.uuid4(), organisation_id=key, name=name, folded=lookup_key(name), kind="legal")
    return key


def _statement(rows: Rows, world: World, organisation: uuid.UUID, number: int, text: str = "") -> None:
    statement, version, document = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    end = date(2026 - number % YEARS_OF_ONE, 3, 31)
    period = twelve_months_to(end)
    moments = {"started_at": AT, "published_at": AT}
    _add(rows, Statement, id=statement, number=number, organisation_id=organisation, profile=LAW, state="published",
         period_start=period.start, period_end=end, current_version_id=version, **moments)  # fmt: skip
    pages, words = world.pages()
    if text:
        pages.append({"number": len(pages) + 1, "text": text})
    _add(rows, Document, id=document, sha256=uuid.uuid4().hex * 2, filename="statement.pdf", size=1, words=words,
         media_type="application/pdf", pages=pages, organisation_id=organisation, uploaded_at=AT)  # fmt: skip
    _add(rows, Version, id=version, statement_id=statement, number=1, state="published", answers=world.answers(),
         approval={}, signature={}, fingerprint=version.hex, submitted_at=AT, published_at=AT)  # fmt: skip
    _add(rows, VersionDocument, version_id=version, document_id=document, position=0)
    _add(rows, Coverage, id=uuid.uuid4(), version_id=version, organisation_id=organisation)
    if number % RELEASED_EVERY == 0:
        _release(rows, world, version)


def _release(rows: Rows, world: World, version: uuid.UUID) -> None:
    record = uuid.uuid4()
    _add(rows, AssessmentRecord, id=record, version_id=version, rubric=RUBRIC, model="none", text_hash="", body={},
         made_at=AT, current=True)  # fmt: skip
    for criterion in world.criteria:
        level = world.chance.randint(0, 2)
        _add(rows, FindingRecord, id=uuid.uuid4(), assessment_id=record, criterion=criterion, machine_level=level,
             machine_outcome="scored", level=level, state="confirmed", machine_reason="", evidence=[])  # fmt: skip
    _add(rows, Notice, id=uuid.uuid4(), assessment_id=record, confirmed_by=uuid.uuid4(), sent_at=AT, answer_by=AT,
         released_at=AT)  # fmt: skip


def _add(rows: Rows, table: type, /, **values: Any) -> None:
    rows.setdefault(table, []).append(values)
