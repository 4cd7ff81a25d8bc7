"""Start a statement, submit it, correct it, withdraw it. The pages call these, and the spreadsheet too.

`save`, `add_document`, `remove_document` and `take_over` are the draft's own and stand in `drafts`.
"""

import uuid
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from statements import clock
from statements.errors import Conflict, Invalid, Problem
from statements.filing import answers as forms
from statements.filing import holds, profiles, queries, questionnaire, rules
from statements.filing.content import Content, ReadFile, Signature, content_of
from statements.filing.drafts import (
    add_document,
    forget_documents,
    gaps,
    keep_document,
    record,
    remove_document,
    save,
)
from statements.filing.models import (
    Draft,
    Receipt,
    SignatureRequest,
    Statement,
    StatementState,
    Version,
    VersionState,
)
from statements.filing.receipts import receipt_number
from statements.filing.taken_over import take_over
from statements.filing.versions import add_version, open_statement
from statements.organisations import obligations_service
from statements.organisations.models import Organisation
from statements.people import policy

__all__ = [
    "add_document",
    "correct",
    "discard",
    "publish_elsewhere",
    "remove_document",
    "save",
    "start",
    "submit",
    "take_over",
    "withdraw",
]


def start(
    session: Session,
    *,
    organisation: Organisation,
    profile: str,
    period_start: date,
    period_end: date,
    by: uuid.UUID,
    at: datetime,
) -> Statement:
    """A new statement with an empty draft. Raises NotFound where `by` does not act for the organisation,
    Invalid for a period that the profile does not accept, AlreadyFiled where one for it exists in any state."""
    policy.require(session, person_id=by, organisation_id=organisation.id)
    rule = profiles.profile(profile)
    if rule.publication.elsewhere:
        raise Invalid([Problem(f"Statements for {rule.short_name} are not filed here.", "Choose another.", "profile")])
    today = clock.local_date(at, rule.time_zone)
    problems = rules.period_problems(rule, period_start, period_end, today=today)
    if problems:
        raise Invalid(problems)
    statement = open_statement(session, organisation, profile, period_start, period_end, by=by, at=at)
    session.add(
        Draft(statement=statement, answers={}, covers=[], documents=[], approval={}, updated_at=at, updated_by=by)
    )
    record(session, "statement.started", statement, by=by, at=at, after={"number": statement.number})
    return statement


def submit(session: Session, *, draft: Draft, signature: Signature | None, by: uuid.UUID, at: datetime) -> Receipt:
    """File the draft as a new immutable version; the answer is its receipt, and a job will read it.

    The same content sent again, also at the same moment, gives the same receipt. Raises NotFound; Conflict where
    something else is under review or nothing is open; Invalid with everything that is missing.
    """
    statement = draft.statement
    policy.require(session, person_id=by, organisation_id=statement.organisation_id)
    session.refresh(statement, with_for_update=True)
    session.refresh(draft, with_for_update=True)
    content = content_of(session, draft)
    if not queries.is_editable(session, draft):
        return queries.receipt_of(session, _sent_before(session, statement, content))
    _check_ready(session, draft, signature, at)
    signed = signature.as_json() if signature else {}
    documents = queries.documents_of(session, draft)
    version = add_version(session, statement, content, documents=documents, signature=signed, by=by, at=at)
    receipt = Receipt(number=receipt_number(statement.number, version.number), version=version, issued_at=at)
    session.add(receipt)
    draft.correction_reason = ""
    before = {"state": str(statement.state)}
    if statement.state in (StatementState.DRAFT, StatementState.RETURNED):
        statement.state = StatementState.SUBMITTED
    after = {"state": str(statement.state), "version": version.number, "receipt": receipt.number}
    after |= {"signed_as": signature.role} if signature else {}
    record(session, "statement.submitted", statement, by=by, at=at, before=before, after=after)
    holds.tell_received(session, receipt=receipt, statement=statement, at=at)
    return receipt


def _sent_before(session: Session, statement: Statement, content: Content) -> Version:
    """The newest version, where it holds this very content: then it was sent twice. Raises Conflict."""
    latest = queries.latest_version(session, statement)
    if latest is not None:
        as_then = replace(content, follows=latest.number - 1, correction_reason=latest.correction_reason)
        if as_then.fingerprint == latest.fingerprint:
            return latest
    raise Conflict("This statement is not open for changes: it was submitted.")


def _check_ready(session: Session, draft: Draft, signature: Signature | None, at: datetime) -> None:
    problems = [Problem(gap.message, gap.mend, gap.field) for gap in gaps(session, draft, at=at)]
    profile = profiles.profile(draft.statement.profile)
    if profile.signature.required and signature is None:
        problems.append(
            Problem("The statement is not signed.", f"It is signed by {profile.signature.who}.", "signature")
        )
    if problems:
        raise Invalid(problems)


def correct(session: Session, *, statement: Statement, reason: str, by: uuid.UUID, at: datetime) -> Draft:
    """Open the draft of a published or withdrawn statement again, filled with what stands; submitting it makes a
    new version. What is public stays until that is published. Raises NotFound, Conflict, Invalid without a reason."""
    policy.require(session, person_id=by, organisation_id=statement.organisation_id)
    session.refresh(statement, with_for_update=True)
    draft = queries.draft_of(session, statement)
    latest = queries.latest_version(session, statement)
    if statement.state not in (StatementState.PUBLISHED, StatementState.WITHDRAWN) or latest is None:
        raise Conflict("Only a statement that was published can be corrected.")
    if latest.state == VersionState.SUBMITTED:
        raise Conflict("A correction is under review already.")
    if draft.correction_reason:
        return draft
    draft.correction_reason = _reason(reason, "What is corrected, and why?")
    lead = statement.organisation_id
    draft.answers, draft.documents = latest.answers, [str(each.id) for each in latest.documents]
    draft.covers = sorted(str(each.organisation_id) for each in latest.coverage if each.organisation_id != lead)
    draft.approval = {key: latest.approval[key] for key in rules.SIGNATORY if key in latest.approval}
    draft.updated_at, draft.updated_by = at, by
    after = {"corrects": latest.number}
    record(
        session, "statement.correction_started", statement, by=by, at=at, after=after, reason=draft.correction_reason
    )
    return draft


def withdraw(session: Session, *, statement: Statement, reason: str, by: uuid.UUID, at: datetime) -> None:
    """Take a published statement back: it stays listed, marked withdrawn with the reason, and a correction that is
    open or under review ends with it. Raises NotFound, Conflict, Invalid without a reason."""
    policy.require(session, person_id=by, organisation_id=statement.organisation_id)
    session.refresh(statement, with_for_update=True)
    if statement.state != StatementState.PUBLISHED:
        raise Conflict("Only a statement that is published can be withdrawn.")
    before = {"state": str(statement.state)}
    statement.withdrawn_reason = _reason(reason, "Why is the statement withdrawn?")
    statement.state = StatementState.WITHDRAWN
    for version in queries.versions_of(session, statement):
        if version.state in (VersionState.SUBMITTED, VersionState.PUBLISHED):
            version.state = VersionState.WITHDRAWN
    if statement.draft is not None:
        statement.draft.correction_reason = ""
    said = {"after": {"state": StatementState.WITHDRAWN}, "reason": statement.withdrawn_reason, "public": True}
    said["before"] = before
    obligations_service.unmark_filed(session, statement_id=statement.id)
    record(session, "statement.withdrawn", statement, by=by, at=at, **said)


def discard(session: Session, *, statement: Statement, by: uuid.UUID, at: datetime) -> bool:
    """Throw away a draft that was never submitted, or leave an open correction; whether the statement is gone.

    Raises NotFound, Conflict where something was submitted and no correction is open.
    """
    policy.require(session, person_id=by, organisation_id=statement.organisation_id)
    session.refresh(statement, with_for_update=True)
    draft = queries.draft_of(session, statement)
    if queries.latest_version(session, statement) is not None:
        if not (draft.correction_reason and queries.is_editable(session, draft)):
            raise Conflict("What was submitted cannot be thrown away; a published statement can be withdrawn.")
        before, draft.correction_reason = {"correction": draft.correction_reason}, ""
        record(session, "statement.correction_left", statement, by=by, at=at, before=before)
        return False
    record(session, "statement.discarded", statement, by=by, at=at, before={"number": statement.number})
    session.execute(delete(SignatureRequest).where(SignatureRequest.statement_id == statement.id))
    documents = queries.documents_of(session, draft)
    session.delete(statement)
    forget_documents(session, documents)
    return True


def _reason(text: str, question: str) -> str:
    reason = text.strip()
    if not reason:
        raise Invalid([Problem(question, "Give the reason: it is shown in the register.", "reason")])
    if len(reason) > rules.LONGEST_REASON:
        fault = f"The reason is {len(reason):,} characters long and we keep {rules.LONGEST_REASON:,}."
        raise Invalid([Problem(fault, "Shorten it.", "reason")])
    return reason


def publish_elsewhere(
    session: Session,
    *,
    organisation: Organisation,
    profile: str,
    period: clock.Period,
    answers: forms.Answers,
    covers: list[uuid.UUID],
    document: ReadFile | None,
    source_url: str,
    importer: str,
    at: datetime,
) -> Statement:
    """A statement that was published elsewhere, brought in by a named importer: no filer, director or officer.

    `covers` are organisation ids, the lead among them or not. Raises Invalid for a period or an answer that the
    profile does not accept, AlreadyFiled where the organisation has a statement for the very period.
    """
    values = _accepted(profile, period, answers, at)
    statement = open_statement(session, organisation, profile, period.start, period.end, by=None, at=at)
    documents = [keep_document(session, organisation.id, document, by=None, at=at)] if document else []
    content = Content(
        answers=values,
        approval={key: values[key] for key in (questionnaire.APPROVED_BY, questionnaire.APPROVED_ON) if key in values},
        covers=tuple(sorted({str(each) for each in covers} - {str(organisation.id)})),
        documents=tuple(each.sha256 for each in documents),
        correction_reason="",
        follows=0,
    )
    signature = {"imported_by": importer}
    version = add_version(session, statement, content, documents=documents, signature=signature, by=None, at=at)
    version.state, version.published_at = VersionState.PUBLISHED, at
    statement.state, statement.published_at = StatementState.PUBLISHED, at
    statement.current_version_id = version.id
    statement.source, statement.source_url = rules.ELSEWHERE, source_url
    after = {"version": version.number, "source": statement.source, "importer": importer}
    record(session, "statement.published", statement, by=None, at=at, after=after, public=True)
    return statement


def _accepted(profile: str, period: clock.Period, given: forms.Answers, at: datetime) -> forms.Answers:
    rule = profiles.profile(profile)
    values, problems = forms.parse(questionnaire.load(rule), given)
    today = clock.local_date(at, rule.time_zone)
    problems = rules.period_problems(rule, period.start, period.end, today=today) + problems
    if problems:
        raise Invalid(problems)
    return values
