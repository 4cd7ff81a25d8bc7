"""Bring in statements that were published elsewhere, and write them out again."""

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from portal.config import read_settings
from statements.db import make_engine, open_session
from statements.ingest.mapping import MappedRow, Mapping, columns_of, load_mapping, map_row
from statements.ingest.statement_import import ImportReport, import_rows
from statements.ingest.statement_lines import lines_in, lines_out
from statements.storage.store import Store

csv.field_size_limit(sys.maxsize)


@click.command("import-statements")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--profile", required=True, help="Which register the rows come from: the name of a mapping.")
@click.option("--importer", default="", help="Who brings them in; shown beside each statement.")
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the fate of each row to a CSV.")
def import_statements(file: Path, profile: str, importer: str, report: Path | None) -> None:
    """Bring in the rows of FILE (.csv, or .jsonl as export-statements writes it). Every row lands or is listed."""
    settings, mapping = read_settings(), load_mapping(profile)
    store, began = Store(settings.store), datetime.now(UTC)
    with open_session(make_engine(settings.database), for_writing=True) as session, session.begin():
        outcome = import_rows(
            session,
            mapping=mapping,
            rows=_rows(file, mapping),
            importer=importer or mapping.source,
            keep=store.put,
            at=began,
        )
    _tell(outcome, datetime.now(UTC) - began)
    if report is not None:
        _write_report(outcome, report)


@click.command("export-statements")
@click.option("--profile", required=True, help="The profile of law whose statements are written.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A .jsonl file.")
def export_statements(profile: str, out: Path) -> None:
    """Write the published statements of a profile as JSON Lines, private answers included: for the operator only."""
    settings, scheme = read_settings(), load_mapping(profile).organisation.scheme
    with open_session(make_engine(settings.database), for_writing=False) as session:
        lines = list(lines_out(session, profile=profile, scheme=scheme))
    out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    click.echo(f"{out}: {len(lines)} statements")


def _rows(file: Path, mapping: Mapping) -> Iterator[MappedRow]:
    if file.suffix == ".jsonl":
        with file.open(encoding="utf-8") as lines:
            yield from lines_in(lines, mapping)
        return
    with file.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        strange = sorted(set(reader.fieldnames or ()) - columns_of(mapping))
        if strange:
            raise click.ClickException(f"columns that the mapping does not know: {', '.join(strange)}")
        for number, row in enumerate(reader, start=2):
            yield map_row(mapping, row, number)


def _tell(outcome: ImportReport, took: object) -> None:
    click.echo(
        f"{outcome.rows} rows: {outcome.statements} statements landed, {outcome.covered} organisations covered, "
        f"{outcome.extended} statements extended, {len(outcome.already)} rows already filed, "
        f"{len(outcome.refused)} rows listed with a reason; accounted for: {outcome.accounted}; took {took}"
    )
    for number, reason in outcome.refused:
        click.echo(f"  row {number}: {reason}")


def _write_report(outcome: ImportReport, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as to:
        writer = csv.writer(to)
        writer.writerow(["row", "fate", "reason"])
        writer.writerows([number, "already filed", reason] for number, reason in outcome.already)
        writer.writerows([number, "listed", reason] for number, reason in outcome.refused)
