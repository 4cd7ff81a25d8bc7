"""From what a statement holds for a criterion to a level with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring import cues
from scoring.candidates import Candidate, Candidates, probability
from scoring.model import Criterion, Evidence, Facet, Finding, Outcome, Status
from scoring.reading import Line

MOST_EVIDENCE = 3
NUMERALS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True)
class SecondLevel:
    """Whether the evidence reaches level 2, the lines that carry it there, and what is missing."""

    reached: bool
    carriers: tuple[Line, ...] = ()
    missing: str = ""


def decide(
    criterion: Criterion, candidates: Candidates, lines: Sequence[Line], silence_is_read: bool = True
) -> Finding:
    """The finding for one criterion. Evidence is required for 1 and 2, and doubt abstains.

    Silence is "not found" where `silence_is_read`; elsewhere it too is left to a person.
    """
    found, denied = candidates.found, candidates.denied
    if len(denied) > len(found) > 0:
        return _contradicted(criterion, candidates)
    if found:
        return _found(criterion, found, lines)
    if denied:
        return _denied(criterion, denied)
    if candidates.planned:
        return _planned(criterion, candidates.planned)
    if candidates.doubtful:
        return _doubtful(criterion, candidates.doubtful)
    if not silence_is_read:
        return not_read(criterion, "No sentence was found that speaks to this, but the machine misses too many here.")
    reason = "Not found: no sentence of the text speaks to this question."
    return Finding(criterion.id, Outcome.SCORED, 0, reason, f"Level 1 asks for: {criterion.level_one}")


def not_read(criterion: Criterion, reason: str, outcome: Outcome = Outcome.NOT_READ) -> Finding:
    """A finding without a level."""
    return Finding(criterion.id, outcome, None, reason)


def _found(criterion: Criterion, found: Sequence[Candidate], lines: Sequence[Line]) -> Finding:
    second = second_level(criterion, found, lines)
    evidence = _shown(criterion, found, second)
    said = f"{counted(len(found))} {'says' if len(found) == 1 else 'say'} so, first on page {_first_page(found)}."
    if not second.reached:
        reason = f"{criterion.level_one} {said}"
        return Finding(criterion.id, Outcome.SCORED, 1, reason, second.missing, evidence)
    specifics = [word for line in second.carriers for word in (mark.words for mark in line.marks)]
    shown = ", ".join(dict.fromkeys(specifics[:4]))
    reason = f"{criterion.level_two} {said} They are specific: {shown}."
    return Finding(criterion.id, Outcome.SCORED, 2, reason, "", evidence)


def _denied(criterion: Criterion, denied: Sequence[Candidate]) -> Finding:
    evidence = _best(denied)
    page = _first_page(denied)
    if criterion.absence_counts:
        reason = f"The statement says that there was none (page {page}), but not how it looked."
    else:
        reason = (
            f"The statement says that this was not done or does not exist (page {page}): a gap it discloses itself."
        )
    why = f"Level 1 asks for: {criterion.level_one}"
    gap = not criterion.absence_counts
    return Finding(criterion.id, Outcome.SCORED, 0, reason, why, evidence, disclosed_gap=gap)


def _planned(criterion: Criterion, planned: Sequence[Candidate]) -> Finding:
    level = min(criterion.planned_cap, 1)
    reason = (
        f"Only plans: {counted(len(planned)).lower()} from page {_first_page(planned)} on, about what will be done."
    )
    why = f"A plan counts for {'nothing' if level == 0 else 'no more than 1'} here: nothing is shown as done."
    return Finding(criterion.id, Outcome.SCORED, level, reason, why, _best(planned))


def _doubtful(criterion: Criterion, doubtful: Sequence[Candidate]) -> Finding:
    reason = (
        f"{counted(len(doubtful))} may speak to this, none surely enough to say that it is found or not found. "
        "A person has to read it."
    )
    return Finding(criterion.id, Outcome.NOT_READ, None, reason, "", _best(doubtful))


def _contradicted(criterion: Criterion, candidates: Candidates) -> Finding:
    reason = "The text says both that this is so and, more often, that it is not. A person has to read it."
    evidence = (*_best(candidates.denied)[:2], *_best(candidates.found)[:1])
    return Finding(criterion.id, Outcome.NOT_READ, None, reason, "", evidence)


def second_level(criterion: Criterion, found: Sequence[Candidate], lines: Sequence[Line]) -> SecondLevel:
    """Whether what was found is specific, not copied, and holds what level 2 asks for."""
    own = [candidate.line for candidate in _by_probability(found) if not candidate.line.copied]
    if not own:
        return SecondLevel(False, missing="Three or more other filers use the same words, which cannot count above 1.")
    near = _near(own, lines)
    topical = [line for line in near if line in own or cues.any_found(criterion.cues, line.plain)]
    carriers = {facet.name: _carriers(facet, own, near if facet.cues else topical) for facet in criterion.facets}
    present = [facet.name for facet in criterion.facets if len(carriers[facet.name]) >= facet.at_least]
    chosen = tuple(dict.fromkeys([own[0], *(carriers[name][0] for name in present)]))
    if len(present) < criterion.facets_needed:
        missing = [facet.name for facet in criterion.facets if facet.name not in present]
        return SecondLevel(False, missing=_missing(criterion, missing))
    if not any(line.marks for line in (*own, *chosen)):
        missing_mark = "General words only: no number, date, place, named standard or named group."
        return SecondLevel(False, missing=missing_mark)
    return SecondLevel(True, _specific_first(own, chosen))


def _specific_first(own: Sequence[Line], chosen: Sequence[Line]) -> tuple[Line, ...]:
    """The chosen lines, and before them the first specific one of the evidence where none of them is specific."""
    if any(line.marks for line in chosen):
        return tuple(sorted(chosen, key=lambda line: not line.marks))
    return (next(line for line in own if line.marks), *chosen)


def _missing(criterion: Criterion, missing: Sequence[str]) -> str:
    needed = criterion.facets_needed - (len(criterion.facets) - len(missing))
    names = "; ".join(missing)
    if needed < len(missing):
        return f"Level 2 needs {needed} more of these, which the evidence does not show: {names}."
    return f"Level 2 also asks for what the evidence does not show: {names}."


def _near(own: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The evidence, surest first, and after it the sentences right before and after each."""
    places = {line.sentence.index + step for line in own for step in (-1, 1)}
    beside = [line for line in lines if line.sentence.index in places and not line.copied]
    return list(dict.fromkeys([*own, *beside]))


def _carriers(facet: Facet, own: Sequence[Line], near: Sequence[Line]) -> list[Line]:
    """Lines that show a facet: among the evidence alone where several are asked for, else beside it too."""
    pool = own if facet.at_least > 1 else near
    return [line for line in pool if _counts(facet, line) and shows(facet, line)]


def _counts(facet: Facet, line: Line) -> bool:
    return line.status is not Status.PLANNED or facet.planned_counts


def shows(facet: Facet, line: Line) -> bool:
    """Whether a line holds a facet: its cues and its marks, or one of the cues that suffice."""
    if cues.any_found(facet.or_cues, line.plain):
        return True
    if not (facet.cues or facet.marks):
        return not facet.or_cues
    worded = not facet.cues or cues.any_found(facet.cues, line.plain)
    return worded and (not facet.marks or any(mark.kind in facet.marks for mark in line.marks))


def _shown(criterion: Criterion, found: Sequence[Candidate], second: SecondLevel) -> tuple[Evidence, ...]:
    """Up to three sentences, surest first; where level 2 is reached, those that carry it come before others."""
    if not second.reached:
        return _best(found)
    by_line = {candidate.line: candidate for candidate in found}
    beside = [by_line.get(line) or Candidate(line, probability(criterion, line)) for line in second.carriers]
    ordered = dict.fromkeys([*beside, *_by_probability(found)])
    return _best(list(ordered)[:MOST_EVIDENCE])


def _best(candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    return tuple(candidate.evidence for candidate in _by_probability(candidates)[:MOST_EVIDENCE])


def _by_probability(candidates: Sequence[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: (-candidate.probability, candidate.line.sentence.index))


def _first_page(candidates: Sequence[Candidate]) -> int:
    return min(candidate.line.sentence.page for candidate in candidates)


def counted(number: int) -> str:
    """ "One sentence", "Two sentences", "14 sentences"."""
    word = NUMERALS[number] if number < len(NUMERALS) else str(number)
    return f"{word} sentence{'' if number == 1 else 's'}"
