"""Published statements made straight in the tables: versions, coverage, documents, assessments released or not."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoring import to_json
from scoring.model import Assessment, Finding, GateResult, Outcome, Rubric
from scoring.rubric import load as load_rubric
from statements.clock import twelve_months_to
from statements.events import service as events
from statements.filing.models import (
    Coverage,
    Document,
    Statement,
    StatementState,
    Version,
    VersionDocument,
    VersionState,
)
from statements.moderation.models import AssessmentRecord, FindingRecord, FindingState, Notice
from statements.organisations.models import Identifier, NameKind, Organisation, OrganisationName
from statements.organisations.names import lookup_key
from statements.storage.store import Store

LAW = "nz-bill-2026"
RUBRIC = "ungp-1"
EVIDENCE = {"sentence": 0, "text": "We commit.", "page": 1, "start": 0, "end": 10, "status": "done", "marks": []}


def give_names(
    session: Session,
    organisation: Organisation,
    *,
    trading: Sequence[str] = (),
    former: Sequence[str] = (),
    identifiers: Sequence[tuple[str, str]] = (),
) -> None:
    """Add trading and former names and (scheme, value) numbers to an organisation."""
    told = [(name, NameKind.TRADING) for name in trading] + [(name, NameKind.FORMER) for name in former]
    for name, kind in [(organisation.name, NameKind.LEGAL), *told]:
        session.add(OrganisationName(organisation_id=organisation.id, name=name, folded=lookup_key(name), kind=kind))
    for scheme, value in identifiers:
        session.add(Identifier(organisation_id=organisation.id, scheme=scheme, value=value))
    session.flush()


def publish(
    session: Session,
    *,
    organisation: Organisation,
    at: datetime,
    period_end: date = date(2026, 3, 31),
    pages: Sequence[str] = ("We commit to respect human rights.",),
    answers: Mapping[str, Any] | None = None,
    covers: Sequence[Organisation] = (),
    law: str = LAW,
    store: Store | None = None,
    **values: Any,
) -> Statement:
    """A published statement with one version; the lead organisation is always among those covered."""
    number = (session.scalar(select(func.max(Statement.number))) or 0) + 1
    statement = Statement(
        number=number,
        organisation_id=organisation.id,
        profile=law,
        period_start=twelve_months_to(period_end).start,
        period_end=period_end,
        state=StatementState.PUBLISHED,
        started_at=at,
        published_at=at,
        **values,
    )
    session.add(statement)
    session.flush()
    add_version(session, statement=statement, at=at, pages=pages, answers=answers, covers=covers, store=store)
    return statement


def add_version(
    session: Session,
    *,
    statement: Statement,
    at: datetime,
    pages: Sequence[str] = ("We commit to respect human rights.",),
    answers: Mapping[str, Any] | None = None,
    covers: Sequence[Organisation] = (),
    state: VersionState = VersionState.PUBLISHED,
    store: Store | None = None,
    **values: Any,
) -> Version:
    """Another version; a published one supersedes what was published before it and records its event."""
    earlier = session.scalars(select(Version).where(Version.statement_id == statement.id)).all()
    published = state == VersionState.PUBLISHED
    version = Version(
        statement_id=statement.id,
        number=len(earlier) + 1,
        state=state,
        answers=dict(answers or {}),
        approval={},
        fingerprint=uuid.uuid4().hex,
        submitted_at=at,
        published_at=at if published else None,
        **{"signature": {}, **values},
    )
    session.add(version)
    session.flush()
    for organisation_id in dict.fromkeys([statement.organisation_id, *(each.id for each in covers)]):
        session.add(Coverage(version_id=version.id, organisation_id=organisation_id))
    if pages:
        add_document(session, version=version, at=at, pages=pages, store=store)
    if published:
        for each in earlier:
            each.state = VersionState.SUPERSEDED if each.state == VersionState.PUBLISHED else each.state
        statement.current_version_id = version.id
        tell(session, statement, "statement.published", at)
    return version


def add_document(
    session: Session, *, version: Version, at: datetime, pages: Sequence[str], store: Store | None = None
) -> Document:
    """The version's document: its pages' text, and its bytes where a store is given."""
    content = "\n\f".join(pages).encode()
    document = Document(
        sha256=store.put(content) if store else hashlib.sha256(content).hexdigest(),
        filename=f"statement-{version.number}.txt",
        media_type="text/plain",
        size=len(content),
        pages=[{"number": number, "text": text} for number, text in enumerate(pages, start=1)],
        words=sum(len(text.split()) for text in pages),
        organisation_id=version.statement.organisation_id,
        uploaded_at=at,
    )
    session.add(document)
    session.flush()
    session.add(VersionDocument(version_id=version.id, document_id=document.id, position=0))
    session.flush()
    return document


def withdraw(session: Session, *, statement: Statement, at: datetime, reason: str) -> None:
    """Withdraw the statement; it stays listed with its reason."""
    statement.state, statement.withdrawn_reason = StatementState.WITHDRAWN, reason
    for version in session.scalars(select(Version).where(Version.statement_id == statement.id)):
        version.state = VersionState.WITHDRAWN if version.state == VersionState.PUBLISHED else version.state
    tell(session, statement, "statement.withdrawn", at, reason=reason)


def assess(
    session: Session,
    *,
    statement: Statement,
    at: datetime,
    level: int | None = 1,
    levels: Mapping[str, int | None] | None = None,
    released_at: datetime | None = None,
    reason: str = "Found in the text.",
    state: FindingState = FindingState.CONFIRMED,
    evidence: Sequence[Mapping[str, Any]] = (),
) -> Notice:
    """An assessment of the current version, each criterion at `level` unless `levels` says otherwise, with notice."""
    rubric = load_rubric(RUBRIC)
    asked = {each.id: (levels or {}).get(each.id, level) for each in rubric.scored_criteria}
    asked |= {gate.id: 1 for gate in rubric.gates}
    record = AssessmentRecord(
        version_id=statement.current_version_id,
        rubric=RUBRIC,
        model=f"test-{uuid.uuid4().hex[:6]}",
        text_hash="0" * 64,
        body=to_json(_assessment(rubric, asked)),
        made_at=at,
        current=True,
    )
    session.add(record)
    session.flush()
    for criterion, found in asked.items():
        session.add(
            FindingRecord(
                assessment_id=record.id,
                criterion=criterion,
                machine_outcome="scored" if found is not None else "not scored",
                machine_level=found,
                level=found,
                state=state,
                machine_reason=reason,
                evidence=[{**EVIDENCE, **item} for item in evidence],
            )
        )
    notice = Notice(
        assessment_id=record.id, confirmed_by=uuid.uuid4(), sent_at=at, answer_by=at, released_at=released_at
    )
    session.add(notice)
    session.flush()
    if released_at:
        tell(session, statement, "profile.released", released_at)
    return notice


def _assessment(rubric: Rubric, asked: Mapping[str, int | None]) -> Assessment:
    """A machine's reading without evidence; the rows say what stands."""
    read = [
        Finding(criterion, Outcome.NOT_SCORED if level is None else Outcome.SCORED, level, "As read.")
        for criterion, level in asked.items()
        if not criterion.startswith("G")
    ]
    gates = [GateResult(gate.id, True, "As read.") for gate in rubric.gates]
    return Assessment(
        rubric=RUBRIC,
        model="test",
        text_hash="0" * 64,
        findings=tuple(read),
        gates=tuple(gates),
        profile=(),
        sentences=(),
    )


def tell(session: Session, statement: Statement, kind: str, at: datetime, reason: str = "") -> None:
    """Record a public event of a statement."""
    events.record(
        session,
        kind=kind,
        subject=statement,
        by=None,
        at=at,
        organisation_id=statement.organisation_id,
        reason=reason,
        public=True,
    )
