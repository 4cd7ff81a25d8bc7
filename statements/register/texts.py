"""The text of a published version, page by page, with the sentences that released findings rest on."""

from collections.abc import Iterator
from dataclasses import asdict

from statements.filing.questionnaire import Kind
from statements.moderation.pages import StatementPage
from statements.moderation.reading import ReadPage, read_pages
from statements.register.answers import asked
from statements.register.public import PublicProfile, PublicVersion

FREE_TEXT = (Kind.LONG_TEXT, Kind.TEXT)


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
    found = _of_documents(version) if version.documents else _of_answers(version, law)
    return tuple(found)


def _of_documents(version: PublicVersion) -> Iterator[StatementPage]:
    number = 0
    for document in version.documents:
        for position, text in enumerate(document.pages, start=1):
            number += 1
            yield StatementPage(number=number, text=text, filename=document.filename, of_document=position)


def _of_answers(version: PublicVersion, law: str) -> Iterator[StatementPage]:
    questionnaire = asked(law)
    free = [each for each in questionnaire.questions if each.kind in FREE_TEXT] if questionnaire else []
    written = [(each.label, str(version.answers[each.key])) for each in free if each.key in version.answers]
    for number, (label, text) in enumerate(written, start=1):
        yield StatementPage(number=number, text=text, label=label)
