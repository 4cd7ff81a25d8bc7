"""A paper of the office as Word and as tagged PDF: written anew from its text, the same bytes for the same text.

Nothing but the text given here reaches the files: no author, no date of making, no earlier wording.
"""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.shared import Emu, Inches

from statements.reports.typeset import typeset

NARROWEST, WIDEST, TEXT_WIDTH = 10, 40, Inches(6)
"""Letters by which the columns of a table share the width of the text, so that no word is cut."""
HEADING, SUBHEADING, PARAGRAPH, LIST, TABLE, ROOM = "heading", "subheading", "paragraph", "list", "table", "room"
LEFT_OUT = ("/thumbnail", "/customXml")
"""Parts of the library's empty document that say nothing of ours and have no place in a file that is released."""
FIXED = datetime(1980, 1, 1, tzinfo=UTC)
"""Written wherever a file wants to say when it was made."""


@dataclass(frozen=True)
class Block:
    """A piece of a paper: `text` of a heading or paragraph, `items` of a list, `rows` of a table, head first."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Paper:
    """Title, what the paper is as pairs, and its blocks. `footer` stands below each page."""

    title: str
    service: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    footer: str = ""
    language: str = "en"


def read_text(text: str) -> list[Block]:
    """Plain text as blocks: "# " begins a heading, "## " a subheading, "- " an item, anything else is a paragraph."""
    found: list[Block] = []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("# "):
            found.append(Block(HEADING, line.removeprefix("# ").strip()))
        elif line.startswith("## "):
            found.append(Block(SUBHEADING, line.removeprefix("## ").strip()))
        elif line.startswith("- "):
            item = line.removeprefix("- ").strip()
            if found and found[-1].kind == LIST:
                found[-1] = replace(found[-1], items=(*found[-1].items, item))
            else:
                found.append(Block(LIST, items=(item,)))
        elif line:
            found.append(Block(PARAGRAPH, line))
    return found


def as_pdf(paper: Paper) -> bytes:
    """The paper as a tagged PDF (PDF/UA-1)."""
    return typeset("paper", asdict(paper))


def as_docx(paper: Paper) -> bytes:
    """The paper as a Word document with real headings, lists and tables."""
    document = docx.Document()
    _bare(document, paper)
    document.add_heading(paper.title, level=0)
    if paper.facts:
        _add_rows(document, paper.facts)
    for block in paper.blocks:
        _add(document, block)
    document.sections[0].footer.paragraphs[0].text = paper.footer
    return _packed(document)


def _bare(document: Document, paper: Paper) -> None:
    """Say of the file what the paper says of itself, and nothing else."""
    about = document.core_properties
    about.title, about.author, about.language = paper.title, paper.service, paper.language
    about.last_modified_by = about.comments = about.keywords = about.subject = about.category = ""
    about.created = about.modified = about.last_printed = FIXED
    about.revision = 1
    for part in (document.part.package, document.part):
        for key in [key for key, each in part.rels.items() if each.reltype.endswith(LEFT_OUT)]:
            del part.rels[key]


def _add(document: Document, block: Block) -> None:
    if block.kind == HEADING:
        document.add_heading(block.text, level=1)
    elif block.kind == SUBHEADING:
        document.add_heading(block.text, level=2)
    elif block.kind == PARAGRAPH:
        document.add_paragraph(block.text)
    elif block.kind == LIST:
        for item in block.items:
            document.add_paragraph(item, style="List Bullet")
    elif block.kind == TABLE:
        _add_rows(document, block.rows)
    elif block.kind == ROOM:
        document.add_paragraph("\n\n")


def _add_rows(document: Document, rows: Iterable[tuple[str, ...]]) -> None:
    given = list(rows)
    table = document.add_table(rows=0, cols=len(given[0]), style="Table Grid")
    longest = [min(max(NARROWEST, *map(len, column)), WIDEST) for column in zip(*given, strict=True)]
    widths = [Emu(TEXT_WIDTH * each // sum(longest)) for each in longest]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in given:
        for cell, text, width in zip(table.add_row().cells, row, widths, strict=True):
            cell.text, cell.width = text, width


def _packed(document: Document) -> bytes:
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, parts.read(name))
    return packed.getvalue()
