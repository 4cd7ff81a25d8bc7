"""What to withhold from a text: proposals by kind, never of names; and the text anew without what was withheld."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from statements.errors import Conflict
from statements.filing.datafile import read

PATH = Path(__file__).with_name("grounds.toml")
STREETS = "Street|St|Road|Rd|Avenue|Ave|Lane|Place|Pl|Crescent|Cres|Drive|Dr|Terrace|Tce|Way|Close|Quay|Parade"
PATTERNS = (
    ("email address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mobile telephone", re.compile(r"(?:\+64[\s-]?|\(?0)2\d\)?[\s-]?\d{3}[\s-]?\d{3,5}\b")),
    ("direct telephone", re.compile(r"(?:\+64[\s-]?|\(0|\b0)[34679]\)?[\s-]?\d{3}[\s-]?\d{4}\b")),
    (
        "private address",
        re.compile(
            rf"\b\d{{1,4}}[A-Za-z]?\s+(?:[A-ZĀĒĪŌŪ][\w'’-]*\s+){{1,3}}(?:{STREETS})\b(?:,\s*[A-ZĀĒĪŌŪ][\w'’-]*)?"
        ),
    ),
    ("signature", re.compile(r"(?<=Signed: ).+$|/s/.+$|\[signature[^\]]*\]", re.IGNORECASE)),
)
"""Freephone numbers (0800, 0508) and 111 are nobody's own and fit no pattern."""


@dataclass(frozen=True)
class Ground:
    """A ground of the law, and what it is for in our own words."""

    key: str
    meaning: str


@dataclass(frozen=True)
class Kind:
    """A kind of passage that is proposed, on which ground and why."""

    key: str
    ground: str
    reason: str


@dataclass(frozen=True)
class Grounds:
    """The act, its grounds, and the kinds of passages."""

    act: str
    grounds: tuple[Ground, ...]
    kinds: tuple[Kind, ...]

    def kind(self, key: str) -> Kind:
        """The kind with this key; raises StopIteration for one that there is not."""
        return next(each for each in self.kinds if each.key == key)


@dataclass(frozen=True)
class Passage:
    """Part of a line of a text, from one character to another, and why it is withheld."""

    line: int
    start: int
    end: int
    kind: str
    ground: str
    reason: str


@cache
def grounds() -> Grounds:
    """The contents of grounds.toml. Raises FaultyFile."""
    return read(PATH, Grounds)


def propose(lines: Sequence[str]) -> list[Passage]:
    """The passages of a text that look like a kind that is usually withheld; a person decides on each."""
    found: list[Passage] = []
    for number, line in enumerate(lines):
        taken: list[range] = []
        for key, pattern in PATTERNS:
            kind = grounds().kind(key)
            for match in pattern.finditer(line):
                if not any(match.start() < other.stop and other.start < match.end() for other in taken):
                    taken.append(range(*match.span()))
                    found.append(Passage(number, *match.span(), key, kind.ground, kind.reason))
    return sorted(found, key=lambda each: (each.line, each.start))


def withheld_mark(ground: str) -> str:
    """What stands in the place of a passage that was withheld."""
    return f"[withheld: {ground}]"


def without(lines: Sequence[str], passages: Iterable[Passage]) -> list[str]:
    """The text written anew: each passage gone, its ground in its place. Raises Conflict where two overlap."""
    made = list(lines)
    last: tuple[int, int] | None = None
    for each in sorted(passages, key=lambda passage: (passage.line, passage.start), reverse=True):
        if last and last[0] == each.line and each.end > last[1]:
            raise Conflict("Two passages overlap: take one of them back.")
        line = made[each.line]
        made[each.line] = f"{line[: each.start]}{withheld_mark(each.ground)}{line[each.end :]}"
        last = (each.line, each.start)
    return made
