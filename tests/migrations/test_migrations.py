"""The migrations make the schema that the models describe, and go down again, with rows in the tables."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event, inspect, select

from portal.accounts import models as accounts
from portal.cli.database import alembic_config
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.organisations.models import Organisation
from statements.schema import metadata
from tests.databases import POSTGRES
from tests.factories import make_organisation

ROOT = Path(__file__).resolve().parents[2]


def test_the_head_is_pinned() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert script.get_current_head() == (ROOT / "migrations" / "HEAD").read_text().strip()


def test_models_and_migrations_agree(settings: Settings) -> None:
    assert accounts.User.__tablename__ in metadata.tables
    engine = make_engine(settings.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_up_down_and_up_with_rows(settings: Settings, now) -> None:
    engine = make_engine(settings.database)
    with open_session(engine, for_writing=True) as session, session.begin():
        make_organisation(session, name="Ōtara Demonstration Limited", at=now)
    engine.dispose()
    config = alembic_config(settings)
    command.downgrade(config, "0003_organisations")
    engine = make_engine(settings.database)
    with open_session(engine, for_writing=False) as session:
        assert session.scalars(select(Organisation.name)).all() == ["Ōtara Demonstration Limited"]
    engine.dispose()
    command.downgrade(config, "base")
    said: list[str] = []
    listening = (Engine, "before_cursor_execute", lambda _connection, _cursor, statement, *_: said.append(statement))
    event.listen(*listening)
    command.upgrade(config, "head")
    event.remove(*listening)
    asked_for_turn = next((place for place, each in enumerate(said) if "pg_advisory_lock(" in each), len(said))
    looked = next(place for place, each in enumerate(said) if "alembic_version" in each)
    assert not POSTGRES or asked_for_turn < looked, "nodes that start together migrate in turn"
    engine = make_engine(settings.database)
    assert set(metadata.tables) <= set(inspect(engine).get_table_names())
    engine.dispose()


@pytest.mark.parametrize("path", sorted((ROOT / "migrations" / "versions").glob("*.py")), ids=lambda path: path.stem)
def test_migrations_are_numbered(path: Path) -> None:
    assert path.stem[:4].isdigit()
    assert f'revision = "{path.stem}"' in path.read_text()
