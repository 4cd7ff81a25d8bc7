"""Plain readers of the demonstration files, independent of the portal's own extraction."""

import re
from pathlib import Path

import docx
import pypdfium2

DEMO = Path(__file__).parents[3] / "portal" / "demo"
FOOTER = re.compile(r"Demonstration document · the organisation is invented( · \d+)?")


def text_of(path: Path) -> str:
    """All text of a PDF or DOCX, its footers left out, each run of white space one space."""
    raw = _pdf_text(path) if path.suffix == ".pdf" else _word_text(path)
    return " ".join(FOOTER.sub(" ", raw).replace("\ufffe", "-").split())


def pages_of(path: Path) -> int:
    """How many pages a PDF has."""
    return len(pypdfium2.PdfDocument(path))


def _pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    return "\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))


def _word_text(path: Path) -> str:
    document = docx.Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)
