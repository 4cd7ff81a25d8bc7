"""Read a file of sentences: for each the eleven labels and whether it is done, planned or denied."""

import os
import time
from pathlib import Path

import click

from scoring.evidence.sentence_file import SentenceFileError, Summary, read_file

TOLD_EVERY = 10_000


@click.command()
@click.argument("sentences", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="IN.csv")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.csv")
def evidence(sentences: Path, out: Path) -> None:
    """Read the sentences of IN.csv (statement_id, sentence_idx, sentence) and write what each is evidence for.

    OUT.csv has the keys, for each label a probability (p_…) and a decision (0 or 1), the status (done, planned,
    denied, or none where a sentence is no evidence) with p_planned and p_denied. Works offline.
    """
    began, read, told = time.perf_counter(), Summary(0, 0, 0), 0
    if not out.absolute().parent.is_dir():
        raise click.ClickException(f"There is no folder {out.parent}. Make it, or write elsewhere.")
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as to:
            for read in read_file(sentences, to):
                if read.sentences // TOLD_EVERY > told:
                    told = read.sentences // TOLD_EVERY
                    click.echo(f"{read.sentences} sentences", err=True)
        os.replace(part, out)
    except SentenceFileError as fault:
        raise click.ClickException(f"{sentences.name}: {fault}") from fault
    finally:
        part.unlink(missing_ok=True)
    took = time.perf_counter() - began
    summary = f"{out}: {read.sentences} sentences of {read.statements} statements in {took:.1f} s"
    click.echo(summary + (f"; {read.blank} blank, with every probability 0" if read.blank else ""))
