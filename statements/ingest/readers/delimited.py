"""Read a comma, semicolon, tab or bar separated file (RFC 4180 and its many relatives). Runs in the reading process."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from statements import limits
from statements.errors import TooLarge, UnreadableFile
from statements.ingest.cells import column_letters
from statements.ingest.readers import containers

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_RECORDS = 200
_SEPARATOR_LINE = re.compile(r"^sep=(.)\r?\n", re.I)
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass
class Sheet:
    """A sheet on its way out of the reading process: rows are (number, values from column A)."""

    name: str
    rows: Iterable[tuple[int, Iterable[Any]]]
    problems: list[dict[str, str]] = field(default_factory=list)
    hidden: bool = False


def read(data: bytes, filename: str) -> Sheet:
    """The one sheet of a delimited file, named after the file. Raises UnreadableFile, TooLarge."""
    text, encoding = containers.decode(data)
    problems = []
    if "\x00" in text:
        if text.count("\x00") > len(text) * 0.2:
            raise UnreadableFile("This file is not a table of text. Save it as .xlsx or .csv and try again.")
        text = text.replace("\x00", "")
        problems.append(_problem("The file held NUL characters, which were left out.", "Check the names in it."))
    if encoding == "cp1252" and "\ufffd" in text:
        problems.append(_problem("Some letters could not be read and show as \ufffd.", "Save it as CSV UTF-8."))
    if re.search(r"\.(xlsx|xlsm|xlsb|xls|ods)$", filename, re.I):
        said = PurePath(filename).suffix.lower()
        problems.append(_problem(f"The name ends in {said} but the file is a table of text; it was read as one.", ""))
    delimiter, text = _delimiter(text)
    return Sheet(sheet_name(filename), _rows(text, delimiter, problems), problems)


def sheet_name(filename: str) -> str:
    """What the sheet of a delimited file is called: its file's name, as far as a spreadsheet allows it."""
    stem = _FORBIDDEN_IN_NAME.sub(" ", PurePath(filename.replace("\\", "/")).stem).strip(" '")
    return stem[:31].strip() or "Sheet1"


def _problem(message: str, mend: str, cell: str = "") -> dict[str, str]:
    return {"message": message, "mend": mend, "cell": cell}


def _delimiter(text: str) -> tuple[str, str]:
    """(delimiter, text without a line that names it): the one that cuts most records into the same number of fields."""
    if named := _SEPARATOR_LINE.match(text):
        return named.group(1), text[named.end() :]
    scores = {delimiter: _score(text[:200_000], delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return (best if scores[best] > (0, 0) else ","), text


def _score(sample: str, delimiter: str) -> tuple[float, int]:
    """(share of records with the usual number of fields, that number): (0, 0) when it hardly cuts anything."""
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(record):
                widths[len(record)] += 1
            if widths.total() >= SAMPLE_RECORDS:
                break
    except csv.Error:
        return (0, 0)
    cut = {width: count for width, count in widths.items() if width > 1}
    if not cut:
        return (0, 0)
    usual = max(cut, key=lambda width: (cut[width], width))
    near = sum(count for width, count in cut.items() if abs(width - usual) <= 1)
    return (round(near / widths.total(), 1), usual)


class _Lines:
    """Lines that remember how many quotation marks the record being read has had."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.quotes = self.count = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.count += 1
            self.quotes += line.count('"')
            yield line


def _rows(text: str, delimiter: str, problems: list[dict[str, str]]) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(limits.CELL_CHARACTERS.value)
    lines = _Lines(text)
    number, first_line, spanned, odd = 0, 1, 0, False
    record: list[str] = []
    try:
        for number, record in enumerate(csv.reader(iter(lines), delimiter=delimiter), start=1):
            if number > limits.ROWS.value and any(record):
                raise TooLarge(f"This file has more than {limits.ROWS.readable}. Split it into several files.")
            yield number, record
            spanned, first_line = lines.count - first_line, lines.count + 1
            odd, lines.quotes = lines.quotes % 2 == 1, 0
    except csv.Error as error:
        if "field limit" not in str(error):
            raise UnreadableFile(f"Line {lines.count:,} of this file could not be read. Save it as .xlsx.") from error
        raise UnreadableFile(
            f'A quotation mark (") in or after line {first_line:,} is never closed, or a cell is longer than '
            f"{limits.CELL_CHARACTERS.readable}. Close it or shorten it, or save the file as .xlsx."
        ) from error
    if number and odd and spanned:
        cell = f"{column_letters(len(record) - 1)}{number}"
        message = "A quotation mark opens here and is never closed, so everything after it was read as this one cell."
        problems.append(_problem(message, "Close or remove the quotation mark.", cell))
