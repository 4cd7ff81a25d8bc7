"""“Something is wrong with this statement”: a reader tells the registrar, an officer looks, only the outcome is public.

The reader's words stand in no event and on no public page, in no feed and in no file.
"""

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from statements.db import PageOf, page_of
from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.filing.models import Statement
from statements.limits import REPORTED_PASSAGE, REVIEW_TEXT
from statements.moderation import rules
from statements.moderation.reader_models import Outcome, ReaderReport, ReportState
from statements.people import interests

ANSWERED = "reader_report.answered"
SHORTEST_REPEATED = 12
"""Letters of a reader's words from which on a public note may not repeat them."""


def receive(
    session: Session, *, statement_id: uuid.UUID, version_id: uuid.UUID, passage: str, reason: str, at: datetime
) -> ReaderReport:
    """Keep what a reader says is wrong with a published version; said twice in the same words it is kept once.

    The passage may be empty. Raises Invalid without a reason, or where a text is too long.
    """
    said = {"passage": passage.strip(), "reason": reason.strip()}
    _check(**said)
    query = select(ReaderReport).filter_by(version_id=version_id, state=ReportState.WAITING, **said)
    known = session.scalars(query.limit(1)).first()
    if known is not None:
        return known
    report = ReaderReport(statement_id=statement_id, version_id=version_id, received_at=at, **said)
    session.add(report)
    session.flush()
    events.record(
        session,
        kind="reader_report.received",
        subject=report,
        by=None,
        at=at,
        organisation_id=session.scalar(select(Statement.organisation_id).where(Statement.id == statement_id)),
    )
    return report


def answer(
    session: Session, *, report: ReaderReport, outcome: str, note: str, erase: bool, by: uuid.UUID, at: datetime
) -> None:
    """Say what came of a report; the outcome and the note become public. `erase` deletes the reader's words.

    Raises Invalid without an outcome or a note, or where the note repeats the reader; NotAllowed for an officer with
    an interest; Conflict where another officer answered it before.
    """
    organisation_id = report.statement.organisation_id
    interests.require_impartial(session, officer_id=by, organisation_id=organisation_id)
    if outcome not in set(Outcome):
        raise Invalid([Problem("Choose what came of it.", field="outcome")])
    rules.check_text(note, "note", "Say in a sentence what was done. It is public.")
    if _repeats(note, report.reason):
        raise Invalid([Problem("The note repeats the reader's words.", "Say it in your own: it is public.", "note")])
    session.refresh(report, with_for_update=True)
    if report.state != ReportState.WAITING:
        raise Conflict("This was answered already.")
    report.state, report.outcome, report.note = ReportState.ANSWERED, Outcome(outcome), note.strip()
    report.answered_by, report.answered_at = by, at
    if erase:
        report.passage, report.reason, report.erased_at = "", "", at
    events.record(
        session,
        kind=ANSWERED,
        subject=report.statement,
        by=by,
        at=at,
        organisation_id=organisation_id,
        after={"report": str(report.id), "outcome": report.outcome, "erased": erase},
        reason=report.note,
        public=True,
    )


def load(session: Session, report_id: uuid.UUID) -> ReaderReport:
    """The report with this id. Raises NotFound."""
    found = session.get(ReaderReport, report_id)
    if found is None:
        raise NotFound("There is no such report.")
    return found


def listed(session: Session, *, state: ReportState, page: int = 1) -> PageOf[ReaderReport]:
    """A page of the reports in a state: those that wait, oldest first; those answered, newest first."""
    order = ReaderReport.received_at if state == ReportState.WAITING else ReaderReport.answered_at.desc()
    query = select(ReaderReport).where(ReaderReport.state == state).order_by(order, ReaderReport.id)
    whose = joinedload(ReaderReport.statement).joinedload(Statement.organisation)
    return page_of(session, query, page, whose, joinedload(ReaderReport.version))


def waiting(session: Session) -> int:
    """How many reports wait for an officer."""
    query = select(func.count()).select_from(ReaderReport).where(ReaderReport.state == ReportState.WAITING)
    return session.scalar(query) or 0


def _check(passage: str, reason: str) -> None:
    problems = []
    if not reason:
        problems.append(Problem("Say what is wrong, and how one can see it.", field="reason"))
    for field, text, most in (("passage", passage, REPORTED_PASSAGE.value), ("reason", reason, REVIEW_TEXT.value)):
        if len(text) > most:
            problems.append(Problem(f"This is longer than {most} characters. Shorten it.", field=field))
    if problems:
        raise Invalid(problems)


def _repeats(note: str, said: str) -> bool:
    """Whether a note holds a reader's reason word for word."""
    words, theirs = " ".join(note.casefold().split()), " ".join(said.casefold().split())
    return len(theirs) >= SHORTEST_REPEATED and theirs in words
