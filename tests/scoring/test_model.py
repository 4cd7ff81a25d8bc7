"""The shipped model: small, harmless, quick, made of shared wording only; training is repeatable and measured."""

import csv
import json
import os
import subprocess
import sys
import time
import zipfile

import numpy as np
import pytest

from scoring.evidence.classifier import SHIPPED, VOCABULARY, WEIGHTS, fingerprint, load, shipped
from scoring.evidence.evaluation import evaluate
from scoring.evidence.features import MIN_STATEMENTS
from scoring.evidence.labelled import COLUMNS, LABELS, STATUS_COLUMNS, LabelledDataError, read_labelled
from scoring.evidence.material import LEARNED
from scoring.evidence.training import VERSION, best_cutoff, read_material, train

HEADER = ["jurisdiction", "statement_id", "sentence_idx", "sentence", *COLUMNS.values(), *STATUS_COLUMNS.values()]


def write_labelled(path, statements=12):
    """Invented statements of eight sentences; each label's sentence has words of its own."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        for number in range(statements):
            country = "AA" if number % 2 else "BB"
            for index, column in enumerate(COLUMNS.values()):
                sentence = f"secret{number} here the {column} word {column} stands among other words"
                labels = [int(each == column) for each in COLUMNS.values()]
                writer.writerow([country, f"S{number:02}", index, sentence, *labels, "0.0", "0.0"])
            writer.writerow([country, f"S{number:02}", 99, "nothing at all is said", *[0] * len(COLUMNS), "0.0", "1.0"])
    return path


def test_the_shipped_model_holds_no_code_and_is_small():
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) < 10 * 2**20
    with zipfile.ZipFile(SHIPPED / WEIGHTS) as archive:
        assert all(name.endswith(".npy") for name in archive.namelist())
    with np.load(SHIPPED / WEIGHTS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_the_shipped_model_holds_no_gram_that_fewer_than_three_statements_share():
    for block in shipped().vocabulary.blocks:
        assert len(block.statements) == len(block.columns)
        assert block.statements.min() >= MIN_STATEMENTS == 3


def test_every_label_of_the_shipped_model_has_ordered_cutoffs():
    model = shipped()
    assert model.labels == LEARNED
    for label in LEARNED:
        cutoffs = model.cutoffs[label]
        assert 0 < cutoffs.weak <= cutoffs.cued <= cutoffs.found < 1
        assert 0 < cutoffs.absent <= cutoffs.found
    assert model.version == f"{VERSION}+{fingerprint(SHIPPED)[:8]}"


def test_scoring_is_imported_without_what_only_training_needs():
    code = "import scoring, sys; sys.exit(any(name in sys.modules for name in ('sklearn', 'pandas', 'flask')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_model_loads_quickly():
    start = time.perf_counter()
    load(SHIPPED)
    assert time.perf_counter() - start < 1


def test_probabilities_have_a_row_for_each_sentence():
    model = shipped()
    table = model.probabilities(["We trained our staff on modern slavery.", "", "x"])
    assert table.shape == (3, len(LEARNED))
    assert ((table >= 0) & (table <= 1)).all()
    assert model.probabilities([]).shape == (0, len(LEARNED))


def test_training_twice_gives_the_same_bytes_and_keeps_no_private_wording(tmp_path):
    labelled = write_labelled(tmp_path / "labelled.csv")
    first, second = (train(labelled, tmp_path / name) for name in ("one", "two"))
    assert first.fingerprint == second.fingerprint
    assert (first.statements, first.sentences) == (12, 120)
    assert VERSION in first.as_text()
    told = (tmp_path / "one" / VOCABULARY).read_text(encoding="utf-8")
    assert "secret" in told
    assert not [gram for grams in json.loads(told)["blocks"].values() for gram in grams if "secret1" in gram]


def test_a_trained_model_finds_what_it_was_shown(tmp_path):
    train(write_labelled(tmp_path / "labelled.csv"), tmp_path / "model")
    model = load(tmp_path / "model")
    table = model.probabilities(["nothing", "the c3_risk word c3_risk stands", "nothing"])
    assert table[1].argmax() == LABELS.index("risk")


def test_evaluation_reports_each_split_and_status(tmp_path):
    report = evaluate(write_labelled(tmp_path / "labelled.csv"))
    assert [split.name for split in report.splits] == [
        "trained on BB, tested on AA",
        "trained on AA, tested on BB",
        "five-fold by statement",
    ]
    assert all(split.macro_f1 > 0.9 for split in report.splits)
    assert "macro-F1" in report.as_text()
    assert all(split.top_hit == 1.0 and split.calibration_error < 0.2 for split in report.splits)
    assert report.reliability_plot().count("<polyline") == 3
    assert {one.name for one in report.statuses} == {"planned AA", "planned BB", "denied AA", "denied BB"}


def test_the_cutoff_with_the_best_balance():
    scores, truth = np.array([0.9, 0.8, 0.3, 0.1]), np.array([True, False, True, False])
    assert best_cutoff(scores, truth) == 0.3
    assert best_cutoff(np.array([0.9, 0.8, 0.3, 0.1]), np.array([True, False, False, False])) == 0.9


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b\n1,2\n", "these columns are missing"),
        (",".join(HEADER) + "\n", "holds no sentence"),
        (",".join(HEADER) + "\n" + ",".join(["AA", "S1", "zero", "text", *["0"] * 11]) + "\n", "is not a number"),
    ],
)
def test_a_faulty_file_of_labels_is_named(tmp_path, content, message):
    path = tmp_path / "labels.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LabelledDataError, match=message):
        read_labelled(path)
    with pytest.raises(LabelledDataError, match="cannot be read"):
        read_labelled(tmp_path / "absent.csv")


@pytest.mark.real
@pytest.mark.skipif("SCORING_RETRAIN" not in os.environ, reason="takes a minute: set SCORING_RETRAIN to train again")
def test_the_shipped_model_is_what_training_makes(real_data, tmp_path):
    report = train(real_data / "labelled" / "sentences_uk_ca.csv", tmp_path)
    assert report.fingerprint == fingerprint(SHIPPED)


@pytest.mark.real
def test_grams_of_the_shipped_model_stand_in_three_statements_of_its_data(real_data):
    statements, marked = read_material(real_data / "labelled" / "sentences_uk_ca.csv")
    bags = [" ".join(statement.masked) for statement in statements]
    bags += [" ".join(statement.masked[row] for row in statement.rows) for statement in marked]
    block = shipped().vocabulary.blocks[1]
    assert block.name == "characters"
    rare = [gram for gram, held in zip(block.columns, block.statements, strict=True) if held == MIN_STATEMENTS]
    for gram in rare[::50]:
        assert sum(gram.strip() in bag for bag in bags) >= MIN_STATEMENTS


@pytest.mark.real
def test_the_marked_sentences_are_none_of_the_labelled_statements(real_data):
    statements, marked = read_material(real_data / "labelled" / "sentences_uk_ca.csv")
    labelled = [runs_of_words(statement.masked) for statement in statements]
    told = {sentence for statement in statements for sentence in statement.masked if len(sentence.split()) >= 6}
    for other in marked:
        own = runs_of_words(other.masked)
        assert max(len(own & theirs) / min(len(own), len(theirs)) for theirs in labelled) < 0.5, other.identifier
        assert other.whole or not told & {other.masked[row] for row in other.rows}, other.identifier


def runs_of_words(sentences, length=6):
    words = " ".join(sentences).split()
    return {tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1))}
