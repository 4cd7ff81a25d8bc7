"""The shapes that scoring speaks in: what goes in (Facts), what judges it (Rubric), what comes out (Assessment).

Everything here is frozen and plain, so that an assessment can be written out as JSON, stored,
read back and compared without any part of the portal at hand.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    """Whether a sentence says a thing was done, is only planned, or was not done."""

    DONE = "done"
    PLANNED = "planned"
    DENIED = "denied"


class Outcome(StrEnum):
    """How a criterion was read. Only SCORED carries a level."""

    SCORED = "scored"
    NOT_READ = "not read by machine"
    NOT_SCORED = "not scored"


@dataclass(frozen=True)
class Page:
    """The text of one page of a document; `number` counts from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Stretch:
    """A run of a page's text; `start` and `end` are character offsets into it."""

    page: int
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """One sentence of a statement. `start` and `end` are character offsets into its page's text.

    `rest` says where it goes on, when the end of a page cuts it.
    """

    index: int
    text: str
    page: int
    start: int
    end: int
    rest: tuple[Stretch, ...] = ()


@dataclass(frozen=True)
class Facet:
    """One of the things that level 2 of a criterion asks for, and how a reader would notice it.

    A sentence shows it when it holds one of `cues` and a mark of one of the kinds in `marks` (either may be
    empty), or one of `or_cues` on its own. `at_least` sentences must show it; with `planned_counts` a planned
    sentence shows it too.
    """

    name: str
    cues: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    or_cues: tuple[str, ...] = ()
    at_least: int = 1
    planned_counts: bool = False


@dataclass(frozen=True)
class Criterion:
    """One question of a rubric with its guidance; `labels` name the classifier labels that feed it.

    `clauses` maps a law's key in the rubric ("nz") to the clauses that the criterion answers. Level 2 asks for
    `facets_needed` of `facets`. A sentence that denies something speaks to the criterion by its `denial_cues` (or its
    `cues`); an absence counts only beside one of `absence_with`, where any is given.
    A sentence with one of `excludes` is never its evidence. With `public_bodies_only` it carries no points.
    """

    id: str
    slug: str
    pillar: str
    principles: tuple[str, ...]
    question: str
    guidance: str
    level_one: str
    level_two: str
    clauses: dict[str, tuple[str, ...]]
    labels: tuple[str, ...]
    cues: tuple[str, ...] = ()
    absence_counts: bool = False
    planned_cap: int = 1
    public_bodies_only: bool = False
    judged_by: str = "machine"
    facets: tuple[Facet, ...] = ()
    facets_needed: int = 0
    denial_cues: tuple[str, ...] = ()
    absence_with: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gate:
    """A condition that is met or not met and never part of the score."""

    id: str
    slug: str
    question: str
    guidance: str
    clauses: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Pillar:
    """A group of criteria; `weight` multiplies each of its points (1 unless the rubric says otherwise)."""

    slug: str
    name: str
    weight: int = 1


@dataclass(frozen=True)
class Rubric:
    """A versioned set of gates, criteria and pillars, in force for periods that end on or after `in_force_from`."""

    version: str
    title: str
    in_force_from: date
    pillars: tuple[Pillar, ...]
    gates: tuple[Gate, ...]
    criteria: tuple[Criterion, ...]
    laws: dict[str, str] = field(default_factory=dict)

    @property
    def scored_criteria(self) -> tuple[Criterion, ...]:
        """The criteria that carry points: all but the additions for public bodies."""
        return tuple(criterion for criterion in self.criteria if not criterion.public_bodies_only)

    @property
    def names(self) -> dict[str, str]:
        """What each gate and criterion is called, by id ("C12": "Training")."""
        slugs = {each.id: each.slug for each in self.gates} | {each.id: each.slug for each in self.criteria}
        return {key: slug.replace("-", " ").capitalize() for key, slug in slugs.items()}

    def criterion(self, identifier: str) -> Criterion:
        """The criterion with this id ("C01"). Raises KeyError."""
        for criterion in self.criteria:
            if criterion.id == identifier:
                return criterion
        raise KeyError(identifier)


@dataclass(frozen=True)
class Facts:
    """Everything an assessment may rest on. Ticked answers are carried to be compared, never as evidence.

    `pages` is the statement's own text; `declared` maps a criterion id to what the filer ticked
    (True, False, or None for not answered); `boilerplate` holds the normalised sentences that
    three or more filers use, this one among them.

    What was done in the portal itself counts for the gates alone: `written_here` where the statement was typed under
    the organisation's name and period, `approved_by_body` what was answered about approval (None: not answered),
    `signed_as` the role in which a director signed on `signed_on` ("" where nobody did).
    """

    pages: tuple[Page, ...]
    organisation_name: str
    period_start: date
    period_end: date
    lodged_on: date | None = None
    due_on: date | None = None
    public_body: bool = False
    covered_names: tuple[str, ...] = ()
    declared: dict[str, bool | None] = field(default_factory=dict)
    boilerplate: frozenset[str] = frozenset()
    written_here: bool = False
    approved_by_body: bool | None = None
    approved_on: date | None = None
    signed_as: str = ""
    signed_on: date | None = None


@dataclass(frozen=True)
class Evidence:
    """A sentence that a finding rests on, where it stands, and how sure the finder is (0 to 1).

    `words` are those by which the rubric's rules know it: cues and marks. `weighed` are the words that weighed most
    in the probability, the heaviest first; empty where no model gave it.
    """

    sentence: Sentence
    probability: float
    status: Status
    marks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    weighed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What was found for one criterion. `level` is 0, 1 or 2, or None when `outcome` is not SCORED."""

    criterion: str
    outcome: Outcome
    level: int | None
    reason: str
    why_not_higher: str = ""
    evidence: tuple[Evidence, ...] = ()
    disclosed_gap: bool = False
    declared: bool | None = None


@dataclass(frozen=True)
class GateResult:
    """Whether a gate is met (True, False) or could not be judged from what was given (None)."""

    gate: str
    met: bool | None
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class PillarPoints:
    """Points of one pillar, out of `maximum`; `points` is None when any of its criteria has no level."""

    pillar: str
    points: int | None
    maximum: int


@dataclass(frozen=True)
class Assessment:
    """A statement read against a rubric: recomputable from its own export."""

    rubric: str
    model: str
    text_hash: str
    findings: tuple[Finding, ...]
    gates: tuple[GateResult, ...]
    profile: tuple[PillarPoints, ...]
    sentences: tuple[Sentence, ...]
    note: str = ""
