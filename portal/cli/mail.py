"""What comes back by mail."""

import sys

import click

from portal.config import read_settings
from statements.db import make_engine, open_session
from statements.people import outbox


@click.command()
def mail_bounce() -> None:
    """Read a report that a message came back (RFC 3464) from standard input: for the mail server's bounce address."""
    with open_session(make_engine(read_settings().database), for_writing=True) as session, session.begin():
        found = outbox.note_bounce(session, report=sys.stdin.buffer.read())
    click.echo("Written down." if found else "It is about no message of ours.")
