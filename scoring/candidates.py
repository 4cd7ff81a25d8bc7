"""Which sentences speak to a criterion: surely, perhaps, or by denying it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring import cues
from scoring.evidence.classifier import Classifier, Cutoffs
from scoring.model import Criterion, Evidence, Status
from scoring.reading import BY_RULE, Line
from scoring.text import table


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
    support = _support(criterion, line, model)
    if not support.perhaps or cues.any_found(criterion.excludes, line.plain):
        return "doubtful", None
    words = cues.found(criterion.cues, line.plain)
    if criterion.cues and not words and not support.by_itself:
        return "doubtful", None
    heap = "doubtful" if not support.sure else "planned" if line.status is Status.PLANNED else "found"
    return heap, Candidate(line, support.probability, words)


def _denial(criterion: Criterion, lines: Sequence[Line], index: int, model: Classifier) -> tuple[str, Candidate | None]:
    line = lines[index]
    words = cues.found(criterion.denial_cues or criterion.cues, line.plain)
    support = _support(criterion, line, model)
    if not (words and support.perhaps):
        return "denied", None
    counts = criterion.absence_counts and _shows_how(criterion, lines, index)
    return "found" if counts else "denied", Candidate(line, support.probability, words)


def _shows_how(criterion: Criterion, lines: Sequence[Line], index: int) -> bool:
    """Whether the absence stands beside a word on how it was looked for."""
    near = lines[max(0, index - 1) : index + 2]
    return not criterion.absence_with or any(cues.any_found(criterion.absence_with, line.plain) for line in near)


@dataclass(frozen=True)
class _Support:
    """How likely a line is evidence for a criterion: surely, perhaps, or so surely that it needs none of its cues."""

    probability: float
    sure: bool
    perhaps: bool
    by_itself: bool = False


def _support(criterion: Criterion, line: Line, model: Classifier) -> _Support:
    """The best probability among the criterion's labels, narrowed by its sub-type where the model knows it."""
    read_by_model = [label for label in criterion.labels if label in model.cutoffs]
    if not read_by_model:
        return _Support(BY_RULE, sure=True, perhaps=True)
    best, sure, perhaps = 0.0, False, False
    narrowed = bool(criterion.cues) or line.status is Status.DENIED
    for label in read_by_model:
        probability, cutoffs = line.probabilities[label], model.cutoffs[label]
        best = max(best, probability)
        sure = sure or probability >= (cutoffs.cued if criterion.cues else cutoffs.found)
        perhaps = perhaps or probability >= (cutoffs.weak if narrowed else cutoffs.absent)
    wide = _Support(best, sure, perhaps)
    name = sub_type(criterion)
    return wide if name not in model.cutoffs else _narrowed(wide, line, name, model.cutoffs[name])


def _narrowed(wide: _Support, line: Line, name: str, cutoffs: Cutoffs) -> _Support:
    """What the criterion's own sub-type makes of a line; a denial is told by its words and its wider label."""
    own = line.probabilities[name]
    if line.status is Status.DENIED:
        return wide
    return _Support(
        probability=own,
        sure=own >= cutoffs.found or (wide.sure and own >= cutoffs.cued),
        perhaps=own >= cutoffs.found or (wide.perhaps and own >= cutoffs.weak),
        by_itself=own >= cutoffs.found,
    )


def sub_type(criterion: Criterion) -> str:
    """The sub-type of "mitigation" that tells this criterion from its neighbours; empty where there is none."""
    return "".join(table("sub_types").get(criterion.id, ()))


def probability(criterion: Criterion, line: Line) -> float:
    """How likely a line is evidence: by the sub-type, else the best label; by rule where neither is learned."""
    own = line.probabilities.get(sub_type(criterion))
    wide = (line.probabilities[label] for label in criterion.labels if label in line.probabilities)
    return own if own is not None else max(wide, default=BY_RULE)
