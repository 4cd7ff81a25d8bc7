"""Take a passage down, such as a person's details, from everything that the register shows or keeps of a statement.

Every letter of it becomes a block, so that places in the text stay right. What was taken down stands in no event.
"""

import re
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring import Page, split_sentences
from statements.errors import Invalid, Problem
from statements.events import service as events
from statements.filing.models import Document, Statement, UnsavedSection, Version
from statements.limits import LONG_TEXT
from statements.moderation import forgetting, private_text, rules
from statements.moderation.blocking import block, blocked
from statements.moderation.models import AssessmentRecord, DraftReading, FindingRecord, Notice, Review, SecondOpinion
from statements.people import policy
from statements.people.models import Role
from statements.reference.folding import fold

TAKEN_DOWN, HIDES = "passage.taken_down", "hides"
"""The event of a take-down names there the events whose public reasons held the passage: officers alone read them."""
WORD_LISTS = ("words", "weighed")
SHORTEST = 4
"""Characters that a passage needs, so that no ordinary word is struck out everywhere."""


def take_down(
    session: Session,
    *,
    statement: Statement,
    passage: str,
    reason: str,
    by: uuid.UUID,
    at: datetime,
    private: Collection[str] = (),
) -> int:
    """Block out a passage in every version, draft, finding and reply of a statement; in how many places it stood.

    The files that hold it are no longer handed out. `private` names the kinds of private text (`private_text.kinds`)
    in which it is struck too, where they may be changed; the event tells how often, and where it was kept. Raises
    Invalid where the passage is too short or stands nowhere, or no reason is given: the reason is public, and must not
    repeat the passage.
    """
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    pattern = _checked(passage, reason)
    session.refresh(statement, with_for_update=True)
    before = forgetting.held_by(statement)
    count, answers = _in_the_statement(session, statement, passage, pattern, at)
    struck = private_text.strike(session, statement=statement, pattern=pattern, chosen=private)
    told = _elsewhere(session, statement, pattern, struck)
    if not count and not struck and not told.get(HIDES):
        raise Invalid([Problem("These words stand nowhere in the statement.", "Copy them from its text.", "passage")])
    session.flush()
    forgetting.forget(session, statement=statement, before=before)
    events.record(
        session,
        kind=TAKEN_DOWN,
        subject=statement,
        by=by,
        at=at,
        organisation_id=statement.organisation_id,
        after={"places": count, "answers": answers, **told},
        reason=reason.strip(),
        public=True,
    )
    return count


def _checked(passage: str, reason: str) -> re.Pattern[str]:
    """How the passage is found, wherever its lines break. Raises Invalid for it, or for the reason."""
    pattern = _pattern(passage)
    rules.check_text(reason, "reason", "Say why it is taken down; the reason is public.")
    if pattern.search(reason):
        raise Invalid([Problem("The reason repeats the passage.", "Say it without its words.", "reason")])
    return pattern


def _in_the_statement(
    session: Session, statement: Statement, passage: str, pattern: re.Pattern[str], at: datetime
) -> tuple[int, int]:
    """Block the passage out in all that is kept of a statement; in how many places, and how many answers."""
    answers = _in_answers(statement, pattern)
    count = sum(_in_documents(session, statement, pattern, at)) + answers
    every_way = (pattern, *_split(passage))
    count += sum(_in_what_is_written(session, statement, each) for each in every_way)
    for record in _assessments(session, statement):
        count += sum(_in_assessment(session, record, each) for each in every_way)
        _forget_words(record, gone_words(passage, record.body))
    count += _in_what_officers_wrote(session, statement, pattern) + block(statement, ("withdrawn_reason",), pattern)
    return count, answers


def _elsewhere(
    session: Session, statement: Statement, pattern: re.Pattern[str], struck: Mapping[str, int]
) -> dict[str, Any]:
    """How often the passage was struck from private text, and kept there, by kind; which public reasons are hidden."""
    kept = {each.kind.key: each.count for each in private_text.find(session, statement=statement, pattern=pattern)}
    public = events.history(session, subject=statement, public_only=True)
    hides = [each.number for each in public if pattern.search(each.reason)]
    told = {"struck_in_private": struck, "kept_in_private": kept, HIDES: hides}
    return {key: counts for key, counts in told.items() if counts}


def look(session: Session, *, statement: Statement, passage: str, by: uuid.UUID) -> list[private_text.Found]:
    """Where a passage stands in private text, for an officer. Raises Invalid where it is too short."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    return private_text.find(session, statement=statement, pattern=_pattern(passage))


def also_in(session: Session, *, statement: Statement, passage: str) -> list[int]:
    """The numbers of the organisation's other statements that hold the passage: it is taken down in each by itself."""
    pattern = _pattern(passage)
    theirs = Statement.organisation_id == statement.organisation_id
    query = select(Statement).where(theirs, Statement.id != statement.id).order_by(Statement.number)
    return [each.number for each in session.scalars(query) if _holds(each, pattern)]


def _holds(statement: Statement, pattern: re.Pattern[str]) -> bool:
    texts: list[Any] = [version.answers for version in statement.versions]
    texts += [each.pages for version in statement.versions for each in version.documents]
    return any(blocked(each, pattern)[1] for each in texts)


def gone_words(passage: str, body: Any) -> frozenset[str]:
    """The words of a passage that stand nowhere else in what was read: none of them may stay among weighed words."""
    left = {word for text in _texts(body) for word in _words(text)}
    return frozenset(_words(passage)) - left


def without_words(value: Any, gone: frozenset[str]) -> Any:
    """A value of JSON whose lists of words, those that evidence is known and weighed by, hold none of these."""
    if isinstance(value, list):
        return [without_words(each, gone) for each in value]
    if isinstance(value, dict):
        return {
            key: [word for word in each if not gone & set(_words(word))]
            if key in WORD_LISTS
            else without_words(each, gone)
            for key, each in value.items()
        }
    return value


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str) and key == "text":
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, name)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _forget_words(record: AssessmentRecord, gone: frozenset[str]) -> None:
    if not gone:
        return
    record.body = without_words(record.body, gone)
    for row in record.findings:
        row.evidence = without_words(row.evidence, gone)


def _pattern(passage: str) -> re.Pattern[str]:
    words = passage.split()
    if len("".join(words)) < SHORTEST:
        raise Invalid([Problem(f"Give at least {SHORTEST} letters of the passage.", field="passage")])
    if len(passage) > LONG_TEXT.value:
        raise Invalid([Problem(f"This is longer than {LONG_TEXT.readable}.", "Take it down in parts.", "passage")])
    return re.compile(_literal(words), re.IGNORECASE)


def _split(passage: str) -> list[re.Pattern[str]]:
    """Where a passage runs over several sentences: how each of them ends, is, or begins, for they are kept apart."""
    pieces = [each.text for each in split_sentences([Page(1, passage)])]
    last = len(pieces) - 1
    return [
        re.compile(
            ("" if place == 0 else r"^\s*") + _literal(piece.split()) + ("" if place == last else r"\s*$"),
            re.IGNORECASE,
        )
        for place, piece in enumerate(pieces)
        if last and len("".join(piece.split())) >= SHORTEST
    ]


def _literal(words: list[str]) -> str:
    return r"\s+".join(re.escape(each) for each in words)


def _in_documents(session: Session, statement: Statement, pattern: re.Pattern[str], at: datetime) -> Iterable[int]:
    rows = {each.id: each for version in statement.versions for each in version.documents}
    if statement.draft is not None:
        ids = [uuid.UUID(each) for each in statement.draft.documents]
        rows |= {each.id: each for each in session.scalars(select(Document).where(Document.id.in_(ids)))}
    for document in rows.values():
        found = block(document, ("pages", "filename"), pattern)
        if found:
            document.withheld_at = at
        yield found


def _in_answers(statement: Statement, pattern: re.Pattern[str]) -> int:
    fields = ("answers", "correction_reason")
    count = sum(block(version, fields, pattern) for version in statement.versions)
    return count + (block(statement.draft, fields, pattern) if statement.draft is not None else 0)


def _in_what_is_written(session: Session, statement: Statement, pattern: re.Pattern[str]) -> int:
    """What somebody types and has not saved, and what the machine read of the draft."""
    if statement.draft is None:
        return 0
    typed = select(UnsavedSection).where(UnsavedSection.draft_id == statement.draft.id)
    read = session.get(DraftReading, statement.draft.id)
    count = sum(block(each, ("typed",), pattern) for each in session.scalars(typed))
    return count + (block(read, ("body",), pattern) if read is not None else 0)


def _in_what_officers_wrote(session: Session, statement: Statement, pattern: re.Pattern[str]) -> int:
    """Why a version was returned and what was said to it; what officers asked each other."""
    reviews = select(Review).join(Version, Version.id == Review.version_id).where(Version.statement_id == statement.id)
    asked = (
        select(SecondOpinion)
        .join(FindingRecord, FindingRecord.id == SecondOpinion.finding_id)
        .join(AssessmentRecord, AssessmentRecord.id == FindingRecord.assessment_id)
        .join(Version, Version.id == AssessmentRecord.version_id)
        .where(Version.statement_id == statement.id)
    )
    count = sum(block(each, ("reason", "points", "answer"), pattern) for each in session.scalars(reviews))
    return count + sum(block(each, ("question", "text"), pattern) for each in session.scalars(asked))


def _assessments(session: Session, statement: Statement) -> list[AssessmentRecord]:
    query = select(AssessmentRecord).join(Version, Version.id == AssessmentRecord.version_id)
    return list(session.scalars(query.where(Version.statement_id == statement.id)))


def _in_assessment(session: Session, record: AssessmentRecord, pattern: re.Pattern[str]) -> int:
    count = block(record, ("body",), pattern)
    for row in record.findings:
        count += block(row, ("evidence", "machine_reason", "reason"), pattern)
    notice = session.scalar(select(Notice).where(Notice.assessment_id == record.id))
    return count + sum(block(each, ("text",), pattern) for each in (notice.replies if notice else []))
