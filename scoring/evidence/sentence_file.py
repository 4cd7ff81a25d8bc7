"""A CSV of sentences read with all labels, statement by statement: `statement_id`, `sentence_idx`, `sentence` in.

The file is read twice: for its keys, then for its sentences. While the rows of a statement stand together, no more
than one statement's sentences are held at a time; where they are scattered, the file's sentences are.
"""

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from scoring.evidence.prediction import ALL_LABELS, NO_STATUS, Prediction, predict

NEEDED = ("statement_id", "sentence_idx", "sentence")
DELIMITERS = ",;\t|"
DECIMALS = 6

csv.field_size_limit(sys.maxsize)


class SentenceFileError(ValueError):
    """The file cannot be read as sentences. The message names the line, the fault and the mend."""


@dataclass(frozen=True)
class Summary:
    """How much was read."""

    statements: int
    sentences: int
    blank: int


@dataclass
class _Keys:
    """The line of each sentence, by statement and index, and whether the rows of each statement stand together."""

    lines: dict[str, dict[int, int]] = field(default_factory=dict)
    together: bool = True


def columns() -> tuple[str, ...]:
    """The columns that are written: the keys, for each label its probability and decision, the status."""
    labels = (name for label in ALL_LABELS for name in (f"p_{label}", label))
    return ("statement_id", "sentence_idx", *labels, "status", "p_planned", "p_denied")


def read_file(
    source: Path, to: IO[str], predicting: Callable[[Sequence[str]], Prediction] = predict
) -> Iterator[Summary]:
    """Write a row for each sentence of `source` and answer, after each statement, how much was read so far.

    Rows come statement by statement, sentences by their index. Raises SentenceFileError before anything is written.
    """
    keys = _keys(source)
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow(columns())
    read = Summary(0, 0, 0)
    for statement, rows in _statements(source, keys):
        rows.sort(key=lambda row: int(float(row[0])))
        writer.writerows(_answers(statement, rows, predicting))
        blank = sum(not text.strip() for _, text in rows)
        read = Summary(read.statements + 1, read.sentences + len(rows), read.blank + blank)
        yield read


def _answers(
    statement: str, rows: Sequence[tuple[str, str]], predicting: Callable[[Sequence[str]], Prediction]
) -> Iterator[list[str | int]]:
    """A row for each sentence; a blank one says nothing and is no neighbour of the others."""
    places = {number: place for place, number in enumerate(n for n, (_, text) in enumerate(rows) if text.strip())}
    found = predicting([rows[number][1] for number in places])
    for number, (index, _) in enumerate(rows):
        yield [statement, index, *_values(found, places.get(number))]


def _values(found: Prediction, place: int | None) -> Iterator[str | int]:
    is_evidence = False
    for label in ALL_LABELS:
        chances, decisions = found.labels[label]
        decided = place is not None and bool(decisions[place])
        is_evidence = is_evidence or decided
        yield from (_number(chances[place] if place is not None else 0.0), int(decided))
    yield found.statuses[place] if place is not None and is_evidence else NO_STATUS
    yield _number(found.planned[place] if place is not None else 0.0)
    yield _number(found.denied[place] if place is not None else 0.0)


def _number(value: float) -> str:
    return f"{value:.{DECIMALS}f}"


def _keys(source: Path) -> _Keys:
    keys, last = _Keys(), None
    for line, statement, index, _ in _rows(source):
        own = keys.lines.setdefault(statement, {})
        keys.together = keys.together and (statement == last or not own)
        number = _index(index, line)
        if number in own:
            raise SentenceFileError(
                f"Line {line}: statement {statement!r}, sentence {index} stands on line {own[number]} already. "
                "Give each sentence of a statement its own sentence_idx, or delete the line that repeats it."
            )
        own[number] = line
        last = statement
    if not keys.lines:
        raise SentenceFileError("The file holds no sentence below its heading. Write one sentence a line.")
    return keys


def _index(told: str, line: int) -> int:
    try:
        if float(told) == int(float(told)):
            return int(float(told))
    except (ValueError, OverflowError):
        pass
    raise SentenceFileError(
        f"Line {line}: sentence_idx is {told!r}, not a whole number. Number the sentences of a statement 0, 1, 2 …"
    )


def _statements(source: Path, keys: _Keys) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    held: dict[str, list[tuple[str, str]]] = {}
    for _, statement, index, sentence in _rows(source):
        held.setdefault(statement, []).append((index, sentence))
        if keys.together and len(held[statement]) == len(keys.lines[statement]):
            yield statement, held.pop(statement)
    yield from held.items()


def _rows(source: Path) -> Iterator[tuple[int, str, str, str]]:
    """(line, statement_id, sentence_idx, sentence) of each row that is not wholly empty. Raises SentenceFileError."""
    try:
        with source.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle, delimiter=_delimiter(handle))
            heading = [name.strip().lower() for name in next(reader, [])]
            places = [_place(heading, name) for name in NEEDED]
            begins = reader.line_num + 1
            for row in reader:
                line, begins = begins, reader.line_num + 1
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) <= max(places):
                    raise SentenceFileError(
                        f"Line {line}: {len(row)} columns where the heading has {len(heading)}. "
                        "Write a text that holds commas or line ends within quotation marks."
                    )
                statement, index, sentence = (row[place] for place in places)
                if not statement.strip():
                    raise SentenceFileError(f"Line {line}: statement_id is empty. Name the statement on each line.")
                yield line, statement, index, sentence
    except UnicodeDecodeError as fault:
        raise SentenceFileError(
            "The file is not UTF-8 text. Save it as CSV UTF-8 (in a spreadsheet: “CSV UTF-8, comma delimited”)."
        ) from fault
    except csv.Error as fault:
        raise SentenceFileError(f"The file is not a CSV that can be read ({fault}). Save it as CSV again.") from fault


def _delimiter(handle: IO[str]) -> str:
    """The sign that parts the columns: of those that a heading may hold, the one it holds most often."""
    heading = handle.readline()
    handle.seek(0)
    return max(DELIMITERS, key=heading.count)


def _place(heading: Sequence[str], name: str) -> int:
    if heading.count(name) == 1:
        return heading.index(name)
    fault = "stands twice" if name in heading else "is missing"
    raise SentenceFileError(
        f"Line 1: the column {name} {fault}; the heading reads {', '.join(heading) or 'nothing'}. "
        f"Name the columns {', '.join(NEEDED)}; others may stand beside them."
    )
