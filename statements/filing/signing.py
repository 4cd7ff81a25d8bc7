"""The director's signature: asked for by a link, given or refused on one page by the director alone."""

import hashlib
import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.filing import queries, rules
from statements.filing.content import Signature, content_of
from statements.filing.drafts import gaps, record
from statements.filing.models import Draft, Receipt, SignatureRequest, Statement, Version
from statements.filing.service import submit
from statements.people import messages, policy
from statements.people import queries as people
from statements.people.models import Role

NOT_YOURS = (
    "There is nothing here that you may see. A link to sign works for the director it was sent to alone: if that is"
    " you, sign in with the address that the mail went to."
)
VALID_FOR = timedelta(days=14)
ASKED = "sign_request"
"""The message with the link; its values hold the request's id, never the link."""
TWO_PEOPLE = "Your organisation files with two people: whoever wrote last, or asked for the signature, cannot give it."


class RequestState(StrEnum):
    """Where a request to sign stands."""

    OPEN = "open"
    SIGNED = "signed"
    SENT_BACK = "sent back"
    REPLACED = "replaced"
    EXPIRED = "expired"
    CHANGED = "changed"


def random_token(_request_id: uuid.UUID) -> str:
    """A token that nobody can guess."""
    return secrets.token_urlsafe(32)


def ask_director(
    session: Session,
    *,
    draft: Draft,
    director_id: uuid.UUID,
    by: uuid.UUID,
    at: datetime,
    make_token: Callable[[uuid.UUID], str] = random_token,
) -> tuple[SignatureRequest, str]:
    """Ask a director to sign this very draft; the request, and the token of the link, of which only a hash is kept.

    An earlier request of the statement ends. Raises NotFound; Conflict where the draft is not open; Invalid where
    the person is no director of the organisation, or with everything that is missing.
    """
    statement = draft.statement
    policy.require(session, person_id=by, organisation_id=statement.organisation_id)
    session.refresh(draft, with_for_update=True)
    _check_can_ask(session, draft, director_id, by, at)
    _end_open(session, statement, RequestState.REPLACED, at)
    request_id = uuid.uuid4()
    token = make_token(request_id)
    request = SignatureRequest(
        id=request_id,
        statement_id=statement.id,
        token_hash=_hash(token),
        fingerprint=content_of(session, draft).fingerprint,
        director_id=director_id,
        asked_by=by,
        asked_at=at,
        expires_at=at + VALID_FOR,
    )
    session.add(request)
    after = {"director_id": str(director_id), "expires_at": request.expires_at.isoformat()}
    record(session, "statement.signature_asked", statement, by=by, at=at, after=after)
    return request, token


def send_link(session: Session, *, request: SignatureRequest, at: datetime) -> None:
    """Mail the director the link."""
    values = {"request_id": str(request.id)}
    messages.tell(session, person_id=request.director_id, template=ASKED, values=values, at=at)


def _check_can_ask(session: Session, draft: Draft, director_id: uuid.UUID, by: uuid.UUID, at: datetime) -> None:
    if not queries.is_editable(session, draft):
        raise Conflict("This statement is not open for changes: it was submitted.")
    problems = [Problem(gap.message, gap.mend, gap.field) for gap in gaps(session, draft, at=at)]
    if not _is_director(session, director_id, draft.statement):
        fault = "Choose a director of this organisation."
        problems.append(Problem(fault, "A director signs in here first.", "director"))
    if draft.statement.organisation.two_people and director_id == by:
        problems.append(Problem(TWO_PEOPLE, "Choose another director, or let a colleague ask you.", "director"))
    if problems:
        raise Invalid(problems)


def open_request(session: Session, *, token: str, by: uuid.UUID) -> SignatureRequest:
    """The request behind a link, for the director it was sent to and nobody else. Raises NotFound."""
    found = session.scalar(select(SignatureRequest).where(SignatureRequest.token_hash == _hash(token)))
    if found is None or found.director_id != by or not _is_director(session, by, _statement(session, found)):
        raise NotFound(NOT_YOURS)
    return found


def load_request(session: Session, request_id: uuid.UUID) -> SignatureRequest:
    """The request with this id. Raises NotFound."""
    found = session.get(SignatureRequest, request_id)
    if found is None:
        raise NotFound("There is no such request.")
    return found


def latest_request(session: Session, statement: Statement) -> SignatureRequest | None:
    """The newest request of a statement, in any state."""
    query = select(SignatureRequest).where(SignatureRequest.statement_id == statement.id)
    return session.scalar(query.order_by(SignatureRequest.asked_at.desc()).limit(1))


def requests_to(session: Session, *, person_id: uuid.UUID, at: datetime) -> list[SignatureRequest]:
    """The requests that wait for this director, oldest first."""
    query = select(SignatureRequest).where(
        SignatureRequest.director_id == person_id, SignatureRequest.ended_at.is_(None), SignatureRequest.expires_at > at
    )
    found = session.scalars(query.order_by(SignatureRequest.asked_at)).all()
    return [each for each in found if state_of(session, each, at=at) == RequestState.OPEN]


def state_of(session: Session, request: SignatureRequest, *, at: datetime) -> RequestState:
    """Where the request stands; it is no longer open once the draft says anything else than was asked to be signed."""
    if request.ended_at is not None:
        return RequestState(request.outcome)
    if request.expires_at <= at:
        return RequestState.EXPIRED
    draft = queries.draft_of(session, _statement(session, request))
    return RequestState.OPEN if content_of(session, draft).fingerprint == request.fingerprint else RequestState.CHANGED


def draft_to_sign(session: Session, request: SignatureRequest) -> Draft:
    """The draft that the request is about."""
    return queries.draft_of(session, _statement(session, request))


def sign(session: Session, *, request: SignatureRequest, by: uuid.UUID, at: datetime) -> Receipt:
    """Sign and submit; signing again gives the same receipt. Raises NotFound for anyone but that director, Conflict
    where the request is not open any more, Invalid where something is missing."""
    statement = _own(session, request, by)
    if request.outcome == RequestState.SIGNED:
        return queries.receipt_of(session, _signed(session, request))
    draft = queries.draft_of(session, statement)
    session.refresh(draft, with_for_update=True)
    _check_open(session, request, at)
    if statement.organisation.two_people and by in (request.asked_by, draft.updated_by):
        raise Conflict(TWO_PEOPLE)
    said = draft.approval
    signature = Signature(said[rules.SIGNATORY_NAME], said[rules.SIGNATORY_ROLE], person_id=by, signed_at=at)
    receipt = submit(session, draft=draft, signature=signature, by=by, at=at)
    request.ended_at, request.outcome = at, RequestState.SIGNED
    return receipt


def send_back(session: Session, *, request: SignatureRequest, note: str, by: uuid.UUID, at: datetime) -> None:
    """Give the draft back to who wrote it, with a note. Raises NotFound, Conflict, Invalid without a note."""
    statement = _own(session, request, by)
    _check_open(session, request, at)
    if not note.strip():
        raise Invalid([Problem("Say what should change.", "Write a note to the person who asked you.", "note")])
    if len(note.strip()) > rules.LONGEST_REASON:
        raise Invalid([Problem(f"The note is longer than {rules.LONGEST_REASON:,} characters.", "Shorten it.", "note")])
    request.ended_at, request.outcome, request.note = at, RequestState.SENT_BACK, note.strip()
    before, after = {"asked_by": str(request.asked_by)}, {"request": str(request.outcome)}
    record(session, "statement.sent_back", statement, by=by, at=at, before=before, after=after, reason=request.note)
    _tell_sent_back(session, request, statement, at)


def _tell_sent_back(session: Session, request: SignatureRequest, statement: Statement, at: datetime) -> None:
    if request.asked_by == request.director_id:
        return
    values = {
        "director": people.load_person(session, request.director_id).name,
        "organisation": statement.organisation.name,
        "path": f"/filing/{statement.number}",
        "note": request.note,
    }
    messages.tell(session, person_id=request.asked_by, template="statement_sent_back", values=values, at=at)


def _own(session: Session, request: SignatureRequest, by: uuid.UUID) -> Statement:
    statement = _statement(session, request)
    if request.director_id != by or not _is_director(session, by, statement):
        raise NotFound("There is nothing here that you may see.")
    session.refresh(statement, with_for_update=True)
    session.refresh(request, with_for_update=True)
    return statement


def _check_open(session: Session, request: SignatureRequest, at: datetime) -> None:
    state = state_of(session, request, at=at)
    if state != RequestState.OPEN:
        raise Conflict(NOT_OPEN[state])


NOT_OPEN = {
    RequestState.SIGNED: "You signed this statement already.",
    RequestState.SENT_BACK: "You sent this statement back; you will be asked again when it has been changed.",
    RequestState.REPLACED: "You were asked again since: use the newer link.",
    RequestState.EXPIRED: "This link has expired. Let whoever asked you ask again: you get a new one.",
    RequestState.CHANGED: "The statement was changed since you were asked to sign it: you will be asked again.",
}


def _signed(session: Session, request: SignatureRequest) -> Version:
    query = select(Version).where(
        Version.statement_id == request.statement_id, Version.fingerprint == request.fingerprint
    )
    return session.scalars(query).one()


def _statement(session: Session, request: SignatureRequest) -> Statement:
    found = session.get(Statement, request.statement_id)
    if found is None:
        raise NotFound("There is nothing here that you may see.")
    return found


def _is_director(session: Session, person_id: uuid.UUID, statement: Statement) -> bool:
    return policy.acts_for(
        session, person_id=person_id, organisation_id=statement.organisation_id, roles=(Role.DIRECTOR,)
    )


def _end_open(session: Session, statement: Statement, outcome: RequestState, at: datetime) -> None:
    query = select(SignatureRequest).where(
        SignatureRequest.statement_id == statement.id, SignatureRequest.ended_at.is_(None)
    )
    for each in session.scalars(query):
        each.ended_at, each.outcome = at, outcome


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
