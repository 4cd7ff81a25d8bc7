"""How likely each sentence is evidence for each label: a linear model that needs numpy and scipy alone."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from scoring.evidence.features import Block, Vocabulary, masked, matrix

SHIPPED = Path(__file__).parent / "model"
WEIGHTS, VOCABULARY = "weights.npz", "vocabulary.json"


@dataclass(frozen=True)
class Cutoffs:
    """From which probability a label counts, all measured on statements that the model had not seen.

    `found`: a sentence at or above it is evidence; `cued`: so is one at or above this that also holds the words of a
    criterion. `weak`: a sentence below it is very seldom evidence.
    `absent`: a statement whose best sentence stays below it very seldom holds any evidence.
    """

    found: float
    cued: float
    weak: float
    absent: float


@dataclass(frozen=True)
class Classifier:
    """One logistic regression for each label over shared features, with probabilities calibrated (Platt).

    `version` is the training's version, and for a model read from files also the start of their fingerprint.
    `weights` has the shape (features, labels); `intercepts`, `slopes` and `offsets` (labels,).
    """

    version: str
    labels: tuple[str, ...]
    vocabulary: Vocabulary
    weights: np.ndarray
    intercepts: np.ndarray
    slopes: np.ndarray
    offsets: np.ndarray
    cutoffs: dict[str, Cutoffs]

    def probabilities(self, sentences: Sequence[str]) -> np.ndarray:
        """Probabilities of shape (sentences, labels) for the sentences of one statement, in reading order."""
        if not sentences:
            return np.zeros((0, len(self.labels)))
        return self.calibrated(self.margins(matrix(self.vocabulary, [[masked(text) for text in sentences]])))

    def margins(self, features: "np.ndarray") -> np.ndarray:
        """The uncalibrated log-odds for rows of features."""
        return np.asarray(features @ self.weights + self.intercepts)

    def calibrated(self, margins: np.ndarray) -> np.ndarray:
        """Probabilities from log-odds, by each label's own slope and offset."""
        return 1 / (1 + np.exp(-np.clip(margins * self.slopes + self.offsets, -50, 50)))


def save(classifier: Classifier, folder: Path) -> None:
    """Write the model as two files without code in them (npz and JSON); the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    described = {
        "version": classifier.version.partition("+")[0],
        "labels": list(classifier.labels),
        "cutoffs": {name: vars(cutoffs) for name, cutoffs in classifier.cutoffs.items()},
        "blocks": {block.name: list(block.columns) for block in classifier.vocabulary.blocks},
    }
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":")) + "\n"
    (folder / VOCABULARY).write_text(text, encoding="utf-8")
    arrays = {
        "weights": classifier.weights.astype(np.float32),
        "intercepts": classifier.intercepts.astype(np.float32),
        "slopes": classifier.slopes.astype(np.float32),
        "offsets": classifier.offsets.astype(np.float32),
    }
    for block in classifier.vocabulary.blocks:
        arrays[f"statements_{block.name}"] = block.statements.astype(np.int16)
        arrays[f"inverse_frequency_{block.name}"] = block.inverse_frequency.astype(np.float32)
    np.savez_compressed(folder / WEIGHTS, allow_pickle=False, **arrays)


def load(folder: Path) -> Classifier:
    """Read a model that `save` wrote. Raises OSError, ValueError or KeyError when the files are absent or not whole."""
    described = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
    with np.load(folder / WEIGHTS, allow_pickle=False) as arrays:
        blocks = tuple(
            Block(
                name=name,
                columns={gram: column for column, gram in enumerate(grams)},
                statements=arrays[f"statements_{name}"],
                inverse_frequency=arrays[f"inverse_frequency_{name}"].astype(float),
            )
            for name, grams in described["blocks"].items()
        )
        return Classifier(
            version=f"{described['version']}+{fingerprint(folder)[:8]}",
            labels=tuple(described["labels"]),
            vocabulary=Vocabulary(blocks),
            weights=arrays["weights"].astype(float),
            intercepts=arrays["intercepts"].astype(float),
            slopes=arrays["slopes"].astype(float),
            offsets=arrays["offsets"].astype(float),
            cutoffs={name: Cutoffs(**cutoffs) for name, cutoffs in described["cutoffs"].items()},
        )


@cache
def shipped() -> Classifier:
    """The model that comes with the package, read once for each process."""
    return load(SHIPPED)


def fingerprint(folder: Path) -> str:
    """SHA-256 over both files of a model, to tell two models apart."""
    digest = hashlib.sha256()
    for name in (VOCABULARY, WEIGHTS):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
