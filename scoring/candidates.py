"""Which sentences speak to a criterion: surely, perhaps, or by denying it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring import cues
from scoring.evidence.classifier import Classifier
from scoring.model import Criterion, Evidence, Status
from scoring.reading import BY_RULE, Line


@dataclass(frozen=True)
class Candidate:
    """A line that speaks to a criterion, how surely, and by which words of the criterion."""

    line: Line
    probability: float
    words: tuple[str, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """The line as evidence for the criterion."""
        return self.line.evidence(self.probability, self.words)


@dataclass(frozen=True)
class Candidates:
    """What a statement holds for one criterion, each in reading order.

    `found` say that something is so (or, where absences count, that it is not); `planned` and `denied` say what
    their names say; `doubtful` may speak to the criterion but cannot be told from lines that do not.
    """

    found: tuple[Candidate, ...] = ()
    planned: tuple[Candidate, ...] = ()
    denied: tuple[Candidate, ...] = ()
    doubtful: tuple[Candidate, ...] = ()


def gather(criterion: Criterion, lines: Sequence[Line], model: Classifier) -> Candidates:
    """Sort the lines of a statement by what they are for one criterion."""
    heaps: dict[str, list[Candidate]] = {"found": [], "planned": [], "denied": [], "doubtful": []}
    for index, line in enumerate(lines):
        if not line.speaks:
            continue
        if line.status is Status.DENIED:
            heap, candidate = _denial(criterion, lines, index, model)
        else:
            heap, candidate = _statement(criterion, line, model)
        if candidate:
            heaps[heap].append(candidate)
    return Candidates(**{name: tuple(heap) for name, heap in heaps.items()})


def _statement(criterion: Criterion, line: Line, model: Classifier) -> tuple[str, Candidate | None]:
    probability, sure, perhaps = _support(criterion, line, model)
    if not perhaps or cues.any_found(criterion.excludes, line.plain):
        return "doubtful", None
    words = cues.found(criterion.cues, line.plain)
    if criterion.cues and not words:
        return "doubtful", None
    heap = "doubtful" if not sure else "planned" if line.status is Status.PLANNED else "found"
    return heap, Candidate(line, probability, words)


def _denial(criterion: Criterion, lines: Sequence[Line], index: int, model: Classifier) -> tuple[str, Candidate | None]:
    line = lines[index]
    words = cues.found(criterion.denial_cues or criterion.cues, line.plain)
    probability, _, perhaps = _support(criterion, line, model)
    if not (words and perhaps):
        return "denied", None
    counts = criterion.absence_counts and _shows_how(criterion, lines, index)
    return "found" if counts else "denied", Candidate(line, probability, words)


def _shows_how(criterion: Criterion, lines: Sequence[Line], index: int) -> bool:
    """Whether the absence stands beside a word on how it was looked for."""
    near = lines[max(0, index - 1) : index + 2]
    return not criterion.absence_with or any(cues.any_found(criterion.absence_with, line.plain) for line in near)


def _support(criterion: Criterion, line: Line, model: Classifier) -> tuple[float, bool, bool]:
    """The best probability among the criterion's labels; whether it is surely evidence; whether perhaps."""
    read_by_model = [label for label in criterion.labels if label in model.cutoffs]
    if not read_by_model:
        return BY_RULE, True, True
    best, sure, perhaps = 0.0, False, False
    narrowed = bool(criterion.cues) or line.status is Status.DENIED
    for label in read_by_model:
        probability, cutoffs = line.probabilities[label], model.cutoffs[label]
        best = max(best, probability)
        sure = sure or probability >= (cutoffs.cued if criterion.cues else cutoffs.found)
        perhaps = perhaps or probability >= (cutoffs.weak if narrowed else cutoffs.absent)
    return best, sure, perhaps


def probability(criterion: Criterion, line: Line) -> float:
    """The best probability among the criterion's labels; that of a rule where no label has a classifier."""
    return max(
        (line.probabilities[label] for label in criterion.labels if label in line.probabilities), default=BY_RULE
    )
