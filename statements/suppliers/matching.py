"""Who in the register a supplier list means: by number, by name, or not without a person's word.

Pure: entries and queries in, results with their reasons out. A match that is not certain is never made silently:
`likely` and `possible` ask a person to confirm, and so does every contradiction between a number and a name.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from statements.organisations.identifiers import SCHEMES, Identifier, possible_identifiers
from statements.organisations.names import ComparableName, comparable, same_kind_of_ending, split_name
from statements.organisations.nzbn import is_scientific
from statements.reference.tables import country
from statements.suppliers.similarity import Likeness, WordWeights, likeness
from statements.suppliers.trigrams import TrigramIndex

MOST_CANDIDATES = 5
_LOOKED_AT = 6
# Chosen on 2,118 supplier names against a register of 1,184 (docs/benchmarks.md).
_LIKELY = 0.90
_POSSIBLE = 0.70
_CLEAR_OF_THE_NEXT = 0.05
_NAME_CONTRADICTS = 0.45
_CONNECTIVES = frozenset({"and", "of", "for", "the", "o", "te", "nga"})


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


class NameIndex:
    """Every name and number of the register, ready to be asked line by line."""

    def __init__(self, entries: Iterable[NameEntry]) -> None:
        """Build the index; 100,000 names take about two seconds."""
        self._entries = list(entries)
        self._names = [comparable(entry.name) for entry in self._entries]
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_organisation: dict[Hashable, list[int]] = defaultdict(list)
        self._by_identifier: dict[Identifier, dict[Hashable, None]] = defaultdict(dict)
        for place, (entry, name) in enumerate(zip(self._entries, self._names, strict=True)):
            self._by_key[name.key].append(place)
            self._by_organisation[entry.organisation_id].append(place)
            for identifier in entry.identifiers:
                self._by_identifier[identifier][entry.organisation_id] = None
        self._weights = WordWeights(name.loose.split() for name in self._names)
        self._trigrams = TrigramIndex([name.loose for name in self._names])

    def match(self, query: MatchQuery) -> MatchResult:
        """Find the organisation that a line means."""
        notes = tuple(
            f"The number “{text.strip()}” was shortened by a spreadsheet and could not be used."
            for text in query.identifiers
            if is_scientific(text)
        )
        by_name = self._by_any_name(query)
        by_number = self._by_number(query)
        found = _settle(by_number, by_name, bool(query.name.strip())) if by_number else by_name
        return replace(found, notes=found.notes + notes)

    def _by_number(self, query: MatchQuery) -> list[Candidate]:
        nation = country(query.country) if query.country else None
        found: dict[Hashable, Candidate] = {}
        for text in query.identifiers:
            for identifier in possible_identifiers(text, nation.alpha2 if nation else ""):
                for organisation_id in self._by_identifier.get(identifier, ()):
                    if organisation_id not in found:
                        found[organisation_id] = self._numbered(organisation_id, identifier, query.name)
        return sorted(found.values(), key=lambda candidate: -candidate.score)

    def _numbered(self, organisation_id: Hashable, identifier: Identifier, name: str) -> Candidate:
        """Return the organisation that has this number; its score is how alike its nearest name is to the line's."""
        parts = split_name(name)
        asked = [comparable(part).loose.split() for part in (parts.name, parts.trading, parts.former) if part]
        scores = {
            place: max((self._likeness(words, place).score for words in asked), default=1.0)
            for place in self._by_organisation[organisation_id]
        }
        nearest = max(scores, key=lambda place: scores[place])
        entry = self._entries[nearest]
        same = f"The {SCHEMES[identifier.scheme].name} {identifier.value} is the same."
        return Candidate(organisation_id, entry.name, entry.kind, scores[nearest], (same,))

    def _likeness(self, words: list[str], place: int) -> Likeness:
        return likeness(words, self._names[place].loose.split(), self._weights)

    def _by_any_name(self, query: MatchQuery) -> MatchResult:
        parts = split_name(query.name)
        if not comparable(parts.name).core:
            return MatchResult(Outcome.NONE, None, ())
        results = [self._by_one_name(parts.name, query.country)]
        for text, note in ((parts.trading, "the trading name"), (parts.former, "the former name")):
            if text and results[0].outcome is not Outcome.NAME:
                results.append(_at_most_likely(self._by_one_name(text, query.country), f"Found by {note} “{text}”."))
        return min(results, key=lambda result: list(Outcome).index(result.outcome))

    def _by_one_name(self, text: str, nation: str) -> MatchResult:
        asked = comparable(text)
        same = self._same_name(asked, text, nation)
        if same:
            return _decide_same(same)
        return _decide_alike(self._alike(asked))

    def _same_name(self, asked: ComparableName, text: str, nation: str) -> list[tuple[Candidate, bool]]:
        """Return the organisations of exactly this name, each with whether nothing speaks against it."""
        found: dict[Hashable, tuple[Candidate, bool]] = {}
        for place in self._by_key.get(asked.key, ()):
            entry, name = self._entries[place], self._names[place]
            reasons, certain = _reasons_same(entry, name, asked, text, nation)
            score = 1.0 if asked.form == name.form else 0.98 if certain else 0.95
            one = (Candidate(entry.organisation_id, entry.name, entry.kind, score, reasons), certain)
            earlier = found.get(entry.organisation_id)
            if earlier is None or (earlier[1], earlier[0].score) < (certain, score):
                found[entry.organisation_id] = one
        return sorted(found.values(), key=lambda pair: (not pair[1], -pair[0].score))

    def _alike(self, asked: ComparableName) -> list[tuple[Candidate, Likeness]]:
        words = asked.loose.split()
        found: dict[Hashable, tuple[Candidate, Likeness]] = {}
        for place in self._trigrams.candidates(asked.loose, _LOOKED_AT):
            alike = self._likeness(words, place)
            if alike.score < _POSSIBLE:
                continue
            entry = self._entries[place]
            earlier = found.get(entry.organisation_id)
            if earlier is None or earlier[1].score < alike.score:
                reasons = _reasons_alike(entry, alike)
                candidate = Candidate(entry.organisation_id, entry.name, entry.kind, round(alike.score, 3), reasons)
                found[entry.organisation_id] = (candidate, alike)
        return sorted(found.values(), key=lambda pair: -pair[1].score)


def _decide_same(same: list[tuple[Candidate, bool]]) -> MatchResult:
    candidates = tuple(candidate for candidate, _ in same[:MOST_CANDIDATES])
    rivals = [candidate for candidate, certain in same if certain]
    exact = [candidate for candidate in rivals if candidate.score == 1.0]
    if len(exact) == 1 or (len(rivals) == 1 and not exact):
        return MatchResult(Outcome.NAME, candidates[0], candidates)
    if len(same) == 1:
        return MatchResult(Outcome.LIKELY, candidates[0], candidates)
    note = f"{len(same)} organisations in the register have this name."
    return MatchResult(Outcome.POSSIBLE, candidates[0], candidates, (note,))


def _decide_alike(alike: list[tuple[Candidate, Likeness]]) -> MatchResult:
    if not alike:
        return MatchResult(Outcome.NONE, None, ())
    candidates = tuple(candidate for candidate, _ in alike[:MOST_CANDIDATES])
    first = alike[0][1]
    next_score = alike[1][1].score if len(alike) > 1 else 0.0
    only_spelling = not ({*first.only_here, *first.only_there} - _CONNECTIVES)
    clear = first.score - next_score >= _CLEAR_OF_THE_NEXT
    sure = first.score >= _LIKELY and only_spelling and clear
    return MatchResult(Outcome.LIKELY if sure else Outcome.POSSIBLE, candidates[0], candidates)


def _at_most_likely(result: MatchResult, note: str) -> MatchResult:
    if result.outcome is Outcome.NONE:
        return result
    outcome = Outcome.LIKELY if result.outcome is Outcome.NAME else result.outcome
    return replace(result, outcome=outcome, notes=(*result.notes, note))


def _settle(by_number: list[Candidate], by_name: MatchResult, named: bool) -> MatchResult:
    """Weigh what the number says against what the name says; where they contradict, a person decides."""
    best = by_number[0]
    rivals = [candidate for candidate in by_name.candidates if candidate.organisation_id != best.organisation_id]
    named_other = by_name.outcome in (Outcome.NAME, Outcome.LIKELY) and bool(rivals) and by_name.best in rivals
    if len(by_number) == 1 and not named_other and (not named or best.score >= _NAME_CONTRADICTS):
        return MatchResult(Outcome.NUMBER, replace(best, score=1.0), (replace(best, score=1.0),))
    if len(by_number) > 1:
        note = "The numbers on this line belong to more than one organisation."
    else:
        note = f"The number belongs to “{best.name}”, which is not the name on this line."
    candidates = tuple([*by_number, *(rival for rival in rivals if rival not in by_number)][:MOST_CANDIDATES])
    return MatchResult(Outcome.POSSIBLE, best, candidates, (note,))


def _reasons_same(
    entry: NameEntry, name: ComparableName, asked: ComparableName, text: str, nation: str
) -> tuple[tuple[str, ...], bool]:
    reasons: list[str] = []
    certain = entry.kind == "current"
    if entry.name.strip() == text.strip():
        reasons.append("The name is the same, letter for letter.")
    elif asked.form == name.form:
        reasons.append("The name is the same apart from capitals, punctuation, macrons or abbreviations.")
    elif same_kind_of_ending(asked.form, name.form):
        reasons.append("The name is the same; one of the two leaves the legal ending out.")
    else:
        reasons.append("The name is the same but the legal endings differ, so it may be another organisation.")
        certain = False
    if not certain and entry.kind != "current":
        reasons.append(f"It is a {entry.kind} name in the register.")
    here, there = country(nation) if nation else None, country(entry.country) if entry.country else None
    if here and there and here != there:
        reasons.append(f"The list says {here.name} and the register says {there.name}.")
        certain = False
    return tuple(reasons), certain


def _reasons_alike(entry: NameEntry, alike: Likeness) -> tuple[str, ...]:
    reasons = [f"“{here}” in the list is close to “{there}” in the register." for here, there in alike.close]
    if alike.only_here:
        reasons.append(f"Only the list says “{' '.join(alike.only_here)}”.")
    if alike.only_there:
        reasons.append(f"Only the register says “{' '.join(alike.only_there)}”.")
    if not reasons:
        reasons.append("The same words in another order.")
    if entry.kind != "current":
        reasons.append(f"It is a {entry.kind} name in the register.")
    return tuple(reasons)
