"""Read sentences that people labelled: the input of training and of evaluation."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scoring.evidence.features import masked

COLUMNS = {
    "approval": "approval",
    "signature": "signature",
    "structure": "c2_structure",
    "operations": "c2_operations",
    "supply_chains": "c2_supply_chains",
    "risk": "c3_risk",
    "mitigation": "c4_mitigation",
    "remediation": "c4_remediation",
    "effectiveness": "c5_effectiveness",
}
STATUS_COLUMNS = {"planned": "evid_future", "denied": "evid_negative"}
LABELS = tuple(COLUMNS)


class LabelledDataError(ValueError):
    """The file of labelled sentences cannot be used. The message names the file and the fault."""


@dataclass(frozen=True)
class LabelledStatement:
    """One statement's sentences in reading order; `labels` and `statuses` are 0/1 tables with a row for each."""

    identifier: str
    jurisdiction: str
    sentences: tuple[str, ...]
    masked: tuple[str, ...]
    labels: np.ndarray
    statuses: np.ndarray


def read_labelled(path: Path) -> tuple[LabelledStatement, ...]:
    """The labelled statements of a CSV in the layout of the AIMSCheck gold sets. Raises LabelledDataError."""
    needed = {"jurisdiction", "statement_id", "sentence_idx", "sentence", *COLUMNS.values(), *STATUS_COLUMNS.values()}
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            if missing := needed - set(reader.fieldnames or ()):
                raise LabelledDataError(f"{path.name}: these columns are missing: {', '.join(sorted(missing))}")
            grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
            for row in reader:
                grouped[row["statement_id"]].append(row)
    except OSError as fault:
        raise LabelledDataError(f"{path.name}: cannot be read ({fault.strerror})") from fault
    if not grouped:
        raise LabelledDataError(f"{path.name}: holds no sentence")
    try:
        return tuple(_statement(identifier, rows) for identifier, rows in sorted(grouped.items()))
    except ValueError as fault:
        raise LabelledDataError(f"{path.name}: a label or an index is not a number ({fault})") from fault


def _statement(identifier: str, rows: list[dict[str, str]]) -> LabelledStatement:
    rows = sorted(rows, key=lambda row: int(row["sentence_idx"]))
    sentences = tuple(row["sentence"] for row in rows)
    return LabelledStatement(
        identifier=identifier,
        jurisdiction=rows[0]["jurisdiction"],
        sentences=sentences,
        masked=tuple(masked(sentence) for sentence in sentences),
        labels=_table(rows, list(COLUMNS.values())),
        statuses=_table(rows, list(STATUS_COLUMNS.values())),
    )


def _table(rows: list[dict[str, str]], columns: Sequence[str]) -> np.ndarray:
    return np.array([[int(float(row[column] or 0)) for column in columns] for row in rows], dtype=np.int8)
