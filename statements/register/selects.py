"""What every page of the register asks of the database: put together once, for that takes longer than to answer it.

Each is given `ids`, a list: of statements, or of versions.
"""

from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

from statements.filing.models import Coverage, Document, Statement, Version, VersionDocument
from statements.organisations.models import Organisation
from statements.register.visible import is_public

IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_STATEMENTS: Select[*tuple[Any, ...]] = select(
    Statement.id,
    Statement.number,
    Statement.organisation_id,
    Statement.profile,
    Statement.period_start,
    Statement.period_end,
    Statement.state,
    Statement.source,
    Statement.source_url,
    Statement.withdrawn_reason,
)
BY_NUMBERS = _STATEMENTS.where(Statement.number.in_(bindparam("numbers", expanding=True)))
BY_IDS = _STATEMENTS.where(Statement.id.in_(IDS))
VERSIONS: Select[*tuple[Any, ...]] = (
    select(
        Version.id,
        Version.statement_id,
        Version.number,
        Version.state,
        Version.submitted_at,
        Version.published_at,
        Version.correction_reason,
        Version.answers,
        Version.signature,
    )
    .where(is_public(), Version.statement_id.in_(IDS))
    .order_by(Version.number)
)
DOCUMENTS: Select[*tuple[Any, ...]] = (
    select(
        VersionDocument.version_id,
        Document.sha256,
        Document.filename,
        Document.media_type,
        Document.size,
        Document.words,
        Document.scan,
        Document.withheld_at,
    )
    .join(Document, Document.id == VersionDocument.document_id)
    .where(VersionDocument.version_id.in_(IDS))
    .order_by(VersionDocument.position)
)
DOCUMENTS_READ = DOCUMENTS.add_columns(Document.pages)
COVERS: Select[*tuple[Any, ...]] = (
    select(Coverage.version_id, Organisation.id, Organisation.slug, Organisation.name)
    .join(Organisation, Organisation.id == Coverage.organisation_id)
    .where(Coverage.version_id.in_(IDS))
    .order_by(Organisation.sort_key, Organisation.slug)
)
