"""Look whether the store holds what the database leads to."""

import sys

import click

from portal.config import read_settings
from statements.db import make_engine, open_session
from statements.schema import metadata
from statements.storage.checking import check_files as check
from statements.storage.store import Store


@click.command()
def check_files() -> None:
    """Read every file that the database leads to: exit 0 where all are whole, 1 where one is gone or damaged."""
    settings = read_settings()
    engine = make_engine(settings.database)
    with open_session(engine, for_writing=False) as session:
        found = check(session, Store(settings.store), schema=metadata)
    engine.dispose()
    for digest, tables, fault in found.faults:
        click.echo(f"{digest}  {fault} ({tables})")
    click.echo(f"{found.files} files that the database leads to, {len(found.faults)} gone or damaged.")
    sys.exit(1 if found.faults else 0)
