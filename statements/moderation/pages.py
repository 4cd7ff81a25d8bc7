"""The text of a version as it is read: page by page, each page knowing which document and which page of it it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scoring import Page
from statements.filing.models import Document, Version


@dataclass(frozen=True)
class StatementPage:
    """One page of what a version says. `number` counts through all its documents and is the page that evidence names.

    `of_document` is the page's number within `filename`; both are empty for an answer, whose question `label` names.
    """

    number: int
    text: str
    filename: str = ""
    of_document: int | None = None
    label: str = ""

    @property
    def page(self) -> Page:
        """The page as scoring reads it."""
        return Page(number=self.number, text=self.text)


def statement_pages(version: Version, *, labels: dict[str, str] | None = None) -> tuple[StatementPage, ...]:
    """The pages of the version's documents; where it has none, each free-text answer as a page.

    `labels` maps a question's key to its wording, in the order of the questions, and chooses which answers are
    free text; without it every answer that is text counts, in the order of the keys.
    """
    return pages_from(version.documents, version.answers, labels)


def pages_from(
    documents: Sequence[Document], answers: dict[str, Any], labels: dict[str, str] | None
) -> tuple[StatementPage, ...]:
    """The pages of these documents; where there are none, those of these answers. `labels` as above."""
    if documents:
        return tuple(_document_pages(documents))
    texts = _free_texts(answers, labels)
    return tuple(
        StatementPage(number=number, text=text, label=label) for number, (label, text) in enumerate(texts, start=1)
    )


def has_readable_text(pages: Sequence[StatementPage]) -> bool:
    """Whether any page holds text."""
    return any(page.text.strip() for page in pages)


def _document_pages(documents: Sequence[Document]) -> Iterator[StatementPage]:
    number = 0
    for document in documents:
        for position, page in enumerate(document.pages, start=1):
            number += 1
            yield StatementPage(number=number, text=_text_of(page), filename=document.filename, of_document=position)


def _text_of(page: Any) -> str:
    return str(page.get("text", "")) if isinstance(page, dict) else str(page)


def _free_texts(answers: dict[str, Any], labels: dict[str, str] | None) -> Iterator[tuple[str, str]]:
    for key in labels if labels is not None else sorted(answers):
        value = answers.get(key)
        if isinstance(value, str) and value.strip():
            yield (labels or {}).get(key, key), value
