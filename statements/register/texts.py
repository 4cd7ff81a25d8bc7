"""The text of a published version, page by page, with the sentences that released findings rest on."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from statements.filing.models import Document, Version, VersionDocument
from statements.filing.questionnaire import Kind
from statements.moderation.pages import StatementPage
from statements.moderation.reading import ReadPage, read_pages
from statements.register.answers import asked, public_answers, words
from statements.register.public import PublicProfile, PublicVersion
from statements.register.visible import is_public

FREE_TEXT = (Kind.LONG_TEXT, Kind.TEXT)

# Put together once, for that takes longer than to answer them.
_PAGES = (
    select(VersionDocument.version_id, Document.pages)
    .join(Document, Document.id == VersionDocument.document_id)
    .join(Version, Version.id == VersionDocument.version_id)
    .where(VersionDocument.version_id.in_(bindparam("ids", expanding=True)), is_public())
    .order_by(VersionDocument.position)
)
_ANSWERS = select(Version.id, Version.answers).where(Version.id.in_(bindparam("ids", expanding=True)), is_public())


def marked_pages(version: PublicVersion, law: str, profile: PublicProfile | None) -> tuple[ReadPage, ...]:
    """The pages of a version in pieces, with the evidence of this profile marked; unmarked where there is none."""
    if profile is None:
        return read_pages(pages(version, law), {})
    evidence = {each.criterion: each.evidence for each in profile.findings}
    evidence |= {each.gate: each.evidence for each in profile.gates}
    told = {key: [asdict(item) for item in items] for key, items in evidence.items()}
    return read_pages(pages(version, law), told)


def pages(version: PublicVersion, law: str) -> tuple[StatementPage, ...]:
    """The pages of the documents, numbered through; without a document each public free-text answer is a page."""
    found = _of_documents(version) if version.documents else _of_answers(version.answers, law)
    return tuple(found)


def _of_documents(version: PublicVersion) -> Iterator[StatementPage]:
    number = 0
    for document in version.documents:
        for position, text in enumerate(document.pages, start=1):
            number += 1
            yield StatementPage(number=number, text=text, filename=document.filename, of_document=position)


def _of_answers(answers: Mapping[str, object], law: str) -> Iterator[StatementPage]:
    questionnaire = asked(law)
    free = [each for each in questionnaire.questions if each.kind in FREE_TEXT] if questionnaire else []
    written = [(each.label, str(answers[each.key])) for each in free if each.key in answers]
    for number, (label, text) in enumerate(written, start=1):
        yield StatementPage(number=number, text=text, label=label)


def of_versions(session: Session, version_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The text of the documents of public versions, in one query."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for version_id, pages in session.execute(_PAGES, {"ids": list(version_ids)}) if version_ids else ():
        found[version_id] += [page_text(page) for page in pages]
    return {key: "\n".join(pages) for key, pages in found.items()}


def of_answers(session: Session, laws: Mapping[uuid.UUID, str]) -> dict[uuid.UUID, list[str]]:
    """The public answers of public versions: what was written, then what was chosen, each apart."""
    found = {}
    for key, given in session.execute(_ANSWERS, {"ids": list(laws)}) if laws else ():
        public = public_answers(laws[key], given)
        found[key] = [page.text for page in _of_answers(public, laws[key])] + words(laws[key], public).splitlines()
    return found


def page_text(page: object) -> str:
    """The text of a page as documents hold it."""
    return str(page.get("text", "")) if isinstance(page, dict) else str(page)
