"""Look after this node's search index."""

import click

from portal.config import read_settings
from statements.db import make_engine, open_session
from statements.register import indexing


@click.group()
def index() -> None:
    """Look after this node's search index."""


@index.command()
def rebuild() -> None:
    """Build the search index afresh from the database; the old one serves until the new one stands."""
    settings = read_settings()
    engine = make_engine(settings.database)
    with open_session(engine, for_writing=False) as session:
        total = indexing.public_statements(session)
        with click.progressbar(length=total, label="Statements") as bar:
            built = indexing.rebuild(session, settings.index, lambda done, _total: bar.update(done - bar.pos))
    click.echo(f"{total} statements are in the index, up to event {built.generation}.")
