"""What the machine reads of a draft, as advice before it is sent: private to its organisation, and never in the way.

What was ticked is compared when the page is shown, so that only a change of the text makes a reading old.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from scoring import Assessment, Facts, Gate, GateResult, Rubric, from_json, load_rubric, text_hash, to_json
from scoring.formalities import with_acts
from statements import clock
from statements.filing import profiles, queries, questionnaire
from statements.filing.answers import Answers, declared
from statements.filing.content import content_of
from statements.filing.models import Draft
from statements.jobs import service as jobs
from statements.jobs.models import JobState
from statements.moderation import boilerplate
from statements.moderation.acts import acts_of
from statements.moderation.assess import due_on, evidence_item, labels_of
from statements.moderation.models import DraftReading
from statements.moderation.pages import StatementPage, has_readable_text, pages_from
from statements.moderation.queries import ReadFinding
from statements.moderation.reading import ReadPage, read_pages
from statements.people import policy

READ_DRAFT = "read-draft"
"""The kind of job that reads a draft; its arguments hold the draft's id."""


class State(StrEnum):
    """How far the reading of a draft is."""

    NO_TEXT = "no text"
    NOT_ASKED = "not asked"
    WAITING = "waiting"
    FAILED = "failed"
    READY = "ready"


@dataclass(frozen=True)
class AdviceOnGate:
    """A gate as it reads now; `when_signed` where a director's signature here will meet it."""

    gate: Gate
    met: bool | None
    reason: str
    when_signed: bool


@dataclass(frozen=True)
class Advice:
    """What was found in a draft, what was not, and where that differs from what was ticked. Empty until READY."""

    state: State
    rubric: Rubric | None = None
    findings: tuple[ReadFinding, ...] = ()
    gates: tuple[AdviceOnGate, ...] = ()
    pages: tuple[ReadPage, ...] = ()
    note: str = ""

    @property
    def otherwise(self) -> tuple[ReadFinding, ...]:
        """The findings that say otherwise than what was ticked."""
        return tuple(each for each in self.findings if each.differs)

    @property
    def ticked_alone(self) -> tuple[ReadFinding, ...]:
        """What was ticked, left to a person, and without a sentence that was found; nothing of a text not scored."""
        scored = any(each.level is not None for each in self.findings)
        return tuple(each for each in self.findings if scored and each.ticked_alone)

    def at(self, *levels: int | None) -> tuple[ReadFinding, ...]:
        """The findings at one of these levels."""
        return tuple(each for each in self.findings if each.level in levels)


def ask_reading(session: Session, *, draft: Draft, by: uuid.UUID, at: datetime) -> None:
    """Ask for the draft's text to be read, unless that very text has been read or waits to be. Raises NotFound."""
    policy.require(session, person_id=by, organisation_id=draft.statement.organisation_id)
    pages = draft_pages(session, draft)
    told, kept = _hash(pages), session.get(DraftReading, draft.id)
    if not has_readable_text(pages) or _state(session, kept, told) in (State.READY, State.WAITING):
        return
    job = jobs.ask(session, kind=READ_DRAFT, arguments={"draft_id": str(draft.id)}, by=by, at=at)
    if kept is None:
        session.add(DraftReading(draft_id=draft.id, job_id=job.id, asked_hash=told, text_hash="", body={}))
    else:
        kept.job_id, kept.asked_hash = job.id, told
    session.flush()


def draft_facts(session: Session, *, draft_id: uuid.UUID, at: datetime) -> Facts | None:
    """What an assessment of this draft may rest on, as if it were sent now; None where it is gone.

    What was answered about approval is left out: it changes without the text, so pages join it when they are shown.
    """
    draft = session.get(Draft, draft_id)
    if draft is None:
        return None
    statement = draft.statement
    pages = tuple(each.page for each in draft_pages(session, draft))
    zone = profiles.profile(statement.profile).time_zone
    return Facts(
        pages=pages,
        organisation_name=statement.organisation.name,
        period_start=statement.period_start,
        period_end=statement.period_end,
        lodged_on=clock.local_date(at, zone),
        due_on=due_on(session, statement),
        public_body=statement.organisation.public_body,
        covered_names=tuple(each.name for each in queries.covered_by(session, draft)),
        boilerplate=boilerplate.shared_in(session, organisation=statement.organisation, pages=pages),
        written_here=not draft.documents,
    )


def keep_reading(session: Session, *, draft_id: uuid.UUID, assessment: Assessment, at: datetime) -> bool:
    """Keep what was read of a draft in place of what was read before; False where the draft is gone or says else."""
    kept, draft = session.get(DraftReading, draft_id), session.get(Draft, draft_id)
    if kept is None or draft is None or _hash(draft_pages(session, draft)) != assessment.text_hash:
        return False
    kept.body, kept.text_hash, kept.read_at = to_json(assessment), assessment.text_hash, at
    return True


def advice_on(session: Session, *, draft: Draft, by: uuid.UUID) -> Advice:
    """The advice on a draft as it stands, for whoever acts for its organisation. Raises NotFound."""
    policy.require(session, person_id=by, organisation_id=draft.statement.organisation_id)
    pages = draft_pages(session, draft)
    kept = session.get(DraftReading, draft.id)
    state = _state(session, kept, _hash(pages)) if has_readable_text(pages) else State.NO_TEXT
    if state is not State.READY or kept is None:
        return Advice(state)
    read = from_json(kept.body)
    answers = content_of(session, draft).answers
    findings = _findings(read, declared(questionnaire.load(draft.statement.profile), answers))
    evidence = {each.criterion: each.evidence for each in findings}
    evidence |= {each.gate: tuple(evidence_item(item) for item in each.evidence) for each in read.gates}
    rubric = load_rubric(read.rubric)
    results = {each.gate: each for each in read.gates}
    gates = tuple(_gate(draft, answers, each, results[each.id]) for each in rubric.gates if each.id in results)
    return Advice(state, rubric, findings, gates, read_pages(pages, evidence), read.note)


def draft_pages(session: Session, draft: Draft) -> tuple[StatementPage, ...]:
    """The draft's text as scoring would read it if it were sent now."""
    documents = queries.documents_of(session, draft)
    return pages_from(documents, content_of(session, draft).answers, labels_of(draft.statement))


def _hash(pages: tuple[StatementPage, ...]) -> str:
    return text_hash([each.page for each in pages])


def _state(session: Session, kept: DraftReading | None, told: str) -> State:
    if kept is None:
        return State.NOT_ASKED
    if kept.text_hash == told:
        return State.READY
    if kept.asked_hash != told:
        return State.NOT_ASKED
    job = jobs.load(session, kept.job_id)
    return State.WAITING if job.state in (JobState.WAITING, JobState.RUNNING) else State.FAILED


def _findings(read: Assessment, ticked: dict[str, bool | None]) -> tuple[ReadFinding, ...]:
    return tuple(
        ReadFinding(
            criterion=each.criterion,
            level=each.level,
            reason=each.reason,
            why_not_higher=each.why_not_higher,
            evidence=tuple(evidence_item(item) for item in each.evidence),
            disclosed_gap=each.disclosed_gap,
            declared=ticked.get(each.criterion),
            changed_by_officer=False,
        )
        for each in read.findings
    )


def _gate(draft: Draft, answers: Answers, gate: Gate, of_text: GateResult) -> AdviceOnGate:
    statement = draft.statement
    acts = acts_of(statement, has_document=bool(draft.documents), answers=answers, signature={})
    here = Facts((), statement.organisation.name, statement.period_start, statement.period_end, **acts)
    read = with_acts(gate.slug, here, of_text)
    signs_here, by_body = profiles.profile(statement.profile).signature.required, here.approved_by_body
    waits = gate.slug == "signed" or (gate.slug == "approved" and bool(by_body) and not read.evidence)
    return AdviceOnGate(gate, read.met, read.reason, when_signed=signs_here and not read.met and waits)
