"""Where an identity comes from. Today a mailed invitation and a password; an OpenID Connect issuer fits the same seam.

Whoever vouches for someone answers with an `Identity`; `person_for` turns it into the person of the register. A client
for an issuer would hand its verified claims to `person_for` and sign the login in; nothing else would change.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.config import Settings
from statements.errors import Invalid, Problem
from statements.events import service as events
from statements.people import queries, service
from statements.people.models import Person


@dataclass(frozen=True)
class Identity:
    """Someone whose address is proven, or will be by the link that is mailed to it."""

    email: str
    name: str


class IdentityProvider(Protocol):
    """Whoever vouches for an identity, from what a request brings (a form, an issuer's answer)."""

    def identity(self, given: dict[str, str]) -> Identity:
        """Who this is. Raises Invalid where it cannot be told."""


class MailedInvitation:
    """The provider in force: the address is proven by the link that sets the password."""

    def identity(self, given: dict[str, str]) -> Identity:
        """The name and the address as typed. Raises Invalid."""
        return Identity(email=service.checked_email(given["email"]), name=given["name"])


def provider(settings: Settings) -> IdentityProvider:
    """The provider of these settings. Raises ValueError where they name an issuer: no client for one is built in."""
    if settings.oidc_issuer:
        raise ValueError("PORTAL_OIDC_ISSUER is set, but this portal has no OpenID Connect client yet: leave it empty.")
    return MailedInvitation()


def person_for(session: Session, identity: Identity, *, at: datetime) -> tuple[Person, User, bool]:
    """The person and the login of an identity, made where they are new; and whether the login is new.

    Until an address is proven by its link and nobody relies on it, whoever asks last gives it its name.
    """
    person = queries.by_email(session, identity.email)
    if person is None:
        person = service.add_person(session, name=identity.name, email=identity.email, at=at)
    login = session.scalar(select(User).where(User.person_id == person.id))
    if login is not None:
        if not login.password and not queries.memberships_of(session, person_id=person.id):
            service.rename_person(session, person=person, name=identity.name, by=None, at=at)
        return person, login, False
    login = User(person_id=person.id, email=person.email, active=True, fs_uniquifier=uuid.uuid4().hex)
    session.add(login)
    session.flush()
    return person, login, True


def move_login(session: Session, person: Person) -> None:
    """Let the login of a person follow their address, signed out wherever it is signed in."""
    login = session.scalar(select(User).where(User.person_id == person.id))
    if login is not None:
        login.email, login.fs_uniquifier = person.email, uuid.uuid4().hex


def forget_second_step(session: Session, person: Person, *, reason: str, at: datetime) -> bool:
    """Let a person set their second step up anew, signed out everywhere; whether they had one. Raises Invalid."""
    if not reason.strip():
        raise Invalid([Problem("Say why.", "Who asked, and how did you make sure that it is they?", "reason")])
    login = session.scalar(select(User).where(User.person_id == person.id))
    if login is None or login.tf_primary_method is None:
        return False
    login.tf_primary_method, login.tf_totp_secret, login.mf_recovery_codes = None, None, None
    login.fs_uniquifier = uuid.uuid4().hex
    events.record(session, kind="person.second_step_reset", subject=person, by=None, at=at, reason=reason.strip())
    return True
