"""Where else the words of a passage stand: in what officers and readers wrote, in notices, in mail, in the history.

What may be struck there, and what is kept as a record, stands in private_records.toml.
"""

import re
import tomllib
import uuid
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from statements.events.models import Event
from statements.filing.models import FilingHold, SignatureRequest, Statement, Version
from statements.jobs.models import Job
from statements.moderation.blocking import block, blocked
from statements.moderation.models import CaseAssignment
from statements.moderation.notice_models import NoticeState, OfficeNotice
from statements.moderation.reader_models import ReaderReport
from statements.organisations.models import CorrectionNote, LatenessReason, Obligation, OrganisationStatus
from statements.people.models import OutboxMessage
from statements.people.outbox import JOB_KIND

HISTORY = "history"
NOTICES = {NoticeState.DRAFT: "draft-notice", NoticeState.PUBLISHED: "published-notice"}
KINDS = Path(__file__).with_name("private_records.toml")
PLAIN = re.compile(r"[A-Za-z0-9]{3,}")
"""A word that a database writes as it is, also within JSON."""


@dataclass(frozen=True)
class RecordKind:
    """A kind of text: what it is called, whether a passage may be struck there, and why (not).

    From one that is `public` it is struck in any case.
    """

    key: str
    title: str
    strike: bool
    why: str
    public: bool = False


@dataclass(frozen=True)
class Found:
    """How often a passage stands in one kind of private text, and the pages on which an officer reads it."""

    kind: RecordKind
    count: int
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """A row that may hold the passage, in which of its fields, and the page on which an officer reads it.

    A copy of another row is struck with it, and not counted.
    """

    kind: str
    row: Any
    fields: tuple[str, ...]
    page: str = ""
    is_copy: bool = False


@cache
def kinds() -> dict[str, RecordKind]:
    """Every kind of private text by its key, in the list's order. Raises ValueError where history may be struck."""
    read = tomllib.loads(KINDS.read_text(encoding="utf-8"))["kinds"]
    found = {each["key"]: RecordKind(**each) for each in read}
    if found[HISTORY].strike:
        raise ValueError(f"{KINDS.name}: the history of acts is never changed")
    return found


def find(session: Session, *, statement: Statement, pattern: re.Pattern[str]) -> list[Found]:
    """In which kinds of private text a passage stands, of this statement and its organisation."""
    counts: Counter[str] = Counter()
    pages: dict[str, dict[str, None]] = {key: {} for key in kinds()}
    for place in _places(session, statement, pattern):
        count = sum(blocked(getattr(place.row, name), pattern)[1] for name in place.fields)
        counts[place.kind] += 0 if place.is_copy else count
        if count and place.page:
            pages[place.kind][place.page] = None
    return [Found(kind, counts[key], tuple(pages[key])) for key, kind in kinds().items() if counts[key]]


def strike(
    session: Session, *, statement: Statement, pattern: re.Pattern[str], chosen: Collection[str]
) -> dict[str, int]:
    """Block the passage out in the chosen kinds of private text that may be changed, and the public ones; how often."""
    struck: Counter[str] = Counter()
    for place in _places(session, statement, pattern):
        kind = kinds()[place.kind]
        if kind.strike and (kind.public or place.kind in chosen):
            count = block(place.row, place.fields, pattern)
            struck[place.kind] += 0 if place.is_copy else count
    return {key: count for key, count in struck.items() if count}


def _places(session: Session, statement: Statement, pattern: re.Pattern[str]) -> Iterator[Place]:
    yield from _about_the_statement(session, statement)
    yield from _about_the_organisation(session, statement.organisation_id)
    word = _plain_word(pattern)
    yield from _in_mail(session, word)
    yield from _in_history(session, statement, word)


def _about_the_statement(session: Session, statement: Statement) -> Iterator[Place]:
    case = f"/review/cases/{statement.number}"
    for note in session.scalars(select(CaseAssignment).where(CaseAssignment.statement_id == statement.id)):
        yield Place("note", note, ("note",), case)
    for report in session.scalars(select(ReaderReport).where(ReaderReport.statement_id == statement.id)):
        yield Place("report", report, ("passage", "reason", "note"), f"/review/reader-reports/{report.id}")
    for asked in session.scalars(select(SignatureRequest).where(SignatureRequest.statement_id == statement.id)):
        yield Place("filing", asked, ("note",), case)
    held = select(FilingHold).join(Version, Version.id == FilingHold.version_id)
    for hold in session.scalars(held.where(Version.statement_id == statement.id)):
        yield Place("filing", hold, ("note", "end_reason"), case)


def _about_the_organisation(session: Session, organisation_id: uuid.UUID) -> Iterator[Place]:
    for notice in session.scalars(select(OfficeNotice).where(OfficeNotice.organisation_id == organisation_id)):
        kind = NOTICES.get(NoticeState(notice.state), "notice")
        yield Place(kind, notice, ("text", "reply", "outcome"), f"/review/notices/{notice.id}")
    late = select(LatenessReason).join(Obligation, Obligation.id == LatenessReason.obligation_id)
    for said in session.scalars(late.where(Obligation.organisation_id == organisation_id)):
        yield Place("lateness", said, ("words",), f"/review/obligations/{said.obligation_id}")
    for note in session.scalars(select(CorrectionNote).where(CorrectionNote.organisation_id == organisation_id)):
        yield Place("correction", note, ("text",))
    for status in session.scalars(
        select(OrganisationStatus).where(OrganisationStatus.organisation_id == organisation_id)
    ):
        yield Place("correction", status, ("source",))


def _in_mail(session: Session, word: str) -> Iterator[Place]:
    """Messages to whomever, for no message is joined to a statement, and the copies that their jobs hold."""
    messages = select(OutboxMessage).where(cast(OutboxMessage.values, String).icontains(word, autoescape=True))
    for message in session.scalars(messages):
        yield Place("mail", message, ("values", "problem"))
    jobs = select(Job).where(Job.kind == JOB_KIND, cast(Job.arguments, String).icontains(word, autoescape=True))
    for job in session.scalars(jobs):
        yield Place("mail", job, ("arguments",), is_copy=True)


def _in_history(session: Session, statement: Statement, word: str) -> Iterator[Place]:
    holds = [
        column.icontains(word, autoescape=True)
        for column in (Event.reason, cast(Event.before, String), cast(Event.after, String))
    ]
    whose = (Event.organisation_id == statement.organisation_id) | (Event.subject_id == statement.id)
    page = f"/review/audit?organisation={statement.organisation.slug}"
    for event in session.scalars(select(Event).where(whose, or_(*holds))):
        yield Place(HISTORY, event, ("reason", "before", "after"), page)


def _plain_word(pattern: re.Pattern[str]) -> str:
    """The longest word of the passage that a database holds letter for letter, to look for it there; else nothing."""
    words: Sequence[str] = PLAIN.findall(re.sub(r"\\[a-z]", " ", pattern.pattern))
    return max(words, key=len, default="")
