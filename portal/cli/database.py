"""Bring the database to the schema of this code."""

from datetime import UTC, datetime
from pathlib import Path

import click
from alembic import command
from alembic.config import Config

from portal.config import ROOT, Settings, read_settings
from statements.action_plan.entering import Entered, enter_documents
from statements.db import make_engine, open_session


def alembic_config(settings: Settings) -> Config:
    """Alembic's own configuration for these settings."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["url"] = settings.database
    return config


def migrate_to_head(settings: Settings) -> None:
    """Run every migration that the database has not seen; the data folder is made where there is none."""
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(settings), "head")


def prepare(settings: Settings) -> Entered:
    """Bring the database to the newest schema and enter the reports of published documents that it does not hold."""
    migrate_to_head(settings)
    return enter_published(settings)


def enter_published(settings: Settings) -> Entered:
    """Enter the reports of published documents that the database does not hold, and follow those that were mended."""
    engine = make_engine(settings.database)
    with open_session(engine, for_writing=True) as session, session.begin():
        entered = enter_documents(session, at=datetime.now(UTC))
    engine.dispose()
    return entered


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema, and enter the reports of published documents."""
    entered = prepare(read_settings())
    click.echo("The database is at the newest schema.")
    if entered.new or entered.mended:
        click.echo(f"Reports of published documents: {entered.new} entered, {entered.mended} mended.")
