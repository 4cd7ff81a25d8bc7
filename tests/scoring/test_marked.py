"""What training learns from: grams counted once, texts cut for good, marks that name a sentence without quoting it."""

import csv
import gzip

import numpy as np
import pytest

from scoring.evidence import marked
from scoring.evidence.counting import Passage, counted
from scoring.evidence.features import MIN_STATEMENTS, matrix
from scoring.evidence.labelled import LABELS, LabelledDataError
from scoring.evidence.marked import UNASKED, fingerprint, read_marked
from scoring.evidence.plain_texts import cut

TEXT = """Our supply chains
We buy tea and cups from growers in three countries, and we visit each of
them every year. We ask them to sign our code.
• tea
• cups"""


def test_the_cut_joins_lines_that_go_on_and_keeps_bullets_apart():
    assert cut(TEXT) == [
        "Our supply chains",
        "We buy tea and cups from growers in three countries, and we visit each of them every year",
        "We ask them to sign our code",
        "tea",
        "cups",
    ]


def test_counting_once_gives_the_same_features_as_reading_the_statement():
    passages = [
        [f"we train buyers {word}", "tea is grown", f"the board {word} approved it"] for word in ["aa", "bb", "cc"]
    ]
    counts = counted([Passage(own, range(3)) for own in passages])
    vocabulary, features = counts.learned(np.arange(9))
    assert abs(features - matrix(vocabulary, passages)).max() < 1e-12
    assert all(block.statements.min() >= MIN_STATEMENTS for block in vocabulary.blocks)
    assert "aa" not in vocabulary.blocks[0].columns


def test_only_the_asked_rows_of_a_passage_are_counted():
    counts = counted([Passage(["first here", "second here", "third here"], [1])] * 3)
    assert counts.tables["words"].shape[0] == 3
    assert counts.grams["words"] == ["here", "second", "second here"]
    assert counts.grams["before"] == ["first", "here"]


def data(folder, text=TEXT):
    """The three files of texts, each with one statement."""
    for letter, name, column in marked.TEXTS:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        plain = f'id,{column}\n7,"{text if letter == "u" else "Nothing."}"\n'.encode()
        path.write_bytes(gzip.compress(plain) if name.endswith(".gz") else plain)
    return folder


@pytest.fixture
def readings(tmp_path, monkeypatch):
    folder = tmp_path / "readings"
    folder.mkdir()
    sentence = fingerprint("We ask them to sign our code")
    (folder / marked.SINGLE).write_text(f"statement,sentence,label,mark,fingerprint\nu0,2,mitigation,1,{sentence}\n")
    (folder / marked.WHOLE).write_text(
        f"statement,sentence,labels,fingerprint\nu0,3,supply_chains,{fingerprint('tea')}\nu0,4,,{fingerprint('cups')}\n"
    )
    monkeypatch.setattr(marked, "READINGS", folder)


def test_marks_find_their_sentences(tmp_path, readings):
    single, whole = read_marked(data(tmp_path))
    assert (single.rows, single.whole) == ((2,), False)
    assert single.labels[0, LABELS.index("mitigation")] == 1
    assert (single.labels == UNASKED).sum() == len(LABELS) - 1
    assert (whole.rows, whole.whole) == ((3, 4), True)
    assert whole.labels[:, LABELS.index("supply_chains")].tolist() == [1, 0]
    assert (whole.labels[:, : len(LABELS)] >= 0).all()


def test_marks_of_another_text_are_refused_and_absent_texts_give_none(tmp_path, readings):
    assert read_marked(tmp_path) == ()
    with pytest.raises(LabelledDataError, match="is not the one that was marked"):
        read_marked(data(tmp_path, "Another text. It is short. And new."))


def test_the_kept_marks_name_known_labels_and_quote_nothing():
    for name in (marked.SINGLE, marked.WHOLE):
        with (marked.READINGS / name).open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
        assert len({tuple(row.values()) for row in rows}) == len(rows) > 1000
        for row in rows:
            assert {*row.get("labels", row.get("label", "")).split()} <= {*LABELS}
            assert len(row["fingerprint"]) == 8
            assert row["statement"][0] in "uft"
            assert row["statement"][1:].isdigit()
