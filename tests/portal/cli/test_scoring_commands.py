"""`portal assess` prints an assessment of any document, or says why it cannot."""

import json
from pathlib import Path

from click.testing import CliRunner

from portal.cli.main import portal

TEXT = (
    "This statement was approved by the board of Demonstration Limited on 3 March 2026.\n\n"
    "In 2025 we trained 240 buyers and 35 suppliers to recognise forced labour.\n\n"
    "We commit to respect human rights in line with the UN Guiding Principles."
)


def run(*words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(portal, ["assess", *words])
    return outcome.exit_code, outcome.output


def test_a_text_is_assessed_for_reading_and_as_json(tmp_path: Path) -> None:
    file = tmp_path / "statement.txt"
    file.write_text(TEXT, encoding="utf-8")
    code, printed = run(str(file), "--organisation", "Demonstration Limited", "--period-end", "2025-12-31")
    assert code == 0
    assert "G1 met" in printed
    assert "C12 " in printed
    code, printed = run(str(file), "--json")
    assert code == 0
    assert {finding["criterion"] for finding in json.loads(printed)["findings"]} >= {"C01", "C12", "C18"}


def test_a_file_that_is_no_statement_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "statement.pdf"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    code, printed = run(str(file))
    assert code == 1
    assert "Error:" in printed
    assert "Traceback" not in printed


def test_an_assessment_is_recomputed_from_its_export(tmp_path: Path) -> None:
    file, export = tmp_path / "statement.txt", tmp_path / "export.json"
    file.write_text(TEXT, encoding="utf-8")
    export.write_text(run(str(file), "--json")[1], encoding="utf-8")
    same = CliRunner().invoke(portal, ["recompute", str(export)])
    assert (same.exit_code, same.output.startswith("The same score: rubric ")) == (0, True)
    export.write_text(export.read_text(encoding="utf-8").replace("240 buyers", "two buyers"), encoding="utf-8")
    changed = CliRunner().invoke(portal, ["recompute", str(export)])
    assert changed.exit_code == 1
    assert "text: its hash is" in changed.output
    export.write_text("[1]", encoding="utf-8")
    refused = CliRunner().invoke(portal, ["recompute", str(export)])
    assert (refused.exit_code, "not an exported assessment" in refused.output) == (1, True)
