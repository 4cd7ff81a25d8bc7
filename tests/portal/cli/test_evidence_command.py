"""`portal evidence` answers every sentence of any file of its form, or names the line that stands in the way."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli.main import portal
from scoring.evidence.prediction import ALL_LABELS, predict

SENTENCES = (
    "This statement was approved by the board of Demonstration Limited on 3 March 2026.",
    "In 2025 we trained 240 buyers and 35 suppliers to recognise forced labour, and audited 12 sites.",
    "We will review our supplier code in 2027 and train all of our suppliers in it.",
    "The sky was blue.",
)


def run(folder: Path, content: str | bytes) -> tuple[int, str, list[dict[str, str]]]:
    source, out = folder / "in.csv", folder / "out.csv"
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    outcome = CliRunner().invoke(portal, ["evidence", str(source), str(out)])
    if not out.exists():
        return outcome.exit_code, outcome.output, []
    with out.open(encoding="utf-8", newline="") as handle:
        return outcome.exit_code, outcome.output, list(csv.DictReader(handle))


def as_csv(rows: list[tuple[str, int, str]], heading: str = "statement_id,sentence_idx,sentence") -> str:
    return heading + "\n" + "".join(f'{name},{index},"{text}"\n' for name, index, text in rows)


ROWS = [(name, index, text) for name in ("a", "007") for index, text in enumerate(SENTENCES)]


def test_each_sentence_gets_every_label_and_a_status(tmp_path: Path) -> None:
    code, printed, rows = run(tmp_path, as_csv(ROWS))
    assert (code, "8 sentences of 2 statements" in printed) == (0, True)
    assert [(row["statement_id"], row["sentence_idx"]) for row in rows] == [(name, str(i)) for name, i, _ in ROWS]
    found = predict(SENTENCES)
    for label in ALL_LABELS:
        chances, decisions = found.labels[label]
        assert [row[f"p_{label}"] for row in rows[:4]] == [f"{chance:.6f}" for chance in chances]
        assert [row[label] for row in rows[4:]] == [str(int(decision)) for decision in decisions]
    assert rows[0]["approval"] == rows[1]["c4_mitigation"] == "1"
    for row, said in zip(rows[:4], found.statuses, strict=True):
        assert row["status"] == (said if any(row[label] == "1" for label in ALL_LABELS) else "none")
    assert all(0 <= float(row[name]) <= 1 for row in rows for name in ("p_planned", "p_denied"))


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + as_csv(ROWS).encode(),
        as_csv(ROWS[::-1]),
        as_csv([ROWS[0], ROWS[5], ROWS[2], ROWS[7], ROWS[4], ROWS[1], ROWS[3], ROWS[6]]),
        as_csv(ROWS).replace("\n", "\r\n"),
        as_csv(ROWS).replace(",0,", ",0.0,").replace("\n", "\n\n"),
        "\n".join(
            [
                "sentence;Country;sentence_idx;statement_id",
                *(f'"{text}";NZ;{index};{name}' for name, index, text in ROWS),
            ]
        ),
    ],
    ids=["byte order mark", "backwards", "scattered", "windows", "empty lines", "other columns and semicolons"],
)
def test_any_file_of_that_form_gives_the_same_answers(tmp_path: Path, content: str | bytes) -> None:
    _, _, plain = run(tmp_path, as_csv(ROWS))
    code, _, rows = run(tmp_path, content)

    def by_key(answers: list[dict[str, str]]) -> list[dict[str, str]]:
        told = [{**row, "sentence_idx": str(int(float(row["sentence_idx"])))} for row in answers]
        return sorted(told, key=lambda row: (row["statement_id"], row["sentence_idx"]))

    assert code == 0
    assert by_key(rows) == by_key(plain)


def test_a_blank_sentence_is_no_evidence_and_no_neighbour(tmp_path: Path) -> None:
    _, _, plain = run(tmp_path, as_csv(ROWS[:4]))
    code, printed, rows = run(
        tmp_path, as_csv([*ROWS[:2], ("a", 5, "  "), ("a", 6, SENTENCES[2]), ("a", 7, SENTENCES[3])])
    )
    assert (code, "1 blank" in printed) == (0, True)
    blank = rows.pop(2)
    assert {float(blank[f"p_{label}"]) for label in ALL_LABELS} == {0.0}
    assert blank["status"] == "none"
    assert [list(row.values())[2:] for row in rows] == [list(row.values())[2:] for row in plain]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (as_csv([*ROWS, ("a", 2, "Again.")]), ["Line 10", "line 4", "own sentence_idx"]),
        (as_csv([("a", 0, "One\nof two lines."), ("a", 0, "Two.")]), ["Line 4", "line 2"]),
        ('statement_id,sentence_idx,sentence\na,first,"One."\n', ["Line 2", "'first'", "0, 1, 2"]),
        ("statement_id,sentence_idx,sentence\na,0\n", ["Line 2", "2 columns", "quotation marks"]),
        ("statement_id,sentence_idx,sentence\n,0,One.\n", ["Line 2", "statement_id is empty"]),
        ("id,sentence_idx,sentence\na,0,One.\n", ["Line 1", "statement_id is missing", "id, sentence_idx"]),
        ("statement_id,sentence_idx,sentence\n", ["no sentence"]),
        ("", ["statement_id is missing"]),
        (as_csv(ROWS).encode("utf-16"), ["UTF-8"]),
    ],
)
def test_a_file_that_cannot_be_read_names_line_and_mend(tmp_path: Path, content: str | bytes, says: list[str]) -> None:
    code, printed, rows = run(tmp_path, content)
    assert (code, rows) == (1, [])
    assert all(each in printed for each in says), printed
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]
