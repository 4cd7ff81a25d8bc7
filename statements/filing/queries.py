"""Find statements, drafts, versions, documents and receipts; what a person may not see is not found."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from statements.db import PageOf, page_of
from statements.errors import NotFound
from statements.filing.models import Document, Draft, Receipt, Statement, Version, VersionState
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Membership, MembershipState, Person, Role


@dataclass(frozen=True)
class Ahead:
    """A statement that nobody began yet, as far as it is known: whose, under which law, for which period."""

    organisation: Organisation
    profile: str
    period_start: date
    period_end: date

    @property
    def organisation_id(self) -> uuid.UUID:
        """Its lead's id."""
        return self.organisation.id


def statement_for(session: Session, *, number: int, person_id: uuid.UUID) -> Statement:
    """The statement with this number, for a person who acts for its organisation. Raises NotFound."""
    found = session.scalar(select(Statement).where(Statement.number == number))
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    policy.require(session, person_id=person_id, organisation_id=found.organisation_id)
    return found


def same_period(
    session: Session, *, organisation_id: uuid.UUID, profile: str, start: date, end: date
) -> Statement | None:
    """The statement of this lead organisation for this period, in any state."""
    return session.scalar(
        select(Statement).where(
            Statement.organisation_id == organisation_id,
            Statement.profile == profile,
            Statement.period_start == start,
            Statement.period_end == end,
        )
    )


def statements_of(session: Session, *, organisation_ids: Collection[uuid.UUID]) -> Sequence[Statement]:
    """Every statement of these lead organisations, newest period first."""
    query = select(Statement).where(Statement.organisation_id.in_(list(organisation_ids)))
    return session.scalars(query.order_by(Statement.period_end.desc(), Statement.number.desc())).all()


def statements_page(session: Session, *, organisation_ids: Collection[uuid.UUID], page: int) -> PageOf[Statement]:
    """The same a page at a time, each with its organisation."""
    query = select(Statement).where(Statement.organisation_id.in_(list(organisation_ids)))
    ordered = query.order_by(Statement.period_end.desc(), Statement.number.desc())
    return page_of(session, ordered, page, joinedload(Statement.organisation))


def statements_by_numbers(session: Session, numbers: Collection[int]) -> Sequence[Statement]:
    """The statements with these numbers."""
    return session.scalars(select(Statement).where(Statement.number.in_(list(numbers)))).all() if numbers else []


def organisations_of(session: Session, *, person_id: uuid.UUID) -> Sequence[Organisation]:
    """The organisations that the person may file for, by name."""
    query = select(Organisation).join(Membership, Membership.organisation_id == Organisation.id)
    query = query.where(
        Membership.person_id == person_id,
        Membership.state == MembershipState.APPROVED,
        Membership.role.in_([Role.FILER, Role.DIRECTOR]),
    )
    return session.scalars(query.distinct().order_by(Organisation.sort_key, Organisation.id)).all()


def directors_of(session: Session, *, organisation_id: uuid.UUID) -> Sequence[Person]:
    """The people who may sign for the organisation, by name."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(
        Membership.organisation_id == organisation_id,
        Membership.state == MembershipState.APPROVED,
        Membership.role == Role.DIRECTOR,
    )
    return session.scalars(query.order_by(Person.name, Person.id)).all()


def draft_of(session: Session, statement: Statement) -> Draft:
    """The draft of a statement. Raises NotFound where it was brought in from elsewhere and has none."""
    found = session.scalar(select(Draft).where(Draft.statement_id == statement.id))
    if found is None:
        raise NotFound("This statement has no draft.")
    return found


def versions_of(session: Session, statement: Statement) -> Sequence[Version]:
    """The versions of a statement, oldest first."""
    query = select(Version).where(Version.statement_id == statement.id).order_by(Version.number)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def latest_version(session: Session, statement: Statement) -> Version | None:
    """The newest version, in any state."""
    versions = versions_of(session, statement)
    return versions[-1] if versions else None


def is_editable(session: Session, draft: Draft) -> bool:
    """Whether the draft may be changed: never submitted, returned, or opened for a correction."""
    latest = latest_version(session, draft.statement)
    if latest is None or latest.state == VersionState.RETURNED:
        return True
    return latest.state != VersionState.SUBMITTED and bool(draft.correction_reason)


def documents_of(session: Session, draft: Draft) -> list[Document]:
    """The documents of a draft, in its order."""
    ids = [uuid.UUID(each) for each in draft.documents]
    found = {each.id: each for each in session.scalars(select(Document).where(Document.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


def covered_by(session: Session, draft: Draft) -> Sequence[Organisation]:
    """The organisations that a draft covers besides its lead, by name."""
    return organisations_by_id(session, [uuid.UUID(each) for each in draft.covers])


def organisations_by_id(session: Session, ids: Collection[uuid.UUID]) -> Sequence[Organisation]:
    """The organisations with these ids, by name; an id that is not known is passed over."""
    query = select(Organisation).where(Organisation.id.in_(list(ids)))
    return session.scalars(query.order_by(Organisation.sort_key, Organisation.id)).all()


def receipt_of(session: Session, version: Version) -> Receipt:
    """The receipt of a version. Raises NotFound where it was brought in from elsewhere."""
    found = session.scalar(select(Receipt).where(Receipt.version_id == version.id))
    if found is None:
        raise NotFound("There is no receipt for this.")
    return found


def last_years(session: Session, statement: Statement | Ahead) -> Version | None:
    """The newest version filed by the same organisation for an earlier period: its answers can be taken over."""
    query = select(Version).join(Statement, Statement.id == Version.statement_id)
    query = query.where(
        Statement.organisation_id == statement.organisation_id,
        Statement.profile == statement.profile,
        Statement.period_end < statement.period_end,
    )
    return session.scalars(query.order_by(Statement.period_end.desc(), Version.number.desc()).limit(1)).first()


def receipts_of(session: Session, statement: Statement) -> Sequence[Receipt]:
    """The receipts of a statement's versions."""
    query = select(Receipt).join(Version, Version.id == Receipt.version_id)
    return session.scalars(query.where(Version.statement_id == statement.id).order_by(Version.number)).all()


def people_of(session: Session, statement: Statement) -> Sequence[Person]:
    """Everyone who acts or acted for the statement's organisation."""
    query = select(Person).join(Membership, Membership.person_id == Person.id)
    query = query.where(Membership.organisation_id == statement.organisation_id)
    return session.scalars(query.distinct().order_by(Person.name, Person.id)).all()
