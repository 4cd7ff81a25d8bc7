"""Versions for moderation to work on, made with as little said as possible."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoring import (
    Assessment,
    Criterion,
    Evidence,
    Facts,
    Finding,
    GateResult,
    Outcome,
    Sentence,
    Status,
    rubric_in_force,
    split_sentences,
    text_hash,
)
from scoring.assessment import profile
from statements.filing.models import (
    Coverage,
    Document,
    Statement,
    StatementState,
    Version,
    VersionDocument,
    VersionState,
)
from statements.moderation.assess import facts_of, record_assessment
from statements.moderation.models import AssessmentRecord
from statements.organisations.models import Organisation
from statements.people.models import Person, Role
from tests.factories import make_member, make_organisation

PAGES = [
    "Tōtara Demonstration Limited made this statement for the year to 31 March 2026. It was approved by the board of "
    "directors on 12 June 2026. Tōtara Demonstration Limited employs 412 people in Auckland and Christchurch and owns "
    "two companies, Tōtara Growers Limited and Tōtara Freight Limited.",
    "In May 2025 we trained 310 of our 412 employees, including all 14 buyers, on the indicators of forced labour. "
    "We buy cotton from India and seafood from Thailand through 86 direct suppliers. "
    "Forced labour is a risk in the seafood that we buy from Thailand, where workers may pay recruitment fees. "
    "We plan to open a grievance channel to workers of our suppliers next year.",
]
"""Two pages with something in them for several criteria."""


def make_statement(session: Session, *, organisation: Organisation, at: datetime, **values: Any) -> Statement:
    """A statement for the year to 31 March 2026, submitted."""
    number = (session.scalar(select(func.max(Statement.number))) or 0) + 1
    given = {"period_start": date(2025, 4, 1), "period_end": date(2026, 3, 31), "state": StatementState.SUBMITTED}
    statement = Statement(
        number=number, organisation=organisation, profile="nz-bill-2026", started_at=at, **{**given, **values}
    )
    session.add(statement)
    session.flush()
    return statement


def make_version(
    session: Session, *, statement: Statement, at: datetime, pages: list[str] | None = None, **values: Any
) -> Version:
    """The next version of a statement, submitted, with one document of these pages."""
    number = len(statement.versions) + 1
    given = {"answers": {}, "approval": {}, "signature": {}, "state": VersionState.SUBMITTED, **values}
    version = Version(statement=statement, number=number, fingerprint=uuid.uuid4().hex, submitted_at=at, **given)
    version.coverage = [Coverage(organisation_id=statement.organisation_id)]
    session.add(version)
    session.flush()
    if pages is not None:
        add_document(session, version=version, pages=pages, at=at)
    return version


def add_document(session: Session, *, version: Version, pages: list[str], at: datetime) -> Document:
    """One more document of a version."""
    document = Document(
        sha256=uuid.uuid4().hex * 2,
        filename="statement.pdf",
        media_type="application/pdf",
        size=1000,
        pages=pages,
        words=sum(len(page.split()) for page in pages),
        scan=not any(pages),
        organisation_id=version.statement.organisation_id,
        uploaded_at=at,
    )
    session.add(document)
    session.flush()
    session.add(VersionDocument(version_id=version.id, document_id=document.id, position=len(version.documents)))
    session.flush()
    session.refresh(version, ["documents"])
    return document


def submitted(session: Session, *, at: datetime, name: str = "Tōtara Demonstration Limited", **values: Any) -> Version:
    """A submitted version of a new organisation, with PAGES unless `pages` says otherwise."""
    organisation = make_organisation(session, name=name, at=at, **values.pop("organisation", {}))
    statement = make_statement(session, organisation=organisation, at=at)
    return make_version(session, statement=statement, at=at, pages=values.pop("pages", PAGES), **values)


def assessed(session: Session, version: Version, at: datetime) -> AssessmentRecord:
    """The version read, and kept: by fixed findings, so that a better engine changes nothing here."""
    return record_assessment(session, version=version, assessment=assessment_of(facts_of(session, version)), at=at)


def assessment_of(facts: Facts) -> Assessment:
    """C12 at 2 and C11 at 1 with a sentence each, C06 left to officers, the others at 0; G3 not met.

    Without text nothing is scored.
    """
    rubric = rubric_in_force(facts.period_end)
    sentences = split_sentences(facts.pages)
    findings = tuple(
        _finding(each, sentences, facts) for each in rubric.criteria if facts.public_body or not each.public_bodies_only
    )
    gates = tuple(GateResult(each.id, each.id != "G3" if sentences else None, "Read.") for each in rubric.gates)
    return Assessment(
        rubric=rubric.version,
        model="fixed",
        text_hash=text_hash(facts.pages),
        findings=findings,
        gates=gates,
        profile=profile(findings, rubric),
        sentences=sentences,
        note="" if sentences else "No text could be read.",
    )


def _finding(criterion: Criterion, sentences: tuple[Sentence, ...], facts: Facts) -> Finding:
    declared = facts.declared.get(criterion.id)
    if not sentences:
        return Finding(criterion.id, Outcome.NOT_SCORED, None, "No text could be read.", declared=declared)
    if criterion.judged_by == "officer" or criterion.id == "C06":
        return Finding(criterion.id, Outcome.NOT_READ, None, "An officer reads this.", declared=declared)
    level, words = {"C12": (2, "we trained"), "C11": (1, "recruitment fees")}.get(criterion.id, (0, ""))
    found = [each for each in sentences if words and words in each.text]
    level = level if found else 0
    evidence = tuple(Evidence(each, 0.9, Status.DONE, ("number",)) for each in found)
    return Finding(criterion.id, Outcome.SCORED, level, f"Level {level}.", "", evidence, declared=declared)


def make_officer(session: Session, at: datetime, name: str = "Officer Demonstration") -> Person:
    """An officer of the register."""
    return make_member(session, name=name, organisation=None, role=Role.OFFICER, at=at)
