"""`portal evaluate` measures, draws and refuses in words; `portal train` refuses in words."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli.main import portal
from scoring.evidence.labelled import COLUMNS, STATUS_COLUMNS

HEADER = ["jurisdiction", "statement_id", "sentence_idx", "sentence", *COLUMNS.values(), *STATUS_COLUMNS.values()]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """Ten invented statements of one country."""
    path = tmp_path / "sentences_uk_ca.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(HEADER)
        for number in range(10):
            for index, column in enumerate(COLUMNS.values()):
                sentence = f"here the {column} word {column} stands among other words"
                row = ["AA", f"S{number:02}", index, sentence, *(int(each == column) for each in COLUMNS.values())]
                writer.writerow([*row, 0, 0])
    return path


def run(*words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(portal, list(words))
    return outcome.exit_code, outcome.output


def test_the_shipped_model_is_measured_and_drawn(labels: Path, tmp_path: Path) -> None:
    drawn = tmp_path / "plot.svg"
    code, printed = run("evaluate", str(labels), "--shipped", "--plot", str(drawn))
    assert code == 0
    assert "shipped model tfidf-" in printed
    assert "sentences a second" in printed
    assert drawn.read_text(encoding="utf-8").startswith("<svg")


def test_labels_of_one_country_are_measured_in_five_folds(labels: Path, tmp_path: Path) -> None:
    code, printed = run("evaluate", str(labels.parent))
    assert code == 0
    assert "five-fold by statement: 10 statements" in printed
    assert "tested on" not in printed


@pytest.mark.parametrize("command", ["evaluate", "train"])
def test_labels_that_cannot_be_used_are_refused_in_words(command: str, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    code, printed = run(command, str(path))
    assert code == 1
    assert "these columns are missing" in printed


def test_a_plot_that_cannot_be_written_is_told(labels: Path, tmp_path: Path) -> None:
    code, printed = run("evaluate", str(labels), "--shipped", "--plot", str(tmp_path / "no" / "plot.svg"))
    assert code == 1
    assert "cannot be written" in printed
