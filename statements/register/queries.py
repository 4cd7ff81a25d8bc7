"""Read what is public out of the database, column by column: statements, versions, organisations, history, counts."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.filing.holds import is_held
from statements.filing.models import (
    Coverage,
    Document,
    Statement,
    StatementState,
    Version,
    VersionDocument,
    VersionState,
)
from statements.moderation.models import AssessmentRecord, Notice
from statements.register import organisations, profiles, selects
from statements.register.answers import public_answers
from statements.register.public import (
    Counts,
    OrganisationRef,
    PublicDocument,
    PublicOrganisation,
    PublicSignature,
    PublicStatement,
    PublicVersion,
    VersionSummary,
)
from statements.register.texts import page_text
from statements.register.visible import is_public

NO_STATEMENT = "There is no statement with this number in the register."
NO_DOCUMENT = "There is no such document in the register."
HELD_NOW = (
    "This statement is held: somebody of its organisation told the registrar that the organisation did not file it. "
    "Nothing of it is shown until the registrar has asked."
)
LARGEST_NUMBER = 2**31 - 1
"""The largest number that the database's integers hold: nothing can be numbered above it."""
NOBODY: Mapping[uuid.UUID, PublicOrganisation] = MappingProxyType({})
NO_VERSION = "This statement has no published version with this number."


def statement(session: Session, number: int) -> PublicStatement:
    """The statement with this number, its current version with text and findings. Raises NotFound."""
    if number > LARGEST_NUMBER:
        raise NotFound(NO_STATEMENT)
    rows = session.execute(selects.BY_NUMBERS, {"numbers": [number]}).all()
    found = _statements(session, rows, with_text=True, with_findings=True)
    if not found:
        raise NotFound(HELD_NOW if _is_held(session, number) else NO_STATEMENT)
    return found[0]


def _is_held(session: Session, number: int) -> bool:
    """Whether the statement was published and its organisation says that it was not its own."""
    query = select(Version.id).join(Statement, Statement.id == Version.statement_id)
    held = query.where(Statement.number == number, Version.published_at.is_not(None), is_held())
    return session.scalar(held.limit(1)) is not None


def version(session: Session, number: int, version_number: int) -> tuple[PublicStatement, PublicVersion]:
    """A statement and one of its published versions with its text. Raises NotFound."""
    whole = statement(session, number)
    if version_number not in {each.number for each in whole.versions}:
        raise NotFound(NO_VERSION)
    asked = [row for row in _published(session, [whole.id])[whole.id] if row.number == version_number]
    laws = {whole.id: whole.law}
    return whole, _versions(session, asked, laws, with_text=True, with_findings=True)[whole.id]


def statements_by_numbers(
    session: Session, numbers: Sequence[int], *, with_text: bool = False
) -> list[PublicStatement]:
    """The public statements with these numbers, in the order of the numbers; others are left out.

    The text of documents is read only where asked for: it is by far the largest part. Of profiles only points and
    levels are read; `statement` reads their findings too.
    """
    rows = {row.number: row for row in session.execute(selects.BY_NUMBERS, {"numbers": list(numbers)})}
    in_order = [rows[number] for number in numbers if number in rows]
    return _statements(session, in_order, with_text=with_text, with_findings=False)


def statements_by_ids(
    session: Session,
    ids: Collection[uuid.UUID],
    *,
    with_text: bool = False,
    known: Mapping[uuid.UUID, PublicOrganisation] = NOBODY,
) -> list[PublicStatement]:
    """As `statements_by_numbers`, by the statements' ids: in the order given, without what is not public.

    `known` are organisations that were read already.
    """
    rows = {row.id: row for row in session.execute(selects.BY_IDS, {"ids": list(ids)})}
    in_order = [rows[key] for key in ids if key in rows]
    return _statements(session, in_order, with_text=with_text, with_findings=False, known=known)


def _statements(
    session: Session,
    rows: Sequence[Row[Any]],
    *,
    with_text: bool,
    with_findings: bool,
    known: Mapping[uuid.UUID, PublicOrganisation] = NOBODY,
) -> list[PublicStatement]:
    laws = {row.id: row.profile for row in rows}
    published = _published(session, list(laws))
    newest = [each[-1] for each in published.values()]
    versions = _versions(session, newest, laws, with_text=with_text, with_findings=with_findings)
    unknown = {row.organisation_id for row in rows} - known.keys()
    whose = {**known, **(organisations.by_ids(session, unknown) if unknown else {})}
    return [
        PublicStatement(
            id=row.id,
            number=row.number,
            organisation=whose[row.organisation_id],
            law=row.profile,
            period_start=row.period_start,
            period_end=row.period_end,
            source=row.source,
            source_url=row.source_url,
            withdrawn=row.state == StatementState.WITHDRAWN,
            withdrawn_reason=row.withdrawn_reason if row.state == StatementState.WITHDRAWN else "",
            published_at=published[row.id][0].published_at,
            version=versions[row.id],
            versions=tuple(
                VersionSummary(each.number, each.state, each.published_at, each.correction_reason)
                for each in published[row.id]
            ),
        )
        for row in rows
        if row.id in versions
    ]


def counts(session: Session) -> Counts:
    """How many statements, lead organisations, covered organisations and released profiles are public.

    A statement that stands has one version in the state PUBLISHED. The versions that are not, or are held, are few, so
    leaving them out reads a large register many times faster than looking up those that are.
    """
    was_public = select(Version.id).where(Version.statement_id == Statement.id, is_public()).exists()
    untouched = Statement.id.not_in(select(Version.statement_id).where(is_held()))
    standing, leads, first, last = session.execute(
        select(
            func.count(),
            func.count(Statement.organisation_id.distinct()),
            func.min(Statement.period_end),
            func.max(Statement.period_end),
        ).where(Statement.state == StatementState.PUBLISHED, or_(untouched, was_public))
    ).one()
    withdrawn = select(func.count(Statement.id)).where(Statement.state == StatementState.WITHDRAWN, was_public)
    others = select(Version.id).where(or_(Version.state != VersionState.PUBLISHED, is_held()))
    covered = select(func.count(Coverage.organisation_id.distinct())).where(Coverage.version_id.not_in(others))
    released = (
        select(func.count(AssessmentRecord.version_id.distinct()))
        .join(Notice, Notice.assessment_id == AssessmentRecord.id)
        .where(Notice.released_at.is_not(None), Notice.recalled_at.is_(None))
        .where(AssessmentRecord.version_id.not_in(others))
    )
    gone = session.scalar(withdrawn) or 0
    return Counts(
        statements=standing + gone,
        withdrawn=gone,
        organisations=leads,
        covered=session.scalar(covered) or 0,
        released=session.scalar(released) or 0,
        first_year=first.year if first else None,
        last_year=last.year if last else None,
    )


def document(session: Session, number: int, sha256: str) -> PublicDocument:
    """A document of any published version of a statement, without its text. Raises NotFound."""
    if number > LARGEST_NUMBER or not sha256.isalnum():
        raise NotFound(NO_DOCUMENT)
    query = (
        select(Document.sha256, Document.filename, Document.media_type, Document.size, Document.words, Document.scan)
        .join(VersionDocument, VersionDocument.document_id == Document.id)
        .join(Version, Version.id == VersionDocument.version_id)
        .join(Statement, Statement.id == Version.statement_id)
        .where(is_public(), Statement.number == number, Document.sha256 == sha256, Document.withheld_at.is_(None))
    )
    row = session.execute(query.limit(1)).first()
    if row is None:
        raise NotFound(NO_DOCUMENT)
    return PublicDocument(row.sha256, row.filename, row.media_type, row.size, row.words, row.scan)


def _published(session: Session, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[Row[Any]]]:
    """The published versions of each statement, the newest last."""
    found = defaultdict(list)
    for row in session.execute(selects.VERSIONS, {"ids": list(ids)}):
        found[row.statement_id].append(row)
    return found


def _versions(
    session: Session,
    rows: Sequence[Row[Any]],
    laws: Mapping[uuid.UUID, str],
    *,
    with_text: bool,
    with_findings: bool,
) -> dict[uuid.UUID, PublicVersion]:
    """Published versions by their statement's id."""
    version_ids = [row.id for row in rows]
    documents = _documents(session, version_ids, with_text=with_text)
    covers = _covers(session, version_ids)
    released = profiles.released(session, version_ids, with_findings=with_findings)
    return {
        row.statement_id: PublicVersion(
            id=row.id,
            number=row.number,
            state=row.state,
            submitted_at=row.submitted_at,
            published_at=row.published_at,
            correction_reason=row.correction_reason,
            answers=public_answers(laws[row.statement_id], row.answers),
            documents=tuple(documents[row.id]),
            covers=tuple(covers[row.id]),
            profile=released.get(row.id),
            signed_by=_signed_by(row.signature),
            brought_in_by=str(row.signature.get("imported_by", "")),
        )
        for row in rows
    }


def _signed_by(signature: Mapping[str, Any]) -> PublicSignature | None:
    """Name and role, where it was signed here (only then a method is kept); nothing else of a signature is public."""
    if not signature.get("method"):
        return None
    return PublicSignature(name=str(signature.get("name", "")), role=str(signature.get("role", "")))


def _documents(
    session: Session, version_ids: Iterable[uuid.UUID], *, with_text: bool
) -> Mapping[uuid.UUID, list[PublicDocument]]:
    query, given = selects.DOCUMENTS_READ if with_text else selects.DOCUMENTS, {"ids": list(version_ids)}
    found = defaultdict(list)
    for version_id, sha256, filename, media_type, size, words, scan, withheld_at, *text in session.execute(
        query, given
    ):
        pages = tuple(page_text(page) for page in text[0]) if text else ()
        document = PublicDocument(sha256, filename, media_type, size, words, scan, pages, withheld_at is not None)
        found[version_id].append(document)
    return found


def _covers(session: Session, version_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, list[OrganisationRef]]:
    found = defaultdict(list)
    for version_id, key, slug, name in session.execute(selects.COVERS, {"ids": list(version_ids)}):
        found[version_id].append(OrganisationRef(key, slug, name))
    return found
