"""The words of the help pages at the command line: read them, approve them with a name, see what is shown."""

from datetime import UTC, datetime

import click

from portal.config import Settings, read_settings
from portal.pages.help import read_help
from portal.pages.help_texts import APPROVALS, AUDIENCES, HelpText, approve, help_texts
from statements.clock import local_date

LANGUAGE = click.option("--language", default="en", show_default=True, help="The code of its language.")


@click.group("help-pages")
def help_pages() -> None:
    """See and approve the words of the help pages; only what a named person approved is shown."""


@help_pages.command("list")
def list_texts() -> None:
    """Every text with its mark and who approved it, and every number with the day it was checked."""
    settings = read_settings()
    texts = help_texts(settings.help_folder)
    for text in texts.texts:
        found = texts.approved(text.audience, text.language, demonstration=settings.demonstration)
        told = f"approved by {found[1].by} on {found[1].on}" if found else "not shown: nobody approved these words"
        click.echo(f"{text.audience:<10}{text.language:<4}{text.mark}  {told}")
    for contact in read_help(settings.help_folder).contacts:
        click.echo(f"{contact.phone:<14}{contact.name}: checked on {contact.checked_on} ({contact.checked_against})")


@help_pages.command()
@click.argument("audience", type=click.Choice(AUDIENCES))
@LANGUAGE
def show(audience: str, language: str) -> None:
    """Print every word that an approval for AUDIENCE would cover, and its mark."""
    text = _text(read_settings(), audience, language)
    points = "\n".join(f"- {each}" for each in text.points)
    signs = "\n".join(f"- {each.name}: {each.meaning}" for each in text.signs)
    click.echo(f"{text.title}\n\n{text.lead}\n\n{points}\n\nTo call: {', '.join(text.contacts)}\n\n{signs}\n")
    click.echo(f"Mark of these words: {text.mark}")


@help_pages.command("approve")
@click.argument("audience", type=click.Choice(AUDIENCES))
@click.argument("mark")
@LANGUAGE
@click.option("--by", required=True, help="Name and role of the person who approved them; everyone reads it.")
def approve_text(audience: str, mark: str, language: str, by: str) -> None:
    """Write down that a named person approved the words for AUDIENCE that have this MARK (see `show`)."""
    settings = read_settings()
    text = _text(settings, audience, language)
    if mark != text.mark:
        raise click.ClickException(f"The words have changed: their mark is {text.mark}. Show them again.")
    try:
        approve(settings.help_folder, text, by=by, on=local_date(datetime.now(UTC), settings.time_zone))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Written into {settings.help_folder / APPROVALS}. Start the portal anew to show it.")


def _text(settings: Settings, audience: str, language: str) -> HelpText:
    found = help_texts(settings.help_folder).text(audience, language)
    if found is None:
        raise click.ClickException(f"There is no text for {audience} in {language}.")
    return found
