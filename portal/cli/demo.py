"""The demonstration: an invented world with known sign-ins, loaded once, served on the loopback address."""

import os
import shutil
import socket
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from portal.app import LOOPBACK, create_app
from portal.cli.database import enter_published, migrate_to_head
from portal.cli.serve import supervise
from portal.config import PREFIX, ROOT, Settings, read_settings
from portal.demo import measure, seed
from portal.demo.answer_key import answer_key
from portal.demo.world_files import World, read_world
from statements.db import make_engine, open_session
from statements.register import index, indexing

FOLDER = ROOT / "var" / "demo"
PORTS_TRIED = 20
ACCESS_LOG = "access.log"
DEFAULTS = {"PORTAL_DATA_DIR": str(FOLDER), "PORTAL_MAIL_BACKEND": "console"}
FORCED = {"PORTAL_DEMONSTRATION": "yes", "PORTAL_REQUIRE_SECOND_FACTOR": "no", "PORTAL_SECURE_COOKIES": "no"}


@click.command()
@click.option("--fresh", is_flag=True, help="Forget what was done in the demonstration and load its world anew.")
@click.option("--load-only", is_flag=True, help="Load the world and stop; serve nothing.")
@click.option("--measure", "measuring", is_flag=True, help="Print how the reader did against the answer key; stop.")
def demo(fresh: bool, load_only: bool, measuring: bool) -> None:
    """Load an invented world once and serve it here, with sign-ins that everyone may know."""
    if measuring:
        found = measure.measure()
        click.echo(measure.as_table(found) + "\n" + measure.by_criterion(found, answer_key()))
        return
    environment = {**DEFAULTS, **os.environ, **FORCED}
    environment.setdefault("PORTAL_ACCESS_LOG", str(Path(environment["PORTAL_DATA_DIR"]) / ACCESS_LOG))
    settings = _settings(environment)
    world = read_world()
    if fresh:
        _forget(settings)
    _load(settings, world)
    if load_only:
        return
    chosen = replace(settings, port=_free_port(settings, chosen_by_user=f"{PREFIX}PORT" in os.environ))
    address = f"http://{chosen.host}:{chosen.port}"
    environment |= {"PORTAL_PORT": str(chosen.port), "PORTAL_PUBLIC_URL": address}
    click.echo(welcome(world, address))
    click.echo(f"  Each request is a line of {environment['PORTAL_ACCESS_LOG']}; mail is printed here.\n")
    sys.exit(supervise(chosen, environment))


def welcome(world: World, address: str) -> str:
    """What is printed when the demonstration starts: where it is and who can sign in."""
    people = [each for each in world.people if "featured" in each]
    width = max(len(each["email"]) for each in people)
    lines = [
        "",
        world.settings["banner"],
        "",
        f"  {address}",
        f"  Sign in at {address}/account/login with any of these and the password {world.settings['password']}",
        "",
        *(f"  {each['email']:<{width}}  {each['featured']}" for each in people),
        "",
        "  Ctrl-C stops it. What you do is kept in the data folder; `portal demo --fresh` starts anew.",
        "",
    ]
    return "\n".join(lines)


def _settings(environment: Mapping[str, str]) -> Settings:
    try:
        settings = read_settings(environment)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if settings.host not in LOOPBACK:
        raise click.ClickException(
            f"The demonstration has known sign-ins and is served on the loopback address only, not on {settings.host}. "
            "Leave PORTAL_HOST unset."
        )
    return settings


def _forget(settings: Settings) -> None:
    """Remove the demonstration's own folder; anything else is somebody's to remove."""
    if Path(settings.data_dir) != FOLDER or settings.database_url:
        raise click.ClickException("Only the demonstration's own folder is removed: empty the other one yourself.")
    shutil.rmtree(FOLDER, ignore_errors=True)


def _load(settings: Settings, world: World) -> None:
    state = _state(settings, world)
    if state is seed.State.PARTIAL:
        click.echo("The last loading did not come to its end: starting again.")
        _forget(settings)
        state = _state(settings, world)
    if state is seed.State.OUTDATED:
        click.echo("The demonstration has changed since it was loaded: `portal demo --fresh` loads the new one.")
    if state is seed.State.ABSENT:
        click.echo("Loading the demonstration world; this happens once.")
        quiet = replace(settings, mail_backend="locmem")
        seed.load_world(create_app(quiet), now=datetime.now(UTC), tell=lambda line: click.echo(f"  {line}"))
    enter_published(settings)
    _build_index(settings)


def _state(settings: Settings, world: World) -> seed.State:
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    migrate_to_head(settings)
    with open_session(make_engine(settings.database), for_writing=False) as session:
        return seed.state_of(session, world)


def _build_index(settings: Settings) -> None:
    """Build the search index where it is missing; the portal keeps it up from then on."""
    with open_session(make_engine(settings.database), for_writing=False) as session:
        if index.open_index(session, settings.index) is None:
            indexing.rebuild(session, settings.index)
            click.echo("  the search index is built")


def _free_port(settings: Settings, *, chosen_by_user: bool) -> int:
    """The port of the settings, or the next one that is free. Raises where the chosen one is taken."""
    if _is_free(settings.host, settings.port):
        return settings.port
    if chosen_by_user:
        raise click.ClickException(f"Port {settings.port} is taken. Set PORTAL_PORT to another one.")
    for port in range(settings.port + 1, settings.port + PORTS_TRIED):
        if _is_free(settings.host, port):
            click.echo(f"Port {settings.port} is taken; using {port}. PORTAL_PORT chooses another.")
            return port
    raise click.ClickException(f"Ports {settings.port} and above are taken. Set PORTAL_PORT to a free one.")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
        return True
