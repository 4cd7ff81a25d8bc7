"""The text of a DOCX in the order in which it is read: tables, text boxes, footnotes; no deleted or hidden text.

Runs in the reading process (python-docx). Macros are never looked at.
"""

import io
from collections.abc import Iterator
from typing import Any

from docx.opc.package import OpcPackage
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from statements.errors import UnreadableFile
from statements.ingest.readers import containers, prose

P, TBL, ROW, CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
TEXT, TAB, BREAK, RENDERED = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:lastRenderedPageBreak")
CARRIAGE, HYPHEN, RUN, VANISH = qn("w:cr"), qn("w:noBreakHyphen"), qn("w:r"), qn("w:vanish")
TEXT_BOX, BREAK_KIND, VALUE = qn("w:txbxContent"), qn("w:type"), qn("w:val")
SKIPPED = frozenset(
    {
        qn("w:del"),
        qn("w:moveFrom"),
        qn("w:instrText"),
        qn("w:fldChar"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
        qn("w:footnoteReference"),
    }
)
PAGE_BREAK = "\f"


def read(data: bytes) -> tuple[list[str], str]:
    """(pages, title). Pages are parted where the program that saved it parted them. Raises UnreadableFile."""
    containers.open_zip(data).close()
    try:
        package = OpcPackage.open(io.BytesIO(data))
        part = package.main_document_part
        body = _element(part)
        notes = list(_footnotes(part))
        title = package.core_properties.title or ""
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableFile(
            "This Word document is damaged and could not be opened. Open it in Word, save it again as .docx and retry."
        ) from error
    rendered = next(body.iter(RENDERED), None) is not None
    text = "\n\n".join(_blocks(body, rendered))
    pages = [prose.join_paragraphs(page.split("\n\n")) for page in text.split(PAGE_BREAK)]
    if notes:
        pages[-1] = prose.join_paragraphs([pages[-1], *notes])
    return pages, prose.tidy(title).replace("\n", " ").strip()[:300]


def _element(part: Any) -> Any:
    """The XML of a part, also of one that python-docx keeps as bytes (a document with macros, footnotes)."""
    element = getattr(part, "element", None)
    return element if element is not None else parse_xml(part.blob)


def _footnotes(part: Any) -> Iterator[str]:
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/footnotes", "/endnotes")):
            for paragraph in _element(relation.target_part).iter(P):
                text = _paragraph(paragraph, rendered=True).replace(PAGE_BREAK, "")
                if text.strip():
                    yield text


def _blocks(parent: Any, rendered: bool) -> Iterator[str]:
    """Paragraphs and table rows below `parent`, through content controls and whatever else wraps them."""
    for child in parent:
        if child.tag in SKIPPED:
            continue
        if child.tag == P:
            yield _paragraph(child, rendered)
            for box in _outermost(child, TEXT_BOX):
                yield from _blocks(box, rendered)
        elif child.tag == TBL:
            yield from _table(child, rendered)
        elif isinstance(child.tag, str):
            yield from _blocks(child, rendered)


def _table(table: Any, rendered: bool) -> Iterator[str]:
    """One line a row; where a cell holds prose, several paragraphs or a nested table, each cell stands apart."""
    for row in _outermost(table, ROW):
        cells = [
            "\n\n".join(block for block in _blocks(cell, rendered) if block.strip()) for cell in _outermost(row, CELL)
        ]
        yield prose.table_row(cells)


def _outermost(parent: Any, tag: str) -> Iterator[Any]:
    """Descendants with this tag that are not inside another of them, nor inside what is skipped."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in SKIPPED and isinstance(child.tag, str):
            yield from _outermost(child, tag)


def _paragraph(paragraph: Any, rendered: bool) -> str:
    return "".join(_pieces(paragraph, rendered))


def _pieces(parent: Any, rendered: bool) -> Iterator[str]:
    for child in parent:
        if child.tag == TEXT:
            yield child.text or ""
        elif child.tag in SKIPPED or child.tag == TEXT_BOX or (child.tag == RUN and _is_hidden(child)):
            continue
        elif child.tag in _MARKS:
            yield _MARKS[child.tag](child, rendered)
        elif isinstance(child.tag, str):
            yield from _pieces(child, rendered)


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{VANISH}")
    return mark is not None and mark.get(VALUE, "true") not in ("0", "false", "off")


def _break(element: Any, rendered: bool) -> str:
    if element.get(BREAK_KIND) == "page":
        return "" if rendered else PAGE_BREAK
    return "\n"


_MARKS = {
    TAB: lambda element, rendered: " ",
    CARRIAGE: lambda element, rendered: "\n",
    HYPHEN: lambda element, rendered: "-",
    RENDERED: lambda element, rendered: PAGE_BREAK,
    BREAK: _break,
}
