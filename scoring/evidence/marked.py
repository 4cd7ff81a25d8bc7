"""Sentences of unlabelled statements that a machine reader marked, by the annotators' guide.

`readings/machine_marks.csv` marks single sentences for one label each, `readings/machine_statements.csv` all
sentences of whole statements for every label. Neither holds text: a row names a statement of the shared files, a place
in the cut of `plain_texts`, what was marked, and the start of the sentence's fingerprint, so that other texts are
noticed.
"""

import csv
import gzip
import hashlib
import io
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scoring.evidence.features import masked
from scoring.evidence.labelled import LABELS, LabelledDataError
from scoring.evidence.plain_texts import cut

READINGS = Path(__file__).parent / "readings"
SINGLE, WHOLE = "machine_marks.csv", "machine_statements.csv"
UNASKED = -1
# Files of texts below the shared data folder: a letter, the file, its column of texts. A statement is named by the
# letter and its row.
TEXTS = (
    ("u", "statements/unlabelled_texts_981.csv.gz", "text"),
    ("f", "statements/uk_food_with_text.csv", "text_data"),
    ("t", "labelled/training_answers_213.csv", "Text"),
)

csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True)
class MarkedStatement:
    """A statement with marked sentences: `labels` has a row for each of `rows` and a column for each of LABELS.

    1 and 0 as marked, UNASKED where nobody looked; `whole` where every sentence was read for every label.
    """

    identifier: str
    masked: tuple[str, ...]
    rows: tuple[int, ...]
    labels: np.ndarray
    whole: bool


Marks = Mapping[int, tuple[str, Mapping[str, int]]]
"""For a sentence's place its fingerprint and its marks by label."""


def fingerprint(sentence: str) -> str:
    """Eight hexadecimal digits that tell whether a sentence is the one that was marked."""
    return hashlib.sha256(masked(sentence).encode()).hexdigest()[:8]


def read_marked(data: Path) -> tuple[MarkedStatement, ...]:
    """The marked statements whose texts lie below the folder `data`; none where a file of texts is absent.

    Raises LabelledDataError where a text is not the one that was marked.
    """
    if not all((data / name).exists() for _, name, _ in TEXTS):
        return ()
    texts = _texts(data)
    single, whole = _single(), _whole()
    return tuple(
        _statement(name, texts.get(name, ""), marks, is_whole)
        for asked, is_whole in ((single, False), (whole, True))
        for name, marks in sorted(asked.items())
    )


def _single() -> Mapping[str, Marks]:
    found: dict[str, dict[int, tuple[str, dict[str, int]]]] = defaultdict(dict)
    for row in _rows(SINGLE):
        place = found[row["statement"]].setdefault(int(row["sentence"]), (row["fingerprint"], {}))
        place[1][row["label"]] = int(row["mark"])
    return found


def _whole() -> Mapping[str, Marks]:
    found: dict[str, dict[int, tuple[str, dict[str, int]]]] = defaultdict(dict)
    for row in _rows(WHOLE):
        marked = row["labels"].split()
        marks = {label: int(label in marked) for label in LABELS}
        found[row["statement"]][int(row["sentence"])] = (row["fingerprint"], marks)
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with (READINGS / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _texts(data: Path) -> Mapping[str, str]:
    texts = {}
    for letter, name, column in TEXTS:
        raw = (data / name).read_bytes()
        plain = gzip.decompress(raw) if name.endswith(".gz") else raw
        for number, row in enumerate(csv.DictReader(io.StringIO(plain.decode("utf-8"), newline=""))):
            texts[f"{letter}{number}"] = row[column]
    return texts


def _statement(identifier: str, text: str, marks: Marks, whole: bool) -> MarkedStatement:
    sentences = cut(text)
    rows = tuple(sorted(marks))
    labels = np.full((len(rows), len(LABELS)), UNASKED, dtype=np.int8)
    for place, row in enumerate(rows):
        told, own = marks[row]
        if row >= len(sentences) or fingerprint(sentences[row]) != told:
            raise LabelledDataError(f"sentence {row} of {identifier} is not the one that was marked")
        for label, mark in own.items():
            labels[place, LABELS.index(label)] = mark
    return MarkedStatement(identifier, tuple(masked(sentence) for sentence in sentences), rows, labels, whole)
