"""A statement written for another law, brought in; and one written here, taken out: crosswalks are data files.

`crosswalks/*.toml` say of every field of another form into which of our questions its text goes and which of our
answers belong to it, or why it has no home. A test reads that every field and every question has one.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from statements.errors import Invalid, NotFound, Problem
from statements.filing.answers import Answers, shown
from statements.filing.datafile import FaultyFile, read
from statements.filing.questionnaire import Kind, Question, Questionnaire, by_key

RUN_BY_SPREADSHEETS = frozenset("=+-@\t\r")
FOLDER = Path(__file__).parent / "crosswalks"


@dataclass(frozen=True)
class Field:
    """One field of another form. `into` is our long-text question that takes its text, or empty with a `reason`;
    `answers` are ours that belong to it on the way out."""

    column: str
    label: str
    into: str = ""
    answers: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Crosswalk:
    """Another form and its way to ours; `left_out` says of our questions why no field of it takes them."""

    key: str
    name: str
    source: str
    questionnaire: str
    checked: bool
    fields: tuple[Field, ...]
    left_out: dict[str, str]

    def into(self, question: str) -> list[Field]:
        """The fields whose text one of our questions takes."""
        return [each for each in self.fields if each.into == question]


@cache
def crosswalk(key: str) -> Crosswalk:
    """The crosswalk of this key. Raises NotFound, FaultyFile where a field leads nowhere."""
    path = FOLDER / f"{key}.toml"
    if not key.replace("-", "").isalnum() or not path.is_file():
        raise NotFound("There is no such form.")
    found = read(path, Crosswalk)
    faults = _faults(found, by_key(found.questionnaire))
    if faults:
        raise FaultyFile(f"{path.name}: {'; '.join(faults)}")
    return found


@cache
def crosswalks() -> tuple[Crosswalk, ...]:
    """Every crosswalk, by name."""
    return tuple(sorted((crosswalk(path.stem) for path in FOLDER.glob("*.toml")), key=lambda each: each.name))


def _faults(found: Crosswalk, ours: Questionnaire) -> list[str]:
    faults = []
    for each in found.fields:
        question = ours.question(each.into)
        if each.into and (question is None or question.kind is not Kind.LONG_TEXT):
            faults.append(f"{each.column}: “{each.into}” takes no long text")
        if not each.into and not each.reason:
            faults.append(f"{each.column}: it has no home and no reason")
        faults += [f"{each.column}: nobody asks “{key}”" for key in each.answers if ours.question(key) is None]
    homes = {key for each in found.fields for key in each.answers} | set(found.left_out)
    public = [each.key for each in ours.questions if each.public]
    return faults + [f"our question “{key}” has no home" for key in public if key not in homes]


def read_row(found: Crosswalk, text: str) -> dict[str, str]:
    """The fields of a pasted heading row and one row below it, by column. Raises Invalid."""
    rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) if any(cell.strip() for cell in row)]
    if len(rows) != 2:
        raise Invalid([Problem(f"There are {len(rows)} lines.", "Paste the row of headings and one row.", "pasted")])
    given = {name.strip(): _unguarded(cell.strip()) for name, cell in zip(*rows, strict=False)}
    known = {each.column for each in found.fields}
    if not known & set(given):
        raise Invalid([Problem(f"None of the headings belongs to “{found.name}”.", "Choose another form.", "pasted")])
    return {name: cell for name, cell in given.items() if name in known and cell}


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in RUN_BY_SPREADSHEETS else cell


def bring_in(found: Crosswalk, given: Mapping[str, str]) -> Answers:
    """Our long-text answers from another form's fields, each text under the label of the field that it comes from."""
    ours, answers = by_key(found.questionnaire), {}
    for question in ours.questions:
        fields = [each for each in found.into(question.key) if given.get(each.column)]
        texts = [(each.label, given[each.column].strip()) for each in fields]
        whole = [text for _label, text in texts] if len(texts) == 1 else [f"{label}:\n{text}" for label, text in texts]
        if whole:
            answers[question.key] = "\n\n".join(whole)
    return answers


def take_out(found: Crosswalk, answers: Mapping[str, object]) -> dict[str, str]:
    """Every field of another form, filled with our public answers that belong to it, as text."""
    ours = by_key(found.questionnaire)
    return {each.column: _text(each, ours, answers) for each in found.fields}


def as_csv(filled: Mapping[str, str]) -> str:
    """The fields as a heading row and one row: what `read_row` reads. A text that a spreadsheet would run gets a '."""
    written = io.StringIO()
    rows = csv.writer(written, quoting=csv.QUOTE_ALL)
    rows.writerow(filled)
    rows.writerow([f"'{text}" if text and text[0] in RUN_BY_SPREADSHEETS else text for text in filled.values()])
    return written.getvalue()


def not_asked(found: Crosswalk) -> list[Question]:
    """Our required questions that no field of the other form brings an answer to."""
    taken = {each.into for each in found.fields}
    ours = by_key(found.questionnaire)
    return [each for each in ours.questions if each.required_without_document and each.key not in taken]


def _text(field: Field, ours: Questionnaire, answers: Mapping[str, object]) -> str:
    parts = []
    for key in field.answers:
        question = ours.question(key)
        if question is None or not question.public or answers.get(key) is None:
            continue
        lines = "; ".join(shown(question, answers[key], public=True))
        parts.append(lines if question.kind is Kind.LONG_TEXT else f"{question.label.rstrip('?:')}: {lines}")
    return "\n\n".join(parts)
