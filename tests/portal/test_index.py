"""The node's index behind the pages: built when missing, rebuilt when damaged, built beside the requests when large."""

import re

import pytest
from click.testing import CliRunner

import portal.index
from portal.cli.main import portal as command
from statements.register import indexing
from statements.register.index import open_index
from tests.factories import make_organisation
from tests.published import publish


@pytest.fixture
def register(session, now):
    """Two public statements."""
    for name in ("Kererū Demonstration Limited", "Ruru Demonstration Limited"):
        made = make_organisation(session, name=name, at=now, slug=name[:4].lower())
        publish(session, organisation=made, at=now, pages=(f"Text of {name}.",))
    session.commit()


def total(client, text: str) -> int:
    return client.get(f"/api/v1/statements?q={text}").get_json()["total"]


def test_a_missing_index_is_built_by_the_first_search(client, register, settings) -> None:
    assert not settings.index.exists()
    assert total(client, "kereru") == 1
    assert (settings.index / "state.json").is_file()


def test_a_damaged_index_is_built_again(client, register, settings, session, now) -> None:
    assert total(client, "kereru") == 1
    (settings.index / "state.json").write_text("damaged")
    late = make_organisation(session, name="Late Demonstration Limited", at=now)
    publish(session, organisation=late, at=now)
    session.commit()
    assert [total(client, "late"), total(client, "late")][-1] == 1


def test_while_a_large_index_is_built_names_are_searched(app, client, register, monkeypatch) -> None:
    monkeypatch.setattr(portal.index, "BUILT_WITHIN_A_REQUEST", 1)
    page = client.get("/statements?q=kereru").get_data(as_text=True)
    assert "only names of organisations are searched" in page
    assert re.search(r'<b class="figures">1</b>\s*statement', page)
    app.extensions["index"].builder.join(timeout=30)
    assert "only names" not in client.get("/statements?q=kereru").get_data(as_text=True)
    assert total(client, "text") == 2


def test_two_processes_share_a_folder(session, register, settings, now) -> None:
    first = indexing.rebuild(session, settings.index)
    second = open_index(session, settings.index)
    assert second is not None
    late = make_organisation(session, name="Late Demonstration Limited", at=now)
    publish(session, organisation=late, at=now)
    assert indexing.catch_up(session, first, seconds=5)
    assert indexing.catch_up(session, second, seconds=5)
    assert (first.searcher.num_docs, second.searcher.num_docs) == (3, 3)
    indexing.rebuild(session, settings.index)
    assert indexing.catch_up(session, second, seconds=5)
    assert second.searcher.num_docs == 3
    assert len(list(settings.index.glob("built-*"))) == 1


def test_the_command_builds_the_index(register, settings, session, monkeypatch) -> None:
    monkeypatch.setenv("PORTAL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PORTAL_DATA_DIR", settings.data_dir)
    told = CliRunner().invoke(command, ["index", "rebuild"])
    assert told.exit_code == 0, told.output
    assert "2 statements are in the index" in told.output
    assert open_index(session, settings.index) is not None
