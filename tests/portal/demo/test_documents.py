"""The demonstration statements open, are small, say what their sources say, and the answer key quotes them truly."""

import tomllib
from collections import Counter

import pytest

from portal.demo.build_documents import build_all
from portal.demo.source_blocks import read_source

from .reading import DEMO, pages_of, text_of

DOCUMENTS = sorted(path for path in (DEMO / "documents").iterdir() if path.suffix in {".pdf", ".docx"})
SOURCES = {read_source(path)[0]["output"]: path for path in sorted((DEMO / "sources").glob("*.md"))}
SCANS = {name for name, path in SOURCES.items() if read_source(path)[0].get("scan")}
KEY = tomllib.loads((DEMO / "answer_key.toml").read_text(encoding="utf-8"))["documents"]
CRITERIA = {f"C{number:02}" for number in range(1, 19)}


def flat(text: str) -> str:
    return " ".join(text.split())


def named(entries):
    return pytest.mark.parametrize("entry", entries, ids=[entry["file"] for entry in entries])


@pytest.fixture(scope="module")
def texts():
    return {path.name: text_of(path) for path in DOCUMENTS}


def test_there_are_at_least_twelve_true_documents_of_both_kinds_each_with_a_source():
    assert len(DOCUMENTS) >= 12
    assert {path.suffix for path in DOCUMENTS} == {".pdf", ".docx"}
    assert {path.name for path in DOCUMENTS} == set(SOURCES)


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.name for path in DOCUMENTS])
def test_a_document_is_small_and_has_text_unless_it_is_a_scan(path, texts):
    scan = path.name in SCANS
    assert path.stat().st_size <= (1_000_000 if scan else 250_000)
    if path.suffix == ".pdf":
        assert 2 <= pages_of(path) <= 6
    assert (texts[path.name] == "") if scan else len(texts[path.name].split()) > 200


def test_exactly_one_document_is_a_scan():
    assert len(SCANS) == 1


def test_documents_built_afresh_read_as_the_committed_ones(tmp_path, texts):
    assert {path.name: text_of(path) for path in build_all(tmp_path)} == texts


def test_macrons_survive_in_the_two_column_document(texts):
    assert "Ngā Rau Hāpai Fisheries (Demonstration) Limited" in texts["nga-rau-hapai-2025.pdf"]
    assert read_source(SOURCES["nga-rau-hapai-2025.pdf"])[0]["columns"] == 2


def test_the_key_answers_for_every_document_once():
    assert Counter(entry["file"] for entry in KEY) == Counter(path.name for path in DOCUMENTS)


@named(KEY)
def test_the_key_judges_every_gate_and_criterion(entry):
    assert set(entry["gates"]) == {"G1", "G2", "G3", "G4"}
    assert entry["scored"] == (entry["file"] not in SCANS)
    if not entry["scored"]:
        assert "criteria" not in entry and all("met" not in gate for gate in entry["gates"].values())
        return
    assert set(entry["criteria"]) == CRITERIA
    assert all(isinstance(gate["met"], bool) for gate in entry["gates"].values())


@named([entry for entry in KEY if entry["scored"]])
def test_the_key_keeps_the_rubrics_own_rules(entry):
    for criterion, judged in entry["criteria"].items():
        assert judged["level"] in {0, 1, 2} and judged["status"] in {"done", "planned", "denied", "none"}
        assert bool(judged["sentences"]) == (judged["status"] != "none"), criterion
        assert judged["level"] == 0 or judged["sentences"], criterion
        if judged["status"] == "planned":
            assert judged["level"] <= (0 if criterion in {"C10", "C12"} else 1), criterion
        if judged["status"] == "denied":
            assert judged["level"] == 0 or criterion in {"C05", "C16"}, criterion


@named([entry for entry in KEY if entry["scored"]])
def test_every_sentence_in_the_key_stands_in_its_document(entry, texts):
    judgements = [*entry["gates"].values(), *entry["criteria"].values()]
    quoted = [sentence for judged in judgements for sentence in judged["sentences"]] + entry.get("copied_wording", [])
    missing = [sentence for sentence in quoted if flat(sentence) not in texts[entry["file"]]]
    assert missing == []


def test_copied_wording_stands_in_three_documents_and_carries_nothing_above_one(texts):
    copiers = [entry for entry in KEY if "copied_wording" in entry]
    assert len(copiers) == 3
    for entry in copiers:
        for sentence in entry["copied_wording"]:
            assert sum(flat(sentence) in text for text in texts.values()) == 3
        for criterion, judged in entry["criteria"].items():
            alone = judged["sentences"] and set(judged["sentences"]) <= set(entry["copied_wording"])
            assert not alone or judged["level"] <= 1, criterion
