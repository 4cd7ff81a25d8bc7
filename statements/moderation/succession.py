"""Organisations that turn out to be one, or two, or others than was thought: history stays, addresses lead on.

Nothing is deleted: an organisation that was merged stays as a row that points to the one it became.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements import clock
from statements.errors import Conflict, Invalid, Problem
from statements.events import service as events
from statements.filing.models import Coverage, Document, Statement, Version
from statements.moderation import inheritance, rules
from statements.organisations import addresses, names
from statements.organisations import service as organisations
from statements.organisations.models import Obligation, Organisation
from statements.people import interests


def rename(
    session: Session,
    *,
    organisation: Organisation,
    name: str,
    on: date,
    reason: str,
    new_address: bool,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Give an organisation a new legal name from a day on, today at the latest.

    With `new_address` its address follows, and the old one leads on.
    """
    _may(session, organisation, reason, by)
    if on > clock.latest_date(at):
        raise Invalid([Problem("This day is still to come.", "Rename it on the day, or give an earlier one.", "on")])
    before = _named(organisation)
    organisations.give_name(session, organisation=organisation, name=name, on=on)
    if new_address:
        addresses.move(session, organisation=organisation, wanted=names.slug(organisation.name), at=at)
    if before == _named(organisation):
        raise Invalid([Problem("It has this name already.", "Write the new one.", "name")])
    _record(session, "organisation.renamed", organisation, _named(organisation), reason, by, at, before=before)


def _named(organisation: Organisation) -> dict[str, str]:
    return {"name": organisation.name, "slug": organisation.slug}


def merge(
    session: Session, *, organisation: Organisation, into: Organisation, reason: str, by: uuid.UUID, at: datetime
) -> None:
    """Make two organisations one: statements, coverage, obligations, people and names follow; the old address leads on.

    A statement of the same law and period as one of the other's stays where it is, and is shown with them. Raises
    Conflict where one was merged already or belongs to the other's group.
    """
    _may(session, organisation, reason, by)
    _may(session, into, reason, by)
    if organisation is into or organisation.merged_into_id or into.merged_into_id:
        raise Conflict("These two cannot be merged: they are one, or one of them was merged before.", field="into")
    if into.parent_id == organisation.id:
        raise Conflict(f"{into.name} belongs to {organisation.name}. Merge the other way round.", field="into")
    taken = {_period(each) for each in _statements(session, into)}
    moved = [each for each in _statements(session, organisation) if _period(each) not in taken]
    inheritance.move_obligations(session, organisation, into, reason, by, at)
    for statement in moved:
        _give(session, statement, into, reason, by, at, merging=True)
    _move_coverage(session, organisation, into, reason, by, at)
    inheritance.move_people(session, organisation, into)
    inheritance.move_names(session, organisation, into)
    organisation.merged_into_id = into.id
    after = {"into": str(into.id), "statements": [each.number for each in moved]}
    _record(session, "organisation.merged", organisation, after, reason, by, at)
    _record(session, "organisation.took_in", into, {"from": str(organisation.id)}, reason, by, at)


def split(
    session: Session,
    *,
    organisation: Organisation,
    name: str,
    statements: Collection[int],
    reason: str,
    by: uuid.UUID,
    at: datetime,
) -> Organisation:
    """Make a new organisation out of one, and give it these statements by number. Raises Invalid if one is not its."""
    _may(session, organisation, reason, by)
    own = {each.number: each for each in _statements(session, organisation)}
    if not statements or not set(statements) <= set(own):
        raise Invalid([Problem("Choose statements of this organisation.", field="statements")])
    made = organisations.add(
        session,
        name=name,
        kind=organisation.kind,
        industry=organisation.industry,
        region=organisation.region,
        country=organisation.country,
        public_body=organisation.public_body,
        by=by,
        at=at,
    )
    for number in statements:
        _give(session, own[number], made, reason, by, at)
    after = {"new": str(made.id), "statements": sorted(statements)}
    _record(session, "organisation.split", organisation, after, reason, by, at)
    return made


def rematch(
    session: Session, *, statement: Statement, to: Organisation, reason: str, by: uuid.UUID, at: datetime
) -> Obligation | None:
    """Give a statement that was matched with a wrong organisation to the right one; coverage follows.

    What it answered is owed again by the organisation that it leaves, which is an event of its own; gives back that
    obligation. Raises Conflict
    where the other has one of the same law and period.
    """
    _may(session, statement.organisation, reason, by)
    _may(session, to, reason, by)
    if to.id == statement.organisation_id:
        raise Conflict("The statement is this organisation's already.", field="to")
    return _give(session, statement, to, reason, by, at)


def statements_of(session: Session, organisation: Organisation) -> Sequence[Statement]:
    """Every statement that an organisation leads, newest period first."""
    return _statements(session, organisation)


def _may(session: Session, organisation: Organisation, reason: str, by: uuid.UUID) -> None:
    interests.require_impartial(session, officer_id=by, organisation_id=organisation.id)
    rules.check_text(reason, "reason", "Say what this rests on.")


def _statements(session: Session, organisation: Organisation) -> Sequence[Statement]:
    query = select(Statement).where(Statement.organisation_id == organisation.id)
    return session.scalars(query.order_by(Statement.period_end.desc(), Statement.number)).all()


def _period(statement: Statement) -> tuple[str, date, date]:
    return statement.profile, statement.period_start, statement.period_end


def _give(
    session: Session,
    statement: Statement,
    to: Organisation,
    reason: str,
    by: uuid.UUID,
    at: datetime,
    *,
    merging: bool = False,
) -> Obligation | None:
    """Give a statement to another organisation; where the two are merged, its obligations have moved already."""
    if _period(statement) in {_period(each) for each in _statements(session, to)}:
        raise Conflict(f"{to.name} has a statement for this period already.", field="to")
    before = statement.organisation_id
    for version in statement.versions:
        _cover(session, version, before, to.id)
        for document in version.documents:
            document.organisation_id = to.id
    kept = [uuid.UUID(each) for each in statement.draft.documents] if statement.draft else []
    for document in session.scalars(select(Document).where(Document.id.in_(kept))):
        document.organisation_id = to.id
    statement.organisation = to
    session.flush()
    left = None if merging else inheritance.leave_unanswered(session, statement, before)
    inheritance.answer(session, statement)
    _record_statement(session, statement, {"organisation_id": str(before)}, reason, by, at)
    if left is not None:
        inheritance.record_owed_again(session, left, statement, reason, by, at)
    return left


def _cover(session: Session, version: Version, before: uuid.UUID, after: uuid.UUID) -> None:
    rows = {each.organisation_id: each for each in version.coverage}
    if before in rows and after in rows:
        session.delete(rows[before])
    elif before in rows:
        rows[before].organisation_id = after
    session.flush()
    session.refresh(version, ["coverage"])


def _move_coverage(
    session: Session, organisation: Organisation, into: Organisation, reason: str, by: uuid.UUID, at: datetime
) -> None:
    query = select(Version).join(Coverage, Coverage.version_id == Version.id)
    versions = session.scalars(query.where(Coverage.organisation_id == organisation.id)).all()
    told = set()
    for version in versions:
        if version.statement.organisation_id == organisation.id:
            continue
        _cover(session, version, organisation.id, into.id)
        if version.statement_id not in told:
            told.add(version.statement_id)
            _record_statement(session, version.statement, {"covered": str(organisation.id)}, reason, by, at)


def _record(
    session: Session,
    kind: str,
    organisation: Organisation,
    after: dict[str, Any],
    reason: str,
    by: uuid.UUID,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
) -> None:
    session.flush()
    events.record(
        session,
        kind=kind,
        subject=organisation,
        by=by,
        at=at,
        organisation_id=organisation.id,
        before=before,
        after=after,
        reason=reason.strip(),
        public=True,
    )


def _record_statement(
    session: Session, statement: Statement, before: dict[str, Any], reason: str, by: uuid.UUID, at: datetime
) -> None:
    session.flush()
    events.record(
        session,
        kind=inheritance.REMATCHED,
        subject=statement,
        by=by,
        at=at,
        organisation_id=statement.organisation_id,
        before=before,
        after={"organisation_id": str(statement.organisation_id)},
        reason=reason.strip(),
        public=True,
    )
