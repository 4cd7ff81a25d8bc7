"""Who in the register a supplier list means: by number, by name, or not without a person's word.

Pure: entries and queries in, results with their reasons out. A match that is not certain is never made silently:
`likely` and `possible` ask a person to confirm, and so does every contradiction between a number and a name.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from statements.organisations.identifiers import SCHEMES, Identifier, possible_identifiers
from statements.organisations.names import ComparableName, comparable, names_within, split_name
from statements.organisations.nzbn import is_scientific
from statements.reference.tables import country
from statements.suppliers.reasons import KnownName, reasons_alike, reasons_same
from statements.suppliers.results import Candidate, MatchQuery, MatchResult, NameEntry, Outcome
from statements.suppliers.similarity import Likeness, WordWeights, likeness
from statements.suppliers.trigrams import TrigramIndex

MOST_CANDIDATES = 5
_LOOKED_AT = 6
# Chosen on 2,118 supplier names against a register of 1,184 (docs/benchmarks.md).
_LIKELY = 0.90
_POSSIBLE = 0.70
_CLEAR_OF_THE_NEXT = 0.05
_NAME_CONTRADICTS = 0.45
# Names that are the same score from 0.95 up, names that are only alike below it.
_EXACT, _MOST_FOR_ALIKE = 0.95, 0.94
_CONNECTIVES = frozenset({"and", "of", "for", "the", "o", "te", "nga"})


class NameIndex:
    """Every name and number of the register, ready to be asked line by line."""

    def __init__(self, entries: Iterable[NameEntry]) -> None:
        """Build the index; 100,000 names take about two seconds."""
        self._known: list[KnownName] = []
        for entry in entries:
            self._known.append(KnownName(entry, comparable(entry.name)))
            self._known += [KnownName(entry, comparable(part), whole=False) for part in names_within(entry.name)]
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_organisation: dict[Hashable, list[int]] = defaultdict(list)
        self._by_identifier: dict[Identifier, dict[Hashable, None]] = defaultdict(dict)
        for place, known in enumerate(self._known):
            self._by_key[known.name.key].append(place)
            self._by_organisation[known.entry.organisation_id].append(place)
            for identifier in known.entry.identifiers:
                self._by_identifier[identifier][known.entry.organisation_id] = None
        self._weights = WordWeights(known.name.loose.split() for known in self._known)
        self._trigrams = TrigramIndex([known.name.loose for known in self._known])

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
        entry = self._known[nearest].entry
        same = f"The {SCHEMES[identifier.scheme].name} {identifier.value} is the same."
        return Candidate(organisation_id, entry.name, entry.kind, scores[nearest], (same,))

    def _likeness(self, words: list[str], place: int) -> Likeness:
        return likeness(words, self._known[place].name.loose.split(), self._weights)

    def _by_any_name(self, query: MatchQuery) -> MatchResult:
        parts = split_name(query.name)
        if not comparable(parts.name).core:
            return MatchResult(Outcome.NONE, None, ())
        first = self._by_one_name(parts.name, query.country)
        if first.outcome is Outcome.NAME:
            return first
        within = names_within(parts.name)
        side_by_side = [self._by_one_name(text, query.country) for text in within]
        if _all_of_one(side_by_side):
            note = "Both names on the line belong to the same organisation."
            return replace(max(side_by_side, key=_certainty), outcome=Outcome.NAME, notes=(note,))
        results = [first, *(_at_most_likely(found, text) for found, text in zip(side_by_side, within, strict=True))]
        for text in filter(None, (parts.trading, parts.former)):
            results.append(_at_most_likely(self._by_one_name(text, query.country), text))
        return max(results, key=_certainty)

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
            known = self._known[place]
            entry = known.entry
            reasons, certain = reasons_same(known, asked, text, nation)
            score = 1.0 if asked.form == known.name.form else 0.98 if certain else 0.95
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
            entry = self._known[place].entry
            earlier = found.get(entry.organisation_id)
            if earlier is None or earlier[1].score < alike.score:
                reasons = reasons_alike(self._known[place], alike)
                candidate = Candidate(
                    entry.organisation_id, entry.name, entry.kind, min(round(alike.score, 3), _MOST_FOR_ALIKE), reasons
                )
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


def _certainty(result: MatchResult) -> tuple[int, float]:
    """Order results: the surer outcome first, then the better score."""
    return -list(Outcome).index(result.outcome), result.best.score if result.best else 0.0


def _all_of_one(results: list[MatchResult]) -> bool:
    """Say whether two names side by side were each found exactly, and in one organisation."""
    found = {result.best.organisation_id for result in results if result.best and result.best.score >= _EXACT}
    sure = all(result.outcome in (Outcome.NAME, Outcome.LIKELY) for result in results)
    return sure and len(found) == 1 and all(result.best and result.best.score >= _EXACT for result in results)


def _at_most_likely(result: MatchResult, text: str) -> MatchResult:
    """Return what a second name on the line found, never as surer than likely."""
    if result.outcome is Outcome.NONE:
        return result
    outcome = Outcome.LIKELY if result.outcome is Outcome.NAME else result.outcome
    return replace(result, outcome=outcome, notes=(*result.notes, f"Found by the name “{text}” on this line."))


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
