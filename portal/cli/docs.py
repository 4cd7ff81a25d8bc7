"""Write the pages of docs/ that are made from the code; a test compares them."""

from dataclasses import fields
from tempfile import TemporaryDirectory

import click

from portal import access
from portal.app import create_app
from portal.config import PREFIX, ROOT, Settings
from statements import limits
from statements.register import rows


def access_page() -> str:
    """docs/access.md: every route with who may enter."""
    lines = ["# Who may enter", "", "Made by `portal docs access`.", "", "| path | methods | who |", "|---|---|---|"]
    with TemporaryDirectory() as folder:
        rows = access.doors(create_app(Settings(data_dir=folder)))
    return "\n".join([*lines, *(f"| `{row.rule}` | {row.methods} | {row.who.value} |" for row in rows)]) + "\n"


def settings_page() -> str:
    """docs/settings.md: every setting with its variable and default."""
    lines = ["# Settings", "", "Made by `portal docs settings`. Each is an environment variable.", ""]
    lines += ["| variable | default | meaning |", "|---|---|---|"]
    rows = [
        f"| `{PREFIX}{each.name.upper()}` | {_shown(each.default)} | {each.metadata['help']} |"
        for each in fields(Settings)
    ]
    return "\n".join([*lines, *rows]) + "\n"


def _shown(default: object) -> str:
    text = str(default)
    return "`var` beside the code" if text.startswith(str(ROOT)) else (f"`{text}`" if text else "")


PAGES = {
    "access": access_page,
    "data-dictionary": rows.dictionary,
    "limits": limits.as_markdown,
    "settings": settings_page,
}


@click.command()
@click.argument("page", type=click.Choice(sorted([*PAGES, "all"])))
def docs(page: str) -> None:
    """Write docs/PAGE.md from the code (or all of them)."""
    for name, make in PAGES.items():
        if page in (name, "all"):
            (ROOT / "docs" / f"{name}.md").write_text(make(), encoding="utf-8")
            click.echo(f"docs/{name}.md")
