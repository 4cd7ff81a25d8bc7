"""What a careful reader found in the demonstration's documents, read from answer_key.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "answer_key.toml"
OFFICERS = Path(__file__).parent / "world" / "officer-levels.toml"
MET = {True: 1, False: 0}


@dataclass(frozen=True)
class KeyedFinding:
    """What stands in the key for one criterion or gate.

    `level` is 0, 1 or 2 (of a gate 1 met, 0 not met), or None where it cannot be judged; `sentences` are quoted.
    `not_found` is True where the reader found nothing at all; a level of 0 may also be a gap that was disclosed.
    """

    level: int | None
    sentences: tuple[str, ...]
    note: str
    not_found: bool = False


@dataclass(frozen=True)
class KeyedDocument:
    """One document of the key; `findings` by the id of the criterion ("C01") or gate ("G1")."""

    file: str
    scored: bool
    findings: dict[str, KeyedFinding]

    @property
    def levels(self) -> dict[str, int | None]:
        """The level of every criterion, without the gates."""
        return {key: each.level for key, each in self.findings.items() if not key.startswith("G")}


@cache
def answer_key() -> dict[str, KeyedDocument]:
    """Every document of the key by its file's name."""
    documents = tomllib.loads(PATH.read_text(encoding="utf-8"))["documents"]
    return {entry["file"]: _document(entry) for entry in documents}


@cache
def officers_levels() -> dict[str, dict[str, KeyedFinding]]:
    """What the officers of the story decided about typed statements, by the statement's key and the criterion.

    It is no answer key: nothing is measured against it.
    """
    told = tomllib.loads(OFFICERS.read_text(encoding="utf-8"))
    return {key: {name: _decided(*given) for name, given in levels.items()} for key, levels in told.items()}


def _decided(level: int, *quoted: str) -> KeyedFinding:
    return KeyedFinding(level, quoted, "", not_found=level == 0)


def _document(entry: dict[str, Any]) -> KeyedDocument:
    findings = {key: _finding(given, given.get("level")) for key, given in entry.get("criteria", {}).items()}
    gates = {key: _finding(given, MET.get(given.get("met"))) for key, given in entry.get("gates", {}).items()}
    return KeyedDocument(entry["file"], entry.get("scored", True), {**findings, **gates})


def _finding(given: dict[str, Any], level: int | None) -> KeyedFinding:
    return KeyedFinding(level, tuple(given.get("sentences", ())), given.get("note", ""), given.get("status") == "none")
