"""People come in, ask to act for organisations, are approved or declined by an officer, and leave."""

import uuid
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from statements.events import service as events
from statements.limits import PERSON_NAME, REQUEST_TEXT
from statements.organisations import service as organisations
from statements.organisations.models import Organisation
from statements.organisations.nzbn import parse_nzbn
from statements.people import interests, messages, policy, queries
from statements.people.models import Membership, MembershipState, Person, Role
from statements.reference import tables

REGISTER_ROLES = frozenset({Role.OFFICER, Role.OPERATOR})
"""Roles in the register itself: appointed, never asked for."""

AGENCY_ROLES = frozenset({Role.BUYER, Role.CONTRIBUTOR})
"""Roles that only a public body has."""

LONGEST_NAME = PERSON_NAME.value
LONGEST_TEXT = REQUEST_TEXT.value


def add_person(session: Session, *, name: str, email: str, at: datetime) -> Person:
    """A person with a name and an email address of their own. Raises Invalid, Conflict for an address we know."""
    name, email = _checked_name(name), checked_email(email)
    if queries.by_email(session, email) is not None:
        raise Conflict("There is already a person with this email address.", field="email")
    person = Person(name=name, email=email, created_at=at)
    session.add(person)
    events.record(session, kind="person.added", subject=person, by=None, at=at)
    return person


def rename_person(session: Session, *, person: Person, name: str, by: uuid.UUID | None, at: datetime) -> None:
    """Give a person another name. Raises Invalid."""
    name = _checked_name(name)
    if name != person.name:
        person.name = name
        events.record(session, kind="person.renamed", subject=person, by=by, at=at)


def readdress(session: Session, *, person: Person, email: str, reason: str, by: uuid.UUID | None, at: datetime) -> None:
    """Give a person another email address. Raises Invalid, also without a reason; Conflict for one that we know."""
    address = checked_email(email)
    if not reason.strip():
        raise Invalid([Problem("Say why the address changes.", "Who asked, and how did you make sure?", "reason")])
    known = queries.by_email(session, address)
    if known is not None:
        raise Conflict("There is already a person with this email address.", field="email")
    person.email = address
    events.record(session, kind="person.readdressed", subject=person, by=by, at=at, reason=reason.strip())


def checked_email(text: str) -> str:
    """An email address in its one spelling (lower case). Raises Invalid."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        fault = f"“{text.strip()}” is not an email address."
        raise Invalid([Problem(fault, "Enter one like name@example.nz.", "email")]) from error


def ask_to_act(
    session: Session, *, person_id: uuid.UUID, organisation_id: uuid.UUID, role: Role, note: str, at: datetime
) -> Membership:
    """A request to act for an organisation; one that was declined or had ended is asked anew.

    Raises Conflict where the person asked or acts already, Invalid for a role that the organisation has not.
    """
    organisation = organisations.load(session, organisation_id)
    _check_role(role, public_body=organisation.public_body)
    _check_text(note, "note")
    membership = _existing(session, person_id, organisation_id, role)
    if membership is not None and membership.state in (MembershipState.ASKED, MembershipState.APPROVED):
        already = "already act" if membership.state == MembershipState.APPROVED else "have already asked to act"
        raise Conflict(f"You {already} for {organisation.name} as {role}.", field="role")
    if membership is None:
        membership = Membership(person_id=person_id, organisation_id=organisation_id, role=role, proposed={})
        session.add(membership)
    membership.state, membership.asked_at, membership.note = MembershipState.ASKED, at, note.strip()
    membership.decided_at, membership.decided_by, membership.decision_reason = None, None, ""
    _record(session, "membership.asked", membership, person_id, at)
    return membership


def ask_to_add(
    session: Session, *, person_id: uuid.UUID, name: str, kind: str, nzbn: str, role: Role, note: str, at: datetime
) -> Membership:
    """A request to act for an organisation that is not in the register; approving it adds the organisation.

    Nothing enters the register before. Raises Invalid; Conflict where the NZBN is in the register already.
    """
    known = tables.organisation_kinds().get(kind)
    if known is None:
        raise Invalid([Problem("Choose what kind of organisation it is.", "", "kind")])
    name = organisations.checked_name(name)
    digits = parse_nzbn(nzbn)
    _check_role(role, public_body=known.sector == "public")
    _check_text(note, "note")
    holder = organisations.by_identifier(session, "nzbn", digits)
    if holder is not None:
        raise Conflict(f"This NZBN is in the register already: {holder.name}. Ask to act for it.", field="nzbn")
    proposed = {"name": name, "kind": kind, "nzbn": digits}
    for each in policy.memberships(session, person_id=person_id):
        if each.state == MembershipState.ASKED and each.role == role and each.proposed.get("nzbn") == digits:
            raise Conflict(f"You have already asked to add {each.proposed['name']}.", field="nzbn")
    membership = Membership(person_id=person_id, role=role, asked_at=at, note=note.strip(), proposed=proposed)
    membership.state = MembershipState.ASKED
    session.add(membership)
    _record(session, "membership.asked", membership, person_id, at)
    return membership


def decide(
    session: Session, *, membership: Membership, approve: bool, reason: str, by: uuid.UUID, at: datetime
) -> None:
    """An officer approves or declines a request; who asked is told, and on approval those who act already.

    A proposed organisation is added on approval. Raises NotAllowed for anyone but another officer, Conflict where it
    was decided before, Invalid where a refusal gives no reason.
    """
    if not policy.has_role(session, person_id=by, roles=(Role.OFFICER,)):
        raise NotAllowed("Only an officer decides who may act for an organisation.")
    if by == membership.person_id:
        raise NotAllowed("This is your own request: another officer has to decide it.")
    if membership.organisation_id is not None:
        interests.require_impartial(session, officer_id=by, organisation_id=membership.organisation_id)
    session.refresh(membership, with_for_update=True)
    if membership.state != MembershipState.ASKED:
        raise Conflict("This request was decided already.")
    _check_text(reason, "reason")
    if not approve and not reason.strip():
        raise Invalid([Problem("Say why: whoever asked reads it.", "Enter a reason.", "reason")])
    if approve and membership.organisation_id is None:
        membership.organisation = _add_proposed(session, membership, by, at)
    state = MembershipState.APPROVED if approve else MembershipState.DECLINED
    _settle(session, membership, state, reason.strip(), by, at)
    _tell_decision(session, membership, at)


def appoint(
    session: Session,
    *,
    person: Person,
    role: Role,
    by: uuid.UUID | None,
    at: datetime,
    organisation: Organisation | None = None,
) -> Membership:
    """Give a person a role without a request, as an operator does at the command line.

    Officers and operators belong to the register itself, every other role to an organisation: Invalid otherwise.
    """
    if (role in REGISTER_ROLES) != (organisation is None):
        wanted = "no organisation" if role in REGISTER_ROLES else "an organisation"
        raise Invalid([Problem(f"The role {role} takes {wanted}.", "", "role")])
    if organisation is not None:
        _check_role(role, public_body=organisation.public_body)
    membership = _existing(session, person.id, organisation.id if organisation else None, role)
    if membership is None:
        membership = Membership(person=person, organisation=organisation, role=role, asked_at=at, proposed={})
        membership.state = MembershipState.ASKED
        session.add(membership)
    if membership.state != MembershipState.APPROVED:
        _settle(session, membership, MembershipState.APPROVED, "", by, at)
    return membership


def end(session: Session, *, membership: Membership, reason: str, by: uuid.UUID | None, at: datetime) -> None:
    """End a membership: the person's own, that of a fellow member, or, for an officer, anyone's; the person is told.

    `by` is None at the command line. Raises NotFound for whoever may not know of it, Conflict where it had ended.
    """
    if by is not None:
        check_may_end(session, membership=membership, by=by)
    session.refresh(membership, with_for_update=True)
    if membership.state not in (MembershipState.APPROVED, MembershipState.ASKED):
        raise Conflict("This had ended already.")
    _check_text(reason, "reason")
    _settle(session, membership, MembershipState.ENDED, reason.strip(), by, at)
    if by != membership.person_id:
        messages.tell(
            session,
            person_id=membership.person_id,
            template="membership_ended",
            values={**_named(membership), "reason": reason.strip(), "path": "/desk"},
            at=at,
        )


def check_may_end(session: Session, *, membership: Membership, by: uuid.UUID) -> None:
    """Let through the person themselves, their fellow filers and directors, and officers. Raises NotFound."""
    if by == membership.person_id:
        return
    if membership.organisation_id is None:
        raise NotFound("There is nothing here that you may see.")
    policy.require(session, person_id=by, organisation_id=membership.organisation_id, officers_too=True)


def _add_proposed(session: Session, membership: Membership, by: uuid.UUID, at: datetime) -> Organisation:
    wanted = membership.proposed
    number = ("nzbn", str(wanted["nzbn"]))
    organisation = organisations.by_identifier(session, *number)
    if organisation is None:
        kind = tables.organisation_kinds()[wanted["kind"]]
        public = kind.sector == "public"
        return organisations.add(
            session, name=wanted["name"], kind=kind.code, identifiers=[number], public_body=public, by=by, at=at
        )
    if _existing(session, membership.person_id, organisation.id, Role(membership.role)) is not None:
        raise Conflict(f"{organisation.name} is in the register by now, and this person asked for it: decline this.")
    return organisation


def _tell_decision(session: Session, membership: Membership, at: datetime) -> None:
    said = _named(membership)
    template = f"request_{membership.state}"
    values = {**said, "reason": membership.decision_reason, "path": "/desk"}
    messages.tell(session, person_id=membership.person_id, template=template, values=values, at=at)
    if membership.state == MembershipState.APPROVED and membership.organisation_id is not None:
        messages.tell_members(
            session,
            organisation_id=membership.organisation_id,
            template="member_joined",
            values={**said, "path": f"/desk/organisations/{membership.organisation_id}/members"},
            but=(membership.person_id,),
            at=at,
        )


def _checked_name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid([Problem("We need your name.", f"Enter up to {LONGEST_NAME} characters.", "name")])
    return name


def _named(membership: Membership) -> dict[str, str]:
    named = membership.organisation.name if membership.organisation else str(membership.proposed.get("name", ""))
    return {"person": membership.person.name, "organisation": named, "role": membership.role}


def _existing(
    session: Session, person_id: uuid.UUID, organisation_id: uuid.UUID | None, role: Role
) -> Membership | None:
    query = select(Membership).where(Membership.person_id == person_id, Membership.role == role)
    return session.scalar(query.where(Membership.organisation_id == organisation_id).limit(1))


def _check_role(role: Role, *, public_body: bool) -> None:
    if role in REGISTER_ROLES:
        raise Invalid([Problem("Officers and operators are appointed by the registrar.", "", "role")])
    if role in AGENCY_ROLES and not public_body:
        raise Invalid([Problem(f"Only a public body has a {role}.", "Choose filer or director.", "role")])


def _check_text(text: str, field: str) -> None:
    if len(text) > LONGEST_TEXT:
        fault = f"This is {len(text)} characters long; we keep {LONGEST_TEXT}."
        raise Invalid([Problem(fault, "Say it shorter.", field)])


def _settle(
    session: Session, membership: Membership, state: MembershipState, reason: str, by: uuid.UUID | None, at: datetime
) -> None:
    before = {"state": str(membership.state)}
    membership.state, membership.decided_at = state, at
    membership.decided_by, membership.decision_reason = by, reason
    _record(session, f"membership.{state}", membership, by, at, reason, before)


def _record(
    session: Session,
    kind: str,
    membership: Membership,
    by: uuid.UUID | None,
    at: datetime,
    reason: str = "",
    before: dict[str, str] | None = None,
) -> None:
    session.flush()
    events.record(
        session,
        kind=kind,
        subject=membership,
        by=by,
        at=at,
        organisation_id=membership.organisation_id,
        before=before,
        after={"person_id": str(membership.person_id), "role": membership.role, "state": membership.state},
        reason=reason,
    )
