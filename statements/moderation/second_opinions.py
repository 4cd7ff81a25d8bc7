"""A second opinion: one officer asks another about a finding; the answer stands beside it and changes nothing."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.moderation import rules
from statements.moderation.models import FindingRecord, SecondOpinion
from statements.moderation.trail import record
from statements.people import interests, messages, policy, queries
from statements.people.models import Role


def ask(
    session: Session, *, finding: FindingRecord, of: uuid.UUID | None, question: str, by: uuid.UUID, at: datetime
) -> SecondOpinion:
    """Ask another officer about a finding; they are told by mail.

    Raises Invalid without a question, or where `of` is no other officer free to judge; Conflict where they were asked.
    """
    statement = finding.assessment.version.statement
    interests.require_impartial(session, officer_id=by, organisation_id=statement.organisation_id)
    rules.check_text(question, "question", "Write what you want to know.")
    if of is None or of == by or not policy.has_role(session, person_id=of, roles=(Role.OFFICER,)):
        raise Invalid([Problem("Choose another officer.", field="of")])
    if interests.why_barred(session, officer_id=of, organisation_id=statement.organisation_id):
        raise Invalid([Problem("This officer has an interest in the organisation.", "Choose another.", "of")])
    if any(each.asked_of == of and each.answered_at is None for each in finding.opinions):
        raise Conflict("This officer has been asked about this finding already.")
    opinion = SecondOpinion(finding=finding, asked_by=by, asked_of=of, question=question.strip(), asked_at=at)
    session.add(opinion)
    session.flush()
    told = {"criterion": finding.criterion, "asked_of": str(of)}
    record(session, "opinion.asked", finding.assessment.version, by, at, told, reason=question)
    values = {"asker": queries.load_person(session, by).name, "organisation": statement.organisation.name}
    values |= {"criterion": finding.criterion, "question": question.strip(), "path": f"/review/opinions/{opinion.id}"}
    messages.tell(session, person_id=of, template="opinion_asked", values=values, at=at)
    return opinion


def answer(
    session: Session, *, opinion: SecondOpinion, level: int | None, text: str, by: uuid.UUID, at: datetime
) -> SecondOpinion:
    """Keep what the officer who was asked thinks, with the reason; whoever asked is told.

    Raises NotFound for anyone else, Conflict where it was answered, Invalid for a level that the finding cannot have.
    """
    finding = opinion.finding
    if by != opinion.asked_of:
        raise NotFound("There is nothing here that you may see.")
    statement = finding.assessment.version.statement
    interests.require_impartial(session, officer_id=by, organisation_id=statement.organisation_id)
    session.refresh(opinion, with_for_update=True)
    if opinion.answered_at is not None:
        raise Conflict("You have answered this already.")
    rules.check_level(finding, level)
    rules.check_text(text, "text", "Say why, in a sentence or two.")
    opinion.level, opinion.text, opinion.answered_at = level, text.strip(), at
    told = {"criterion": finding.criterion, "level": level}
    record(session, "opinion.given", finding.assessment.version, by, at, told, reason=text)
    values = {"officer": opinion.officer.name, "organisation": statement.organisation.name}
    values |= {"criterion": finding.criterion, "path": f"/review/{finding.assessment.version_id}#{finding.criterion}"}
    messages.tell(session, person_id=opinion.asked_by, template="opinion_given", values=values, at=at)
    return opinion


def load(session: Session, opinion_id: uuid.UUID, *, by: uuid.UUID) -> SecondOpinion:
    """An opinion, for an officer. Raises NotFound."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    found = session.get(SecondOpinion, opinion_id)
    if found is None:
        raise NotFound("There is no such question.")
    return found


def waiting_for(session: Session, *, officer_id: uuid.UUID) -> Sequence[SecondOpinion]:
    """What this officer was asked and has not answered, oldest first."""
    query = select(SecondOpinion).where(SecondOpinion.asked_of == officer_id, SecondOpinion.answered_at.is_(None))
    return session.scalars(query.order_by(SecondOpinion.asked_at, SecondOpinion.id)).all()


def asked_by(session: Session, *, officer_id: uuid.UUID, limit: int = 50) -> Sequence[SecondOpinion]:
    """What this officer asked others, the newest first."""
    query = select(SecondOpinion).where(SecondOpinion.asked_by == officer_id)
    return session.scalars(query.order_by(SecondOpinion.asked_at.desc(), SecondOpinion.id).limit(limit)).all()
