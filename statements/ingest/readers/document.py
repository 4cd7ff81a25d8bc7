"""Read one document of any kind into pages of text. Runs in the reading process.

The answer is JSON Lines: {"page": text, "kind": "text" | "picture" | "blank" | "damaged"} for each page in order,
then {"media_type", "title", "encoding"}.
"""

import importlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from statements import limits
from statements.errors import TooLarge, UnreadableFile
from statements.ingest.readers import containers, prose

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SAVE_AS = "Save it as PDF or DOCX and try again."
REFUSALS = {
    "doc": "This is a Word document in the old .doc form, which is not read.",
    "encrypted": "This document asks for a password, so nobody could read it. Remove the password.",
    "xlsx": "This is a spreadsheet, not a document.",
    "xlsb": "This is a spreadsheet, not a document.",
    "xls": "This is a spreadsheet, not a document.",
    "ods": "This is a spreadsheet, not a document.",
    "xml spreadsheet": "This is a spreadsheet, not a document.",
    "pptx": "This is a slide show, not a document.",
    "ppt": "This is a slide show, not a document.",
    "odt": "This is an OpenDocument text, which is not read.",
    "rtf": "This is a rich text file (.rtf), which is not read.",
    "picture": "This is a picture, and words in a picture cannot be searched or read aloud.",
    "archive": "This is a compressed folder, not a document. Take the document out of it.",
    "mhtml": "This is a web archive, which is not read.",
    "postscript": "This is a PostScript file, which is not read.",
}

MOST_LOST = 20
"""A text is refused where more than one letter in so many was lost; lost bullets alone are no reason."""


def read(data: bytes, options: Mapping[str, str], out: IO[bytes]) -> None:
    """Write the pages and what the document is. Raises UnreadableFile, TooLarge."""
    kind = containers.kind_of(data)
    if kind == "pdf":
        pages, about = _pdf(data)
    elif kind == "docx":
        pages, about = _word(data)
    elif kind in ("text", "html"):
        pages, about = _text(data, kind, options.get("filename", ""))
    else:
        what = REFUSALS.get(kind, "This file is not a document that can be read.")
        raise UnreadableFile(f"{what} {SAVE_AS}")
    for text, page_kind in _within_limit(pages):
        out.write(json.dumps({"page": text, "kind": page_kind}).encode() + b"\n")
    out.write(json.dumps(about).encode() + b"\n")


def _within_limit(pages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    total = 0
    for count, (text, kind) in enumerate(pages, start=1):
        total += len(text)
        if total > limits.DOCUMENT_CHARACTERS.value or count > limits.DOCUMENT_PAGES.value:
            most = f"{limits.DOCUMENT_CHARACTERS.readable} or {limits.DOCUMENT_PAGES.readable}"
            raise TooLarge(f"This document holds more than {most}. Upload only the statement.")
        yield text, kind


def _pdf(data: bytes) -> tuple[Iterable[tuple[str, str]], dict[str, str]]:
    pdf = importlib.import_module("statements.ingest.readers.pdf")
    document = pdf.open_pdf(data)
    found = list(pdf.pages(document))
    if all(kind == "damaged" for _, kind in found):
        raise UnreadableFile(f"None of the pages of this PDF could be read; it is damaged. {SAVE_AS}")
    mended = prose.mend_cut_words([text for text, _ in found])
    about = {"media_type": "application/pdf", "title": pdf.title_of(document), "encoding": ""}
    return zip(mended, [kind for _, kind in found], strict=True), about


def _word(data: bytes) -> tuple[Iterable[tuple[str, str]], dict[str, str]]:
    pages, title = importlib.import_module("statements.ingest.readers.word").read(data)
    return ((text, "text" if text else "blank") for text in pages), {"media_type": DOCX, "title": title, "encoding": ""}


def _text(data: bytes, kind: str, filename: str) -> tuple[Iterable[tuple[str, str]], dict[str, str]]:
    source, encoding = containers.decode(data)
    if source.count("\ufffd") * MOST_LOST > len(source):
        raise UnreadableFile(f"The letters of this text could not be read. {SAVE_AS}")
    title, media_type = "", "text/plain"
    if kind == "html":
        text, title = prose.from_html(source)
        pages, media_type = [text], "text/html"
    else:
        pages = prose.plain(source)
        if re.search(r"\.(md|markdown)$", filename, re.I):
            media_type = "text/markdown"
    about = {"media_type": media_type, "title": title, "encoding": encoding}
    return ((text, "text" if text else "blank") for text in pages), about
