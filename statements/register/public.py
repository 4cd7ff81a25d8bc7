"""What the public may see, and nothing else: frozen shapes filled field by field, never from a whole row.

A field that is not named here cannot reach a page, an export, a feed or the API.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from statements.reference import tables

WITHDRAWN = "withdrawn"


def sector(industry: str | None) -> str | None:
    """The ANZSIC division letter of an industry code, None when the industry is not known."""
    entry = tables.industries().get(industry or "")
    return entry.division if entry else None


@dataclass(frozen=True)
class OrganisationRef:
    """An organisation as a link: its address in the register and its name."""

    id: uuid.UUID
    slug: str
    name: str


@dataclass(frozen=True)
class PublicName:
    """A trading or former name of an organisation, and when it was used."""

    name: str
    kind: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class PublicOrganisation:
    """Who an organisation is: names, numbers, group, and the codes by which results are filtered."""

    id: uuid.UUID
    slug: str
    name: str
    sort_key: str
    kind: str
    industry: str | None
    region: str | None
    revenue_band: str | None
    country: str
    public_body: bool
    demonstration: bool
    other_names: tuple[PublicName, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    parent: OrganisationRef | None = None

    @property
    def sector(self) -> str | None:
        """The ANZSIC division letter, None when the industry is not known."""
        return sector(self.industry)

    @property
    def ref(self) -> OrganisationRef:
        """The organisation as a link."""
        return OrganisationRef(id=self.id, slug=self.slug, name=self.name)

    def identifier(self, scheme: str) -> str | None:
        """Its number in a scheme, or None."""
        return next((value for name, value in self.identifiers if name == scheme), None)


@dataclass(frozen=True)
class PublicDocument:
    """A published file. `pages` holds the text of each page in order, and is empty where no text was asked for.

    `withheld`: a passage of it was taken down, so that the file itself is no longer handed out.
    """

    sha256: str
    filename: str
    media_type: str
    size: int
    words: int
    scan: bool
    pages: tuple[str, ...] = ()
    withheld: bool = False


@dataclass(frozen=True)
class PublicStretch:
    """Where the end of a sentence stands that began on the page before."""

    page: int
    start: int
    end: int


@dataclass(frozen=True)
class PublicEvidence:
    """A sentence that a finding rests on: its index, where it stands on its page, what it says about time.

    `page` counts through all documents of the version; `start` and `end` are character offsets into that page, `rest`
    tells where the sentence goes on when the end of the page cuts it.
    `probability` is how sure the reader was (None for a sentence that an officer added), `weighed` the words that
    weighed most in it.
    """

    sentence: int
    text: str
    page: int
    start: int
    end: int
    status: str
    marks: tuple[str, ...] = ()
    added_by_officer: bool = False
    probability: float | None = None
    weighed: tuple[str, ...] = ()
    rest: tuple[PublicStretch, ...] = ()


@dataclass(frozen=True)
class PublicFinding:
    """What an officer confirmed for one criterion. `level` is 0, 1 or 2, or None when it was not scored."""

    criterion: str
    question: str
    pillar: str
    level: int | None
    reason: str
    why_not_higher: str = ""
    evidence: tuple[PublicEvidence, ...] = ()
    disclosed_gap: bool = False
    declared: bool | None = None
    changed_by_officer: bool = False


@dataclass(frozen=True)
class PublicGate:
    """What an officer confirmed for one gate: met, not met, or None where it could not be judged."""

    gate: str
    question: str
    met: bool | None
    reason: str
    evidence: tuple[PublicEvidence, ...] = ()


@dataclass(frozen=True)
class PublicPillar:
    """Points of one pillar out of `maximum`; `points` is None when any of its criteria has no level."""

    slug: str
    name: str
    points: int | None
    maximum: int


@dataclass(frozen=True)
class PublicReply:
    """What the organisation answered to what was confirmed about it."""

    text: str
    at: datetime


@dataclass(frozen=True)
class PublicProfile:
    """A released profile: five pillars, the levels and findings below them, the organisation's replies beside them.

    `met` tells of each decided gate whether it is met, None where it could not be judged.
    Findings, gates, replies and the note are empty where only the levels were read.
    """

    rubric: str
    released_at: datetime
    pillars: tuple[PublicPillar, ...]
    levels: dict[str, int | None]
    met: dict[str, bool | None] = field(default_factory=dict)
    findings: tuple[PublicFinding, ...] = ()
    gates: tuple[PublicGate, ...] = ()
    replies: tuple[PublicReply, ...] = ()
    note: str = ""

    @property
    def points(self) -> dict[str, int | None]:
        """Points by the pillar's slug, in the rubric's order."""
        return {pillar.slug: pillar.points for pillar in self.pillars}


@dataclass(frozen=True)
class PublicSignature:
    """Who signed a version that was filed here: the two things that signers are told become public."""

    name: str
    role: str


@dataclass(frozen=True)
class PublicVersion:
    """One published version, as it was published. `answers` holds only questions whose answers are public.

    `signed_by` is there for versions that were signed here, `brought_in_by` for those published elsewhere.
    """

    id: uuid.UUID
    number: int
    state: str
    submitted_at: datetime
    published_at: datetime
    correction_reason: str
    answers: dict[str, object] = field(default_factory=dict)
    documents: tuple[PublicDocument, ...] = ()
    covers: tuple[OrganisationRef, ...] = ()
    profile: PublicProfile | None = None
    signed_by: PublicSignature | None = None
    brought_in_by: str = ""


@dataclass(frozen=True)
class VersionSummary:
    """A line in the list of a statement's versions."""

    number: int
    state: str
    published_at: datetime
    correction_reason: str


@dataclass(frozen=True)
class PublicStatement:
    """A statement in the register with its current version; `law` is the key of the profile it was filed under."""

    id: uuid.UUID
    number: int
    organisation: PublicOrganisation
    law: str
    period_start: date
    period_end: date
    source: str
    source_url: str
    withdrawn: bool
    withdrawn_reason: str
    published_at: datetime
    version: PublicVersion
    versions: tuple[VersionSummary, ...] = ()

    @property
    def year(self) -> int:
        """The calendar year in which the period ends."""
        return self.period_end.year

    @property
    def profile(self) -> PublicProfile | None:
        """The released profile of the current version; None until it is released, and for a withdrawn statement."""
        return None if self.withdrawn else self.version.profile


@dataclass(frozen=True)
class Happening:
    """A public line of a statement's history.

    Of a released profile: how many findings an officer confirmed as they were read, and which were decided otherwise.
    Of a reader's report: what came of it.
    """

    kind: str
    at: datetime
    detail: str = ""
    confirmed: int = 0
    changed: tuple[str, ...] = ()
    outcome: str = ""


@dataclass(frozen=True)
class Counts:
    """How much the register holds: exact counts of what is public.

    `statements` are all that are listed, `withdrawn` those among them that were withdrawn; nothing else counts them.
    """

    statements: int
    withdrawn: int
    organisations: int
    covered: int
    released: int
    first_year: int | None
    last_year: int | None
