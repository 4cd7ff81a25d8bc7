"""A statement's document, read: its pages of text, what it is, and what of it could not be read."""

import hashlib
import json
import re
from dataclasses import dataclass

from scoring.model import Page
from statements import limits
from statements.errors import Problem, TooLarge, UnreadableFile
from statements.ingest.readers.prose import count_words
from statements.ingest.sandbox import run_reader

ADVICE = "Save it as PDF or DOCX and try again."


@dataclass(frozen=True)
class ReadDocument:
    """What a document says. `pages` holds every page, also those without text, numbered from 1.

    `is_scan` is True when no page has text that can be read: such a document is stored but not scored.
    `problems` name what a reader of it should know; none of them stops it from being kept. `sha256` is
    the hash of the file's bytes, in hexadecimal. A blank line parts paragraphs within a page's text.
    """

    media_type: str
    pages: tuple[Page, ...]
    page_count: int
    words: int
    is_scan: bool
    title: str
    problems: tuple[Problem, ...]
    sha256: str

    @property
    def text(self) -> str:
        """The text of all pages, blank lines between them."""
        return "\n\n".join(page.text for page in self.pages if page.text)


def read_document(data: bytes, filename: str = "") -> ReadDocument:
    """The PDF, DOCX, plain text, Markdown or HTML in these bytes; what it is is judged by content, not by name.

    Raises TooLarge beyond the limits; UnreadableFile for anything else, with what to do about it.
    """
    if not data:
        raise UnreadableFile("This file is empty. Choose the file again.")
    if len(data) > limits.DOCUMENT_BYTES.value:
        raise TooLarge(
            f"This file is larger than {limits.DOCUMENT_BYTES.readable}. "
            "Make it smaller (for a PDF: with smaller pictures) and try again."
        )
    with run_reader("document", data, options={"filename": filename}, advice=ADVICE) as answer:
        *lines, about = [json.loads(line) for line in answer]
    pages = tuple(Page(number=number, text=line["page"]) for number, line in enumerate(lines, start=1))
    kinds = [line["kind"] for line in lines]
    words = sum(count_words(page.text) for page in pages)
    is_scan = words == 0 or "text" not in kinds
    return ReadDocument(
        media_type=about["media_type"],
        pages=pages,
        page_count=len(pages),
        words=words,
        is_scan=is_scan,
        title=about["title"] or _first_line(pages),
        problems=tuple(_problems(kinds, is_scan, pages)),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _first_line(pages: tuple[Page, ...]) -> str:
    """The first short paragraph that has a word in it: what a reader would take for the title."""
    for page in pages[:2]:
        for line in page.text.split("\n"):
            if count_words(line) >= 2 and len(line) <= 150 and "envelope id" not in line.lower():
                return re.sub(r"^#+\s*", "", line)
    return ""


def _problems(kinds: list[str], is_scan: bool, pages: tuple[Page, ...]) -> list[Problem]:
    if is_scan and "picture" in kinds:
        return [
            Problem(
                "The pages of this document are pictures of text, so it cannot be searched, read aloud or scored.",
                "If you have the file it was made from, upload that, or save that as PDF.",
            )
        ]
    if is_scan:
        return [Problem("There is no text in this document.", "Check that it is the right file and choose it again.")]
    found = []
    for kind, what in (("picture", "pictures without text"), ("damaged", "damaged and could not be read")):
        numbers = [page.number for page, its_kind in zip(pages, kinds, strict=True) if its_kind == kind]
        if numbers:
            subject, verb = ("Page", "is") if len(numbers) == 1 else ("Pages", "are")
            message = f"{subject} {_listed(numbers)} {verb} {what}."
            found.append(Problem(message, "What stands there is not searched or scored: check that nothing is lost."))
    if any("\ufffd" in page.text for page in pages):
        found.append(
            Problem(
                "Some letters could not be read and show as \ufffd.", "Save the document again as PDF or UTF-8 text."
            )
        )
    return found


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown} and {len(numbers) - 10} more"
