"""Make the assessment of an export again and say whether the same score comes out, or exactly what differs."""

import json
import sys
from pathlib import Path

import click

from scoring import ExportError
from scoring import recompute as make_again


@click.command()
@click.argument("export", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="EXPORT.json")
def recompute(export: Path) -> None:
    """Read the text of EXPORT.json again and compare: exit 0 where the same score comes out, 1 where anything differs.

    EXPORT.json is what the register offers beside a released profile, or what `portal assess --json` prints.
    """
    try:
        told = json.loads(export.read_text(encoding="utf-8"))
        made = make_again(told if isinstance(told, dict) else {})
    except (ValueError, RecursionError) as fault:
        kind = "no JSON" if not isinstance(fault, ExportError) else str(fault)
        raise click.ClickException(f"{export.name}: {kind}") from fault
    version = f"rubric {told['rubric']}, model {told['model']}, text {told['text_hash'][:12]}…"
    if made.same and made.assessment:
        counts = f"{len(made.assessment.findings)} findings, {len(made.assessment.gates)} gates"
        click.echo(f"The same score: {version}; {counts} and the points of {len(made.assessment.profile)} pillars.")
    else:
        click.echo(f"Not the same score ({version}). What differs:")
        click.echo("\n".join(f"  {each}" for each in made.differences))
    click.echo("".join(f"Note: {each}\n" for each in made.notes), nl=False)
    sys.exit(0 if made.same else 1)
