"""Browsers that are signed in, without the cost of a password; and one that signs in through the form."""

import time
import uuid
from datetime import datetime

from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from statements.organisations.models import Organisation
from statements.people.models import Person, Role
from tests.checked_client import CheckedClient
from tests.factories import make_member

PASSWORD = "correct horse battery staple"


def signed_in(app: Flask, session: Session, person: Person) -> CheckedClient:
    """A browser of its own in which this person is signed in. Commits the session, so that the portal sees its rows.

    On SQLite a test that goes on reading with `session` holds the write lock: end with `session.commit()` or
    `session.rollback()` before the next request that writes.
    """
    login = make_login(session, person)
    session.commit()
    client = app.test_client()
    assert isinstance(client, CheckedClient)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = login.fs_uniquifier
        cookie["_fresh"] = True
        cookie["fs_cc"] = "set"
        cookie["fs_paa"] = time.time()
    return client


def signed_in_as(
    app: Flask,
    session: Session,
    role: Role,
    *,
    at: datetime,
    organisation: Organisation | None = None,
    name: str = "",
) -> CheckedClient:
    """A browser in which a new person is signed in who holds this role (None: for the register itself)."""
    name = name or f"{role.title()} {uuid.uuid4().hex[:6]}"
    person = make_member(session, name=name, organisation=organisation, role=role, at=at)
    return signed_in(app, session, person)


def make_login(session: Session, person: Person, password: str | None = None) -> User:
    """The person's row of sign-in, made where there is none; with a password only within an app's context."""
    login = session.scalar(select(User).where(User.person_id == person.id))
    if login is None:
        login = User(person_id=person.id, email=person.email, active=True, fs_uniquifier=uuid.uuid4().hex)
        session.add(login)
    if password is not None:
        login.password = hash_password(password)
    session.flush()
    return login


def sign_in_by_form(client: CheckedClient, email: str, password: str = PASSWORD, path: str = "/account/login"):
    """What the sign-in form answers to this address and password."""
    given = {"email": email, "password": password, "csrf_token": client.token(path)}
    return client.post(path, data=given)
