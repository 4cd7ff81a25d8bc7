"""Build the demonstration statements: `python -m portal.demo.build_documents [FOLDER]`.

Each file in `sources/` becomes the PDF or DOCX that it names, in `documents/` unless another folder is given.
A source with `scan = true` becomes pictures of its pages and nothing else, as a photocopier makes them.
"""

import io
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import typst
from docx.document import Document
from docx.shared import Pt, RGBColor

from portal.demo.source_blocks import Block, read_source

HERE = Path(__file__).parent
SCAN_DOTS_PER_INCH = 110
SCAN_TILT_DEGREES = 0.6
POINTS_PER_INCH = 72
FIXED_MOMENT = (2026, 11, 3, 0, 0, 0)
"""Written into every part of a DOCX and every scan, so that building again changes no byte."""

_CHANGING = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=\(D:)\d{14}")


def build_all(folder: Path) -> list[Path]:
    """Build every source into `folder`; returns the files written, in order of their sources' names."""
    folder.mkdir(parents=True, exist_ok=True)
    return [build(source, folder) for source in sorted((HERE / "sources").glob("*.md"))]


def build(source: Path, folder: Path) -> Path:
    """Build one source into `folder` and return the file. Raises ValueError for a kind of file it cannot make."""
    settings, blocks = read_source(source)
    target = folder / settings["output"]
    if target.suffix == ".docx":
        return _save_word(_word(settings, blocks), target)
    if target.suffix != ".pdf":
        raise ValueError(f"{source.name}: cannot make a {target.suffix} file; use .pdf or .docx")
    pdf = _pdf(settings, blocks)
    target.write_bytes(pdf)
    if settings.get("scan"):
        _photocopy(pdf, target)
    return target


def _pdf(settings: dict[str, Any], blocks: list[Block]) -> bytes:
    document = {"columns": 1, **settings, "blocks": blocks}
    made = typst.compile(str(HERE / "statement.typ"), format="pdf", sys_inputs={"document": json.dumps(document)})
    if not isinstance(made, bytes):
        raise ValueError("typst returned no PDF")
    return made


def _photocopy(pdf: bytes, target: Path) -> None:
    original, copy = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    for number in range(len(original)):
        page = original[number]
        width, height = page.get_size()
        picture = pypdfium2.PdfImage.new(copy)
        picture.set_bitmap(page.render(scale=SCAN_DOTS_PER_INCH / POINTS_PER_INCH, grayscale=True))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height).rotate(SCAN_TILT_DEGREES, ccw=True))
        sheet = copy.new_page(width, height)
        sheet.insert_obj(picture)
        sheet.gen_content()
    written = io.BytesIO()
    copy.save(written)
    target.write_bytes(_CHANGING.sub(lambda found: b"20261103000000".ljust(len(found[0]), b"0"), written.getvalue()))


def _word(settings: dict[str, Any], blocks: list[Block]) -> Document:
    document = docx.Document()
    normal = document.styles["Normal"].font
    normal.name, normal.size = settings["font"], Pt(settings["size"])
    colour = RGBColor.from_string(settings["accent"].lstrip("#").upper())
    for style in ("Title", "Heading 1"):
        document.styles[style].font.color.rgb = colour
    document.core_properties.title = settings["title"]
    document.core_properties.author = "Demonstration"
    document.sections[0].footer.paragraphs[0].text = "Demonstration document · the organisation is invented"
    document.add_heading(settings["title"], level=0)
    document.add_paragraph(settings["subtitle"])
    for block in blocks:
        _add(document, block)
    return document


def _save_word(document: Document, target: Path) -> Path:
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in parts.namelist():
            kept.writestr(zipfile.ZipInfo(name, FIXED_MOMENT), parts.read(name), zipfile.ZIP_DEFLATED)
    return target


def _add(document: Document, block: Block) -> None:
    match block["kind"]:
        case "heading":
            document.add_heading(block["text"], level=1)
        case "paragraph":
            document.add_paragraph(block["text"])
        case "table":
            _add_table(document, block["rows"])
        case "list":
            for item in block["items"]:
                document.add_paragraph(item, style="List Bullet")
        case "signature":
            document.add_paragraph(f"Signed: {block['name']}").runs[0].italic = True
            document.add_paragraph(f"{block['role']}, {block['date']}")


def _add_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


if __name__ == "__main__":
    for built in build_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "documents"):
        sys.stdout.write(f"{built.name} {built.stat().st_size:,} bytes\n")
