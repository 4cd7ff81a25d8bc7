"""What is asked of the register's names and what it answers: entries, queries, candidates, results."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from statements.organisations.identifiers import Identifier


class Outcome(StrEnum):
    """How surely a line was matched; NUMBER (its value is `nzbn`) stands for any register's number."""

    NUMBER = "nzbn"
    NAME = "name"
    LIKELY = "likely"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True)
class NameEntry:
    """One name of an organisation; `kind` is current, former or trading, `country` an alpha-2 code or empty."""

    organisation_id: Hashable
    name: str
    kind: str = "current"
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""


@dataclass(frozen=True)
class MatchQuery:
    """One line of a list: the name, its numbers as they were written, and the country as a code, a name or empty."""

    name: str
    identifiers: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True)
class Candidate:
    """An organisation that a line may mean: the name that matched, how well (0 to 1) and why, in sentences."""

    organisation_id: Hashable
    name: str
    kind: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class MatchResult:
    """The outcome for one line, the best candidate if there is one, up to five candidates, and notes on the line."""

    outcome: Outcome
    best: Candidate | None
    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        """Whether a person must say which organisation is meant."""
        return self.outcome in (Outcome.LIKELY, Outcome.POSSIBLE)
