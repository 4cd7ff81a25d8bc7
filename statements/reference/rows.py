"""Reads the CSV files of this folder."""

import csv
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent


def rows(file_name: str) -> Iterator[dict[str, str]]:
    """Give each row of one of this folder's files as a mapping from heading to text."""
    with (_FOLDER / file_name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def parts(joined: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several, separated by |; empty for an empty cell."""
    return tuple(part for part in joined.split("|") if part)
