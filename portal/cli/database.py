"""Bring the database to the schema of this code."""

from pathlib import Path

import click
from alembic import command
from alembic.config import Config

from portal.config import ROOT, Settings, read_settings


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


@click.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = read_settings()
    migrate_to_head(settings)
    click.echo("The database is at the newest schema.")
