"""Read a spreadsheet: .xlsx, .xlsm, .xlsb, .xls, .ods, or a comma, semicolon, tab or bar separated file."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from statements import limits
from statements.errors import Problem, TooLarge, UnreadableFile
from statements.ingest.cells import Row, Sheet, Value
from statements.ingest.sandbox import ReaderFailed, run_reader

ADVICE = "Save it as .xlsx or .csv and try again."

_DECODERS: dict[str, Callable[[str], Value]] = {
    "d": date.fromisoformat,
    "m": datetime.fromisoformat,
    "c": time.fromisoformat,
}


def read_workbook(data: bytes, filename: str = "") -> list[Sheet]:
    """Every worksheet with the rows that hold something; what the file is is judged by content, not by name.

    Text keeps its leading zeros and macrons (NFC), whole numbers are int, dates are dates; a formula
    gives its saved result. A delimited file is one sheet named after the file, all of its cells text.
    Raises TooLarge beyond the limits; UnreadableFile for anything else, with what to do about it.
    """
    if not data:
        raise UnreadableFile("This file is empty. Choose the file again.")
    if len(data) > limits.WORKBOOK_BYTES.value:
        raise TooLarge(f"This file is larger than {limits.WORKBOOK_BYTES.readable}. Split it into several files.")
    try:
        with run_reader("workbook", data, options={"filename": filename}, advice=ADVICE) as answer:
            return list(_sheets(answer))
    except ReaderFailed as failure:
        if failure.cause != "memory":
            raise
        raise _too_far(data, failure) from failure


def _sheets(answer: Iterable[bytes]) -> Iterator[Sheet]:
    name, hidden = "", False
    rows: list[Row] = []
    seen: dict[str, str] = {}
    for line in answer:
        said = json.loads(line)
        if isinstance(said, list):
            rows.append(Row(name, said[0], tuple(_value(value, seen) for value in said[1:])))
        elif "sheet" in said:
            name, hidden, rows = said["sheet"], said["hidden"], []
        else:
            problems = tuple(Problem(sheet=name, **problem) for problem in said["problems"])
            yield Sheet(name, tuple(rows), hidden, problems)


def _value(value: Any, seen: dict[str, str]) -> Value:
    """The value itself; equal texts share one string, which keeps a large list small."""
    if type(value) is str:
        return seen.setdefault(value, value)
    if type(value) is dict:
        [(kind, text)] = value.items()
        return _DECODERS[kind](text)
    exact: Value = value
    return exact


def _too_far(data: bytes, failure: ReaderFailed) -> UnreadableFile | TooLarge:
    """What to say of a workbook that did not fit: usually one stray cell far away from the table."""
    try:
        with run_reader("far cells", data, advice=ADVICE) as answer:
            far = json.loads(answer.readline())
    except (UnreadableFile, TooLarge):
        return failure
    if not far:
        return failure
    return TooLarge(
        f"The sheet “{far['sheet']}” reaches to column {far['columns']} and row {far['rows']:,}, too far to be read. "
        "Delete the empty rows and columns beyond the table, save it and try again."
    )
