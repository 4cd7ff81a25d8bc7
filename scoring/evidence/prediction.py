"""All that can be said of each sentence of a statement: eleven labels and whether it is done, planned or denied."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.evidence import by_rule
from scoring.evidence.classifier import Classifier, shipped
from scoring.evidence.labelled import COLUMNS
from scoring.model import Status
from scoring.status import statuses

ENTITY, CONSULTATION = "c1_entity", "c6_consultation"
ALL_LABELS = (
    "approval",
    "signature",
    ENTITY,
    "c2_structure",
    "c2_operations",
    "c2_supply_chains",
    "c3_risk",
    "c4_mitigation",
    "c4_remediation",
    "c5_effectiveness",
    CONSULTATION,
)
NO_STATUS = "none"
# The shares of the sentences that the rules call planned or denied, and of the others, that people marked so.
PLANNED_IF_SAID, PLANNED_IF_NOT = 0.55, 0.02
DENIED_IF_SAID, DENIED_IF_NOT = 0.55, 0.01


@dataclass(frozen=True)
class Prediction:
    """One value for each sentence, in reading order, everywhere.

    `labels` gives for each of ALL_LABELS the probabilities and the decisions (booleans); `statuses` "done", "planned",
    "denied", or "none" for a sentence that is no evidence.
    """

    labels: dict[str, tuple[np.ndarray, np.ndarray]]
    statuses: tuple[str, ...]
    planned: np.ndarray
    denied: np.ndarray


def predict(sentences: Sequence[str], model: Classifier | None = None) -> Prediction:
    """Read the sentences of one statement, given in reading order, with the shipped model unless another is given."""
    reader = model or shipped()
    table = reader.probabilities(sentences)
    labels = {}
    for label, name in COLUMNS.items():
        chances = table[:, reader.labels.index(label)]
        labels[name] = (chances, chances >= reader.cutoffs[label].found)
    for name, chances in ((ENTITY, by_rule.entity(sentences)), (CONSULTATION, by_rule.consultation(sentences))):
        labels[name] = (chances, chances >= by_rule.CUTOFF)
    said = statuses(sentences)
    evidence = np.any([decisions for _, decisions in labels.values()], axis=0)
    return Prediction(
        labels={name: labels[name] for name in ALL_LABELS},
        statuses=tuple(_status(own, found) for own, found in zip(said, evidence, strict=True)),
        planned=np.array([PLANNED_IF_SAID if own is Status.PLANNED else PLANNED_IF_NOT for own in said]),
        denied=np.array([DENIED_IF_SAID if own is Status.DENIED else DENIED_IF_NOT for own in said]),
    )


def _status(own: Status, found: bool) -> str:
    return NO_STATUS if own is Status.DONE and not found else own.value
