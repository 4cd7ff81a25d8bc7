"""Read statements from the command line: assess one, train the evidence finder, measure it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from scoring import Facts, Rubric, assess, export, load_rubric, rubric_in_force
from scoring.evidence.evaluation import evaluate as measure
from scoring.evidence.evaluation import evaluate_shipped as measure_shipped
from scoring.evidence.labelled import LabelledDataError
from scoring.evidence.training import train as fit
from scoring.model import Assessment
from statements.clock import twelve_months_to
from statements.errors import DomainError
from statements.ingest.documents import read_document

MODEL = Path(__file__).resolve().parents[2] / "scoring" / "evidence" / "model"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--json", "as_json", is_flag=True, help="Print the whole assessment as JSON; `portal recompute` reads it."
)
@click.option("--rubric", "version", default="", help="Version of the rubric; the one in force today where left out.")
@click.option("--organisation", default="", help="Legal name of the organisation, for the gate that it is named.")
@click.option("--period-end", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the period; today where left out.")
def assess_file(file: Path, as_json: bool, version: str, organisation: str, period_end: datetime | None) -> None:
    """Assess FILE, a PDF, DOCX or text: levels with their reasons and the sentences they rest on."""
    end = period_end.date() if period_end else datetime.now(UTC).date()
    try:
        read = read_document(file.read_bytes(), file.name)
    except DomainError as error:
        raise click.ClickException(error.message) from error
    rubric = load_rubric(version) if version else rubric_in_force(end)
    start = twelve_months_to(end).start
    facts = Facts(pages=read.pages, organisation_name=organisation, period_start=start, period_end=end)
    made = assess(facts, rubric)
    click.echo(
        json.dumps(export(facts, made), ensure_ascii=False, indent=2) if as_json else as_text(made, rubric, file.name)
    )


def as_text(made: Assessment, rubric: Rubric, name: str) -> str:
    """An assessment to read in a terminal."""
    lines = [f"{name}: {len(made.sentences)} sentences; rubric {made.rubric}, model {made.model}", made.note]
    lines += [
        f"  {each.pillar}: {'–' if each.points is None else each.points} of {each.maximum}" for each in made.profile
    ]
    for gate in made.gates:
        met = {True: "met", False: "not met", None: "not judged"}[gate.met]
        lines.append(f"{gate.gate} {met}: {gate.reason}")
    for finding in made.findings:
        level = finding.outcome.value if finding.level is None else f"level {finding.level}"
        lines.append(f"{finding.criterion} {level}: {finding.reason} ({rubric.criterion(finding.criterion).question})")
        for each in finding.evidence:
            text = each.sentence.text if len(each.sentence.text) < 160 else each.sentence.text[:157] + "…"
            lines.append(f"    p. {each.sentence.page}, {each.probability:.2f}, {each.status.value}: {text}")
    return "\n".join(line for line in lines if line)


@click.command()
@click.argument("labels", type=click.Path(exists=True, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=MODEL, show_default=False)
def train(labels: Path, out: Path) -> None:
    """Train the evidence finder on LABELS (a .csv, the folder that holds sentences_uk_ca.csv, or the one above)."""
    try:
        click.echo(fit(_labels(labels), out).as_text())
    except LabelledDataError as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.argument("labels", type=click.Path(exists=True, path_type=Path))
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Write the reliability plot here (SVG).")
@click.option("--shipped", is_flag=True, help="Measure the shipped model as it stands, on labels that it never saw.")
def evaluate(labels: Path, plot: Path | None, shipped: bool) -> None:
    """Measure the evidence finder on LABELS: one country against the other, both ways, and five folds by statement."""
    try:
        report = measure_shipped(_labels(labels)) if shipped else measure(_labels(labels))
        click.echo(report.as_text())
        if plot:
            plot.write_text(report.reliability_plot(), encoding="utf-8")
    except LabelledDataError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{plot}: cannot be written ({error.strerror})") from error


def _labels(given: Path) -> Path:
    if not given.is_dir():
        return given
    inner = given / "labelled"
    return (inner if inner.is_dir() else given) / "sentences_uk_ca.csv"


assess_file.name = "assess"
