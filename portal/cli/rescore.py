"""Read the whole register anew under a rubric and the model of this code."""

import time
from contextlib import AbstractContextManager
from importlib import import_module

import click

from portal import rescoring
from portal.config import read_settings
from scoring import RubricError, load_rubric, model_name
from statements.db import make_engine


@click.command()
@click.option("--rubric", default="", help="Version of the rubric; the one in force for each period where left out.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="How many read at a time.")
@click.option("--scheduler", default="", help="Address of a Dask scheduler, or 'local'; needs the extra `cluster`.")
def rescore(rubric: str, processes: int, scheduler: str) -> None:
    """Read every submitted and published version anew, and keep the readings beside the earlier ones.

    What officers touched, and what is public, stays as it is until an officer takes the new reading up. A run that was
    stopped goes on where it was; the result is the same whatever reads, and in however many processes.
    """
    engine, began = make_engine(read_settings().database), time.perf_counter()
    if rubric:
        _check(rubric)
    reading = _reading(processes, scheduler)
    job_id = rescoring.start(engine, rubric=rubric)
    click.echo(f"Model {model_name()}, rubric {rubric or 'in force for each period'}.")
    with click.progressbar(length=1, label="Versions", show_pos=True) as bar:

        def progress(done: int, total: int) -> None:
            rescoring.tell(engine, job_id, done, total)
            bar.length = total
            bar.update(done - bar.pos)

        outcome = rescoring.run(engine, rubric=rubric, reading=reading, progress=progress)
    rescoring.end(engine, job_id, {"read": outcome.read, "total": outcome.total})
    took = time.perf_counter() - began
    click.echo(f"{outcome.read} versions read in {took:.1f} s; {outcome.total - outcome.read} had been read before.")
    click.echo("Officers find what differs from what they worked on at /review/readings.")


def _check(rubric: str) -> None:
    try:
        load_rubric(rubric)
    except RubricError as error:
        raise click.ClickException(str(error)) from error


def _reading(processes: int, scheduler: str) -> AbstractContextManager[rescoring.Map]:
    if scheduler:
        try:
            found: AbstractContextManager[rescoring.Map] = import_module("portal.cluster").cluster(scheduler, processes)
        except ImportError as error:
            raise click.ClickException(
                "A scheduler needs Dask: install the portal with its extra `cluster`."
            ) from error
        return found
    return rescoring.processes(processes) if processes > 1 else rescoring.one_process()
