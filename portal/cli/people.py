"""People at the command line: invite someone, appoint them, end what they may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
from flask_security.recoverable import generate_reset_password_token

from portal import db
from portal.accounts.identity import Identity, forget_second_step, move_login, person_for
from portal.app import create_app
from portal.config import read_settings
from statements.db import open_session
from statements.errors import DomainError
from statements.organisations import service as organisations
from statements.people import policy, queries, service
from statements.people.models import MembershipState, Person, Role

ROLES = [role.value for role in Role]


@click.group()
def people() -> None:
    """Invite people and say what they may do."""


@people.command()
@click.argument("email")
@click.argument("name")
def invite(email: str, name: str) -> None:
    """Make an account for EMAIL and print the link that sets its password."""
    with _writing() as session:
        wanted = Identity(email=service.checked_email(email), name=name)
        _person, login, _new = person_for(session, wanted, at=datetime.now(UTC))
        link = f"{read_settings().public_url}/account/reset/{generate_reset_password_token(login)}"
    click.echo(f"This link sets the password, for a day: {link}")


@people.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--organisation", "slug", default="", help="The last part of the organisation's address.")
def appoint(email: str, role: str, slug: str) -> None:
    """Give the person with EMAIL a ROLE; officers and operators belong to no organisation."""
    with _writing() as session:
        person = _known(session, email)
        organisation = organisations.by_slug(session, slug) if slug else None
        if slug and organisation is None:
            raise click.ClickException(f"There is no organisation at /organisations/{slug}.")
        at = datetime.now(UTC)
        service.appoint(session, person=person, role=Role(role), organisation=organisation, by=None, at=at)
    click.echo(f"{person.name} is {role}{' of ' + organisation.name if organisation else ''}.")


@people.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--reason", default="", help="Is mailed to them.")
def dismiss(email: str, role: str, reason: str) -> None:
    """End every membership in which the person with EMAIL holds this ROLE."""
    with _writing() as session:
        person = _known(session, email)
        held = [
            each
            for each in policy.memberships(session, person_id=person.id)
            if each.role == role and each.state == MembershipState.APPROVED
        ]
        for each in held:
            service.end(session, membership=each, reason=reason, by=None, at=datetime.now(UTC))
    click.echo(f"{person.name}: {len(held)} ended.")


@people.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--reason", required=True, help="Who asked, and how you made sure that it is theirs; kept in the history."
)
def readdress(old: str, new: str, reason: str) -> None:
    """Mail and sign-in of the person with address OLD go to NEW; whoever is signed in as them is signed out."""
    with _writing() as session:
        person, at = _known(session, old), datetime.now(UTC)
        service.readdress(session, person=person, email=new, reason=reason, by=None, at=at)
        move_login(session, person)
    click.echo(f"{person.name}: {person.email}. They sign in with this address from now on.")


@people.command()
@click.argument("email")
@click.option("--reason", required=True, help="Who asked, and how you made sure that it is they; kept in the history.")
def reset_second_step(email: str, reason: str) -> None:
    """Let the person with EMAIL set up their second step anew, who lost phone and recovery codes."""
    with _writing() as session:
        person = _known(session, email)
        had = forget_second_step(session, person, reason=reason, at=datetime.now(UTC))
    done = "They set it up when they sign in next." if had else "They had none: nothing was changed."
    click.echo(f"{person.name}: {done}")


@people.command("list")
def list_people() -> None:
    """Print officers and operators."""
    with _writing() as session:
        for each in queries.appointed(session):
            click.echo(f"{each.role}\t{each.person.email}\t{each.person.name}")


def _known(session: db.Session, email: str) -> Person:
    person = queries.by_email(session, email)
    if person is None:
        raise click.ClickException(f"Nobody has the address {email}. Use: portal people invite {email} NAME")
    return person


@contextmanager
def _writing() -> Iterator[db.Session]:
    """The portal's database for one command: committed when it ends well, a problem told in plain words."""
    with create_app(read_settings()).app_context(), open_session(db.engine(), for_writing=True) as session:
        try:
            yield session
        except DomainError as error:
            raise click.ClickException(error.message) from error
        session.commit()
