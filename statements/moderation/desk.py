"""Everything that an officer needs on one page to decide about a version."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring import Criterion, Gate, Rubric, load_rubric, rubric_in_force
from statements.errors import NotFound
from statements.events.models import Event
from statements.events.service import history
from statements.filing import coverage, profiles, questionnaire
from statements.filing.answers import is_asked, shown
from statements.filing.models import Version, VersionState
from statements.filing.rules import is_public_agency
from statements.moderation import queries, states
from statements.moderation.assess import Dates, dates_of, load_version, pages_of
from statements.moderation.flags import WEIGHTS, Flag
from statements.moderation.models import AssessmentFlag, AssessmentRecord, FindingRecord, FindingState, Notice, Review
from statements.moderation.notices import notice_of
from statements.moderation.reading import ReadPage, read_pages
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Person


@dataclass(frozen=True)
class Reading:
    """What was read of a version, as it stands: profile, rows by criterion, the rubric they answer to."""

    assessment: AssessmentRecord
    rubric: Rubric
    profile: queries.ReadProfile
    rows: dict[str, FindingRecord]
    notice: Notice | None

    @property
    def in_order(self) -> list[FindingRecord]:
        """The gates and findings in the order in which a page shows them."""
        ids = [each.id for each in self.rubric.gates]
        for pillar in (*(each.slug for each in self.rubric.pillars), None):
            ids += [each.id for each in self.rubric.criteria if _shown_under(each, pillar)]
        return [self.rows[each] for each in ids if each in self.rows]

    @property
    def open_findings(self) -> list[FindingRecord]:
        """Those of them that no officer has decided."""
        return [each for each in self.in_order if each.state == FindingState.OPEN]

    @property
    def flags(self) -> list[AssessmentFlag]:
        """What makes it a hard case, the hardest first."""
        return sorted(self.assessment.flags, key=lambda each: -WEIGHTS[Flag(each.flag)])

    @property
    def in_notice(self) -> bool:
        """Whether the organisation has been given notice and it was not taken back: nothing may change then."""
        return self.notice is not None and self.notice.recalled_at is None


def _shown_under(criterion: Criterion, pillar: str | None) -> bool:
    return pillar is None if criterion.public_bodies_only else criterion.pillar == pillar


@dataclass(frozen=True)
class HistoryLine:
    """One event as officers read it; `who` is empty where the portal itself acted."""

    at: datetime
    kind: str
    who: str
    after: dict[str, Any]
    reason: str


@dataclass(frozen=True)
class AnswerShown:
    """One answer in words; no lines where it was not answered."""

    label: str
    lines: tuple[str, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class ReviewPage:
    """A version with its text, what was read of it, when it came, what was decided before."""

    version: Version
    pages: tuple[ReadPage, ...]
    answers: dict[str, list[AnswerShown]]
    reading: Reading | None
    dates: Dates
    reviews: tuple[Review, ...]
    history: tuple[HistoryLine, ...]
    is_newest: bool

    @property
    def can_decide(self) -> bool:
        """Whether the version waits for publication or return."""
        return self.version.state == VersionState.SUBMITTED and self.is_newest

    @property
    def can_confirm(self) -> bool:
        """Whether notice of the profile can be given now."""
        reading = self.reading
        decided = reading is not None and not reading.open_findings and not reading.in_notice
        return decided and self.version.state == VersionState.PUBLISHED


def review_page(session: Session, *, version_id: uuid.UUID) -> ReviewPage:
    """The officer's page about a version. Raises NotFound."""
    version = load_version(session, version_id)
    reading = reading_of(session, version)
    return ReviewPage(
        version=version,
        pages=marked_pages(version, reading.profile if reading else None),
        answers=_answers(version),
        reading=reading,
        dates=dates_of(session, version),
        reviews=tuple(reviews_of(session, version)),
        history=tuple(_history(session, version)),
        is_newest=states.newest_version(version.statement) is version,
    )


@dataclass(frozen=True)
class Covered:
    """Whom a version covers beside its lead, by name, and what is worth a look about them."""

    organisations: tuple[Organisation, ...]
    notes: tuple[coverage.Note, ...]


def covered_by(session: Session, version: Version) -> Covered:
    """Whom the version covers, looked at as the filer was shown it."""
    lead = version.statement.organisation_id
    found = [each.organisation for each in version.coverage if each.organisation_id != lead]
    notes = coverage.notes(session, statement=version.statement, ids=[each.id for each in found])
    return Covered(tuple(sorted(found, key=lambda each: (each.sort_key, str(each.id)))), tuple(notes))


def reading_of(session: Session, version: Version) -> Reading | None:
    """What was read of a version; None while it waits to be read."""
    assessment = queries.current_assessment(session, version)
    if assessment is None:
        return None
    notice = notice_of(session, assessment)
    return Reading(
        assessment=assessment,
        rubric=load_rubric(assessment.rubric),
        profile=queries.profile_of(assessment, notice),
        rows={row.criterion: row for row in assessment.findings},
        notice=notice,
    )


def marked_pages(version: Version, profile: queries.ReadProfile | None) -> tuple[ReadPage, ...]:
    """The version's pages with the evidence of this profile marked; unmarked where there is none."""
    evidence = {each.criterion: each.evidence for each in profile.findings} if profile else {}
    gates = {each.gate: each.evidence for each in profile.gates} if profile else {}
    return read_pages(pages_of(version), {**evidence, **gates})


def finding_row(session: Session, *, version_id: uuid.UUID, criterion: str) -> FindingRecord:
    """The row of one criterion or gate in the current assessment of a version. Raises NotFound."""
    reading = reading_of(session, load_version(session, version_id))
    if reading is None or criterion not in reading.rows:
        raise NotFound("There is no such finding.")
    return reading.rows[criterion]


def notice_for(session: Session, *, notice_id: uuid.UUID, by: uuid.UUID) -> Notice:
    """A notice for whoever acts for its organisation, or an officer. Raises NotFound, also where it was taken back."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.recalled_at is not None:
        raise NotFound("There is no such notice. It may have been taken back; a new one will follow.")
    organisation_id = notice.assessment.version.statement.organisation_id
    policy.require(session, person_id=by, organisation_id=organisation_id, officers_too=True)
    return notice


def review_for(session: Session, *, review_id: uuid.UUID, by: uuid.UUID) -> Review:
    """An officer's decision for whoever acts for the organisation, or an officer. Raises NotFound."""
    review = session.get(Review, review_id)
    if review is None:
        raise NotFound("There is no such decision.")
    organisation_id = review.version.statement.organisation_id
    policy.require(session, person_id=by, organisation_id=organisation_id, officers_too=True)
    return review


def criteria_of(session: Session, version: Version) -> dict[str, Criterion | Gate]:
    """The criteria and gates that the version is read against, by id."""
    assessment = queries.current_assessment(session, version)
    rubric = load_rubric(assessment.rubric) if assessment else rubric_in_force(version.statement.period_end)
    gates: dict[str, Criterion | Gate] = {each.id: each for each in rubric.gates}
    return gates | {each.id: each for each in rubric.criteria}


def _answers(version: Version) -> dict[str, list[AnswerShown]]:
    """The answers to what this organisation was asked, by the title of their section, in the order asked."""
    asked = questionnaire.load(version.statement.profile)
    public_agency = is_public_agency(profiles.profile(version.statement.profile), version.statement.organisation)
    return {
        section.title: [
            AnswerShown(each.label, shown(each, version.answers.get(each.key), public=False), each.criteria)
            for each in section.questions
            if is_asked(each, version.answers)
        ]
        for section in asked.sections_for(public_agency=public_agency)
    }


def reviews_of(session: Session, version: Version) -> Sequence[Review]:
    """What officers decided about every version of its statement, oldest first."""
    query = select(Review).join(Review.version).where(Version.statement_id == version.statement_id)
    return session.scalars(query.order_by(Review.decided_at, Review.id)).all()


def _history(session: Session, version: Version) -> list[HistoryLine]:
    found: Sequence[Event] = history(session, subject=version.statement)
    people = select(Person).where(Person.id.in_({each.actor for each in found if each.actor}))
    names = {person.id: person.name for person in session.scalars(people)}
    return [
        HistoryLine(each.at, each.kind, names.get(each.actor, "") if each.actor else "", each.after, each.reason)
        for each in found
    ]
