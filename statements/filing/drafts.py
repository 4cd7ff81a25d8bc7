"""The draft of a statement: what is typed, whom it covers, which documents belong to it."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements import clock
from statements.errors import Conflict, Invalid, Problem
from statements.events import service as events
from statements.filing import answers as forms
from statements.filing import profiles, queries, questionnaire, rules
from statements.filing.content import ReadFile
from statements.filing.marks import Seen, section_mark
from statements.filing.models import Document, Draft, Statement, VersionDocument
from statements.organisations import addresses
from statements.organisations.models import Organisation
from statements.people import policy


def save(
    session: Session,
    *,
    draft: Draft,
    by: uuid.UUID,
    at: datetime,
    answers: Mapping[str, Any] | None = None,
    covers: Iterable[uuid.UUID] | None = None,
    documents: Iterable[uuid.UUID] | None = None,
    approval: Mapping[str, str] | None = None,
    revision: int | None = None,
    seen: Seen | None = None,
) -> Draft:
    """Keep what is given; what is None stays as it is. An answer given as None or blank is taken away.

    Raises Conflict where the draft is under review, or no longer at the `revision`, or its section no longer as
    `seen`, that the writer began from; Invalid where an answer cannot be read or an organisation is not known.
    Required answers are `submit`'s to ask for.
    """
    lock_for_change(session, draft, by=by, revision=revision, seen=seen)
    before, looked_at = _kept(draft), sorted(set(draft.carried) & set(answers or ()))
    if answers is not None:
        draft.answers = _merged(draft, answers)
        draft.carried = {key: number for key, number in draft.carried.items() if key not in answers}
    if covers is not None:
        draft.covers = _known(session, covers, draft.statement.organisation_id)
    if documents is not None:
        draft.documents = _own(session, documents, draft.statement.organisation_id)
    if approval is not None:
        merged = {**draft.approval, **{key: " ".join(value.split()) for key, value in approval.items()}}
        draft.approval = {key: value for key, value in merged.items() if value}
    after = _kept(draft)
    if after != before or looked_at:
        said = {"changed": sorted(key for key in {*before, *after} if before.get(key) != after.get(key))}
        said |= {"looked_at": looked_at} if looked_at else {}
        draft.updated_at, draft.updated_by = at, by
        record(session, "statement.saved", draft.statement, by=by, at=at, after=said)
    return draft


def lock_for_change(
    session: Session, draft: Draft, *, by: uuid.UUID, revision: int | None = None, seen: Seen | None = None
) -> None:
    """Hold the draft for `by` to change. Raises NotFound, or Conflict where it moved on or may not be changed.

    Whoever comes too late already is told at once: they wait for nobody, and nobody waits for them.
    """
    policy.require(session, person_id=by, organisation_id=draft.statement.organisation_id)
    _check_seen(draft, seen)
    session.refresh(draft, with_for_update=True)
    _check_seen(draft, seen)
    if not queries.is_editable(session, draft):
        raise Conflict("This statement is not open for changes: it was submitted.")
    if revision is not None and revision != draft.revision:
        raise Conflict("Someone else changed this draft while you were writing.")


def _check_seen(draft: Draft, seen: Seen | None) -> None:
    if seen is not None and section_mark(draft, seen.section) != seen.mark:
        raise Conflict("Someone else changed this section while you were writing.")


def _kept(draft: Draft) -> dict[str, Any]:
    return {**draft.answers, "covers": draft.covers, "documents": draft.documents, "approval": draft.approval}


def _merged(draft: Draft, given: Mapping[str, Any]) -> forms.Answers:
    values, problems = forms.parse(questionnaire.load(draft.statement.profile), given)
    if problems:
        raise Invalid(problems)
    return {**{key: value for key, value in draft.answers.items() if key not in given}, **values}


def _known(session: Session, covers: Iterable[uuid.UUID], lead: uuid.UUID) -> list[str]:
    wanted = set(covers)
    found = session.scalars(select(Organisation).where(Organisation.id.in_(wanted))).all()
    if {each.id for each in found} != wanted:
        raise Invalid([Problem("One of the organisations is not known here.", "Choose it again.", "covers")])
    return sorted({str(addresses.standing_for(session, each).id) for each in found} - {str(lead)})


def _own(session: Session, documents: Iterable[uuid.UUID], lead: uuid.UUID) -> list[str]:
    wanted = list(dict.fromkeys(documents))
    query = select(Document.id).where(Document.id.in_(wanted), Document.organisation_id == lead)
    if set(session.scalars(query)) != set(wanted):
        raise Invalid([Problem("One of the documents is not known here.", "Upload it again.", "documents")])
    return [str(each) for each in wanted]


def add_document(session: Session, *, draft: Draft, read: ReadFile, by: uuid.UUID, at: datetime) -> Document:
    """Attach a file that was read and stored; the same file twice is attached once. Raises Conflict, NotFound."""
    lock_for_change(session, draft, by=by)
    for each in queries.documents_of(session, draft):
        if each.sha256 == read.sha256:
            return each
    document = keep_document(session, draft.statement.organisation_id, read, by=by, at=at)
    draft.documents = [*draft.documents, str(document.id)]
    draft.updated_at, draft.updated_by = at, by
    after = {"sha256": read.sha256, "filename": document.filename}
    record(session, "statement.document_added", draft.statement, by=by, at=at, after=after)
    return document


def keep_document(
    session: Session, organisation_id: uuid.UUID, read: ReadFile, *, by: uuid.UUID | None, at: datetime
) -> Document:
    """The row of a file that was read and stored."""
    document = Document(
        sha256=read.sha256,
        filename=read.filename[:500],
        media_type=read.media_type,
        size=read.size,
        pages=list(read.pages),
        words=read.words,
        scan=read.scan,
        organisation_id=organisation_id,
        uploaded_at=at,
        uploaded_by=by,
    )
    session.add(document)
    session.flush()
    return document


def remove_document(session: Session, *, draft: Draft, document: Document, by: uuid.UUID, at: datetime) -> None:
    """Take a document off the draft; it is forgotten but where a version holds it. Raises Conflict, NotFound."""
    lock_for_change(session, draft, by=by)
    if str(document.id) not in draft.documents:
        return
    draft.documents = [each for each in draft.documents if each != str(document.id)]
    draft.updated_at, draft.updated_by = at, by
    before = {"sha256": document.sha256, "filename": document.filename}
    record(session, "statement.document_removed", draft.statement, by=by, at=at, before=before)
    forget_documents(session, [document])


def forget_documents(session: Session, documents: Iterable[Document]) -> None:
    """Delete the rows of documents that no version holds."""
    for document in documents:
        held = select(VersionDocument.version_id).where(VersionDocument.document_id == document.id)
        if session.scalar(held.limit(1)) is None:
            session.delete(document)
    session.flush()


def gaps(session: Session, draft: Draft, *, at: datetime) -> list[rules.Gap]:
    """Everything that is missing before this draft can be submitted."""
    statement = draft.statement
    profile = profiles.profile(statement.profile)
    return rules.readiness(
        profile,
        questionnaire.load(profile),
        answers=draft.answers,
        approval=draft.approval,
        has_document=bool(draft.documents),
        public_agency=rules.is_public_agency(profile, statement.organisation),
        period_start=statement.period_start,
        today=clock.local_date(at, profile.time_zone),
    )


def record(
    session: Session, kind: str, statement: Statement, *, by: uuid.UUID | None, at: datetime, **said: Any
) -> None:
    """Write the event of a change to a statement."""
    events.record(
        session, kind=kind, subject=statement, by=by, at=at, organisation_id=statement.organisation_id, **said
    )
