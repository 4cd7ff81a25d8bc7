"""From a version to what scoring reads of it, and from what scoring found to the rows that officers work on."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scoring import Assessment, Evidence, Facts, facts_to_json, text_hash, to_json
from statements import clock
from statements.errors import NotFound
from statements.events import service as events
from statements.filing import profiles, questionnaire
from statements.filing.answers import declared
from statements.filing.models import Statement, Version
from statements.filing.rules import ELSEWHERE
from statements.moderation import boilerplate, flags
from statements.moderation.acts import acts_of
from statements.moderation.models import AssessmentFlag, AssessmentRecord, FindingRecord, FindingState
from statements.moderation.pages import StatementPage, statement_pages
from statements.organisations.models import Obligation

GATE_OUTCOMES = {True: "met", False: "not met", None: "not judged"}


@dataclass(frozen=True)
class Dates:
    """When a statement first reached the register and when it was due, as local dates; None where not known here."""

    lodged_on: date | None
    due_on: date | None

    @property
    def late(self) -> bool:
        """Whether it came after the day it was due."""
        return self.lodged_on is not None and self.due_on is not None and self.lodged_on > self.due_on


def load_version(session: Session, version_id: uuid.UUID) -> Version:
    """The version with this id. Raises NotFound."""
    version = session.get(Version, version_id)
    if version is None:
        raise NotFound("There is no such version of a statement.")
    return version


def pages_of(version: Version) -> tuple[StatementPage, ...]:
    """The version's text as scoring reads it and as pages show it."""
    return statement_pages(version, labels=labels_of(version.statement))


def labels_of(statement: Statement) -> dict[str, str]:
    """The wording of every question whose answer is public free text, by its key, in the order asked."""
    asked = questionnaire.load(statement.profile)
    texts = (questionnaire.Kind.LONG_TEXT, questionnaire.Kind.TEXT)
    return {each.key: each.label for each in asked.questions if each.public and each.kind in texts}


def facts_of(session: Session, version: Version) -> Facts:
    """Everything that an assessment of this version may rest on."""
    statement, organisation = version.statement, version.statement.organisation
    pages = tuple(page.page for page in pages_of(version))
    dates = dates_of(session, version)
    return Facts(
        pages=pages,
        organisation_name=organisation.name,
        period_start=statement.period_start,
        period_end=statement.period_end,
        lodged_on=dates.lodged_on,
        due_on=dates.due_on,
        public_body=organisation.public_body,
        covered_names=tuple(each.organisation.name for each in version.coverage),
        declared=declared(questionnaire.load(statement.profile), version.answers),
        boilerplate=boilerplate.shared_in(session, organisation=organisation, pages=pages),
        **acts_of(
            statement, has_document=bool(version.documents), answers=version.answers, signature=version.signature
        ),
    )


def is_of_its_text(version: Version, assessment: Assessment) -> bool:
    """Whether it was read of the version's text as it stands: a passage may be taken down while it is being read."""
    return text_hash([page.page for page in pages_of(version)]) == assessment.text_hash


def dates_of(session: Session, version: Version) -> Dates:
    """When the statement was first lodged, and due: by its obligation, else by its profile's rule.

    A statement that was published elsewhere was lodged elsewhere: when is not known here.
    """
    statement = version.statement
    if statement.source == ELSEWHERE:
        return Dates(None, None)
    first = min(each.submitted_at for each in statement.versions)
    zone = profiles.profile(statement.profile).time_zone
    return Dates(clock.local_date(first, zone), due_on(session, statement))


def due_on(session: Session, statement: Statement) -> date:
    """When the statement is due: by its organisation's obligation, else by its profile's rule."""
    owed = select(Obligation.due_on).where(
        Obligation.organisation_id == statement.organisation_id,
        Obligation.profile == statement.profile,
        Obligation.period_end == statement.period_end,
    )
    rule = profiles.profile(statement.profile)
    by_rule = clock.months_after_period(statement.period_end, rule.due.months_after_period_end)
    return session.scalar(owed) or by_rule


def record_assessment(
    session: Session, *, version: Version, assessment: Assessment, at: datetime, facts: Facts | None = None
) -> AssessmentRecord:
    """Keep an assessment: its whole export, a finding per criterion and gate, and what makes it a hard case.

    `facts` are those that it rests on, kept with it but for the text, so that it can be made again from its export.

    Doing it again with the same rubric and model gives back what is kept. A reading by a later model becomes the
    current one only while no officer has touched the earlier.
    """
    kept = select(AssessmentRecord).where(
        AssessmentRecord.version_id == version.id,
        AssessmentRecord.rubric == assessment.rubric,
        AssessmentRecord.model == assessment.model,
    )
    found = session.scalar(kept)
    if found is not None:
        return found
    record = AssessmentRecord(
        version=version,
        rubric=assessment.rubric,
        model=assessment.model,
        text_hash=assessment.text_hash,
        body=body_of(assessment, facts),
        made_at=at,
        current=_retire_earlier(session, version),
        findings=finding_rows(assessment),
    )
    copied = boilerplate.shared_sentences(
        session, organisation=version.statement.organisation, sentences=assessment.sentences
    )
    late = dates_of(session, version).late
    counts = flags.flags_of(version, assessment, copied=len(copied), late=late)
    record.flags = [AssessmentFlag(flag=flag, count=count) for flag, count in counts.items()]
    session.add(record)
    boilerplate.note_sentences(
        session, organisation=version.statement.organisation, sentences=assessment.sentences, version=version
    )
    _record_event(session, record, at)
    return record


def body_of(assessment: Assessment, facts: Facts | None) -> dict[str, Any]:
    """The export without the text: that stands in the version, which never changes."""
    if facts is None:
        return to_json(assessment)
    kept = {key: value for key, value in facts_to_json(facts).items() if key != "pages"}
    return {**to_json(assessment), "facts": kept}


def evidence_item(evidence: Evidence, *, added_by_officer: bool = False) -> dict[str, Any]:
    """A sentence as a finding's row keeps it: index, words, page, place on the page, how sure, status, marks."""
    sentence = evidence.sentence
    return {
        "sentence": sentence.index,
        "text": sentence.text,
        "page": sentence.page,
        "start": sentence.start,
        "end": sentence.end,
        "rest": [asdict(each) for each in sentence.rest],
        "probability": evidence.probability,
        "status": evidence.status.value,
        "marks": list(evidence.marks),
        "words": list(evidence.words),
        "weighed": list(evidence.weighed),
        "added_by_officer": added_by_officer,
    }


def _retire_earlier(session: Session, version: Version) -> bool:
    query = select(AssessmentRecord).where(AssessmentRecord.version_id == version.id, AssessmentRecord.current)
    for earlier in session.scalars(query):
        if any(finding.state != FindingState.OPEN for finding in earlier.findings):
            return False
        earlier.current = False
    return True


def finding_rows(assessment: Assessment) -> list[FindingRecord]:
    """A row for each criterion and gate, as the machine found it."""
    rows = [
        FindingRecord(
            criterion=finding.criterion,
            machine_outcome=finding.outcome,
            machine_level=finding.level,
            level=finding.level,
            machine_reason=finding.reason,
            evidence=[evidence_item(each) for each in finding.evidence],
            disclosed_gap=finding.disclosed_gap,
        )
        for finding in assessment.findings
    ]
    for gate in assessment.gates:
        level = None if gate.met is None else int(gate.met)
        outcome, evidence = GATE_OUTCOMES[gate.met], [evidence_item(each) for each in gate.evidence]
        rows.append(
            FindingRecord(
                criterion=gate.gate,
                machine_outcome=outcome,
                machine_level=level,
                level=level,
                machine_reason=gate.reason,
                evidence=evidence,
            )
        )
    return rows


def _record_event(session: Session, record: AssessmentRecord, at: datetime) -> None:
    after = {"rubric": record.rubric, "model": record.model, "version": record.version.number}
    organisation_id = record.version.statement.organisation_id
    events.record(
        session,
        kind="assessment.made",
        subject=record.version.statement,
        by=None,
        at=at,
        organisation_id=organisation_id,
        after=after,
    )
