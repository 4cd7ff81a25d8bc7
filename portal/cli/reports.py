"""Write the compliance pack of a year to a file."""

from datetime import UTC, datetime
from pathlib import Path

import click

from portal.config import read_settings
from statements.clock import local_date
from statements.db import make_engine, open_session
from statements.reports import summary, writers
from statements.reports.figures import Audience


@click.command("export-summary")
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="Calendar year in which periods end.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="An .xlsx or .csv file.")
@click.option("--audience", type=click.Choice([each.value for each in Audience]), default=Audience.PUBLIC.value)
@click.option("--profile", default="", help="Profile of law; the settings' default where left out.")
def export_summary(year: int, out: Path, audience: str, profile: str) -> None:
    """Write the compliance pack of YEAR: who filed, late, missing, per criterion, by sector, region, size, kind."""
    settings, at = read_settings(), datetime.now(UTC)
    if out.suffix not in (".xlsx", ".csv"):
        raise click.BadParameter("The file must end in .xlsx or .csv.", param_hint="--out")
    with open_session(make_engine(settings.database), for_writing=False) as session:
        pack = summary.make_pack(
            session,
            year=year,
            profile=profile or settings.default_profile,
            audience=Audience(audience),
            at=at,
            on=local_date(at, settings.time_zone),
        )
    if out.suffix == ".csv":
        out.write_text(writers.figures_csv(pack), encoding="utf-8", newline="")
    else:
        out.write_bytes(writers.workbook(pack, title=settings.service_name, time_zone=settings.time_zone))
    click.echo(f"{out}: {len(pack.tables)} tables, {sum(len(table.rows) for table in pack.tables)} rows")
