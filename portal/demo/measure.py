"""Measure the engine against the answer key of the demonstration's documents: what it read, what a careful reader did.

The figures are what they are: neither engine nor key is ever changed so that they agree.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.demo.answer_key import KeyedDocument, answer_key
from portal.demo.filings import DOCUMENTS
from portal.demo.world_files import World, day_of, read_world
from scoring import Assessment, Facts, assess, normalised, rubric_in_force, split_sentences
from scoring.model import Page
from statements import clock
from statements.filing import profiles
from statements.ingest.documents import read_document

SHARED_BY = 3
"""A sentence that stands in so many documents of different filers is copied wording (the rubric's rule)."""


@dataclass(frozen=True)
class Comparison:
    """How one document's criteria were read, against the key; `differences` are (criterion, key, engine).

    `judged` counts the criteria with a level in both; `missed` those read as 0 or not found where the key has a level
    above 0; `unread` those that the engine left to an officer, or did not score, where the key has a level.
    """

    file: str
    judged: int
    exact: int
    off_by_one: int
    off_by_two: int
    missed: int
    unread: int
    differences: tuple[tuple[str, int | None, int | None], ...]


def measure() -> list[Comparison]:
    """Read every document of the key and compare, in the order of the key."""
    world, key = read_world(), answer_key()
    pages = {name: read_document((DOCUMENTS / name).read_bytes(), name).pages for name in key}
    copied = _copied(pages.values())
    return [
        compare(document, assess(facts := _facts(world, name, pages[name], copied), rubric_in_force(facts.period_end)))
        for name, document in key.items()
    ]


def compare(document: KeyedDocument, assessment: Assessment) -> Comparison:
    """One assessment against one document of the key, criterion by criterion."""
    read = {each.criterion: each.level for each in assessment.findings}
    pairs = [(criterion, told, read.get(criterion)) for criterion, told in document.levels.items()]
    gaps = Counter(abs(told - found) for _c, told, found in pairs if told is not None and found is not None)
    return Comparison(
        file=document.file,
        judged=sum(gaps.values()),
        exact=gaps[0],
        off_by_one=gaps[1],
        off_by_two=gaps[2],
        missed=sum(1 for _c, told, found in pairs if told and found == 0),
        unread=sum(1 for _c, told, found in pairs if told is not None and found is None),
        differences=tuple(each for each in pairs if each[1] != each[2]),
    )


def as_table(found: Sequence[Comparison]) -> str:
    """The comparison as a table in Markdown, a line for each document and one for all, then what differs."""
    lines = [
        "| document | compared | same level | off by one | off by two | wrong “not found” | left to an officer |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(_line(each.file, [each]) for each in found),
        _line("all", found),
        "",
        "Where they differ (criterion: key → engine):",
        "",
    ]
    return "\n".join([*lines, *(f"- {each.file}: {_told(each)}" for each in found if each.differences)]) + "\n"


def by_criterion(found: Sequence[Comparison], key: Mapping[str, KeyedDocument]) -> str:
    """How often each criterion was read as in the key, as a table in Markdown."""
    asked = Counter(name for each in key.values() for name, level in each.levels.items() if level is not None)
    wrong = Counter(name for each in found for name, told, _read in each.differences if told is not None)
    lines = ["| criterion | documents | same level |", "|---|---:|---:|"]
    return "\n".join([*lines, *(f"| {name} | {asked[name]} | {asked[name] - wrong[name]} |" for name in sorted(asked))])


def _line(name: str, found: Iterable[Comparison]) -> str:
    rows = [(each.judged, each.exact, each.off_by_one, each.off_by_two, each.missed, each.unread) for each in found]
    judged, exact, *rest = [sum(column) for column in zip(*rows, strict=True)]
    share = f"{exact} ({exact / judged:.0%})" if judged else "–"
    return f"| {name} | {judged} | {share} | {' | '.join(map(str, rest))} |"


def _told(comparison: Comparison) -> str:
    return ", ".join(f"{name} {_level(told)} → {_level(found)}" for name, told, found in comparison.differences)


def _level(level: int | None) -> str:
    return "–" if level is None else str(level)


def _copied(documents: Iterable[tuple[Page, ...]]) -> frozenset[str]:
    uses: Counter[str] = Counter()
    for pages in documents:
        uses.update({normalised(sentence.text) for sentence in split_sentences(pages)} - {""})
    return frozenset(sentence for sentence, count in uses.items() if count >= SHARED_BY)


def _facts(world: World, name: str, pages: tuple[Page, ...], copied: frozenset[str]) -> Facts:
    entry: dict[str, Any] = next(each for each in world.statements if each.get("document") == name)
    organisation = world.organisation(entry["organisation"])
    rule = profiles.profile(world.settings["profile"])
    end: date = entry["period_end"]
    return Facts(
        pages=pages,
        organisation_name=organisation["name"],
        period_start=entry["period_start"],
        period_end=end,
        lodged_on=day_of(entry["submitted"], world.settings["as_at"]),
        due_on=clock.months_after_period(end, rule.due.months_after_period_end),
        public_body=organisation.get("public_body", False),
        covered_names=tuple(world.organisation(key)["name"] for key in world.covered(entry)),
        boilerplate=copied,
    )
