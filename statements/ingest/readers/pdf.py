"""The text of a PDF, page by page, in reading order. Runs in the reading process (pypdfium2)."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from statements import limits
from statements.errors import TooLarge, UnreadableFile
from statements.ingest.readers import layout, paragraphs, prose

FEW_WORDS = 25
BOLD = 600
_USELESS_TITLES = ("microsoft word", "untitled", "powerpoint presentation", "(anonymous)", "(unspecified)")
_FILE_NAME = re.compile(r"\.(docx?|indd|pdf|pptx?|qxd)\b|^document\d*$", re.I)


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The document. Raises UnreadableFile when it has a password or is damaged, TooLarge when it has too many pages."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise UnreadableFile(
                "This PDF asks for a password, so nobody could read it. Save it without a password and try again."
            ) from error
        raise UnreadableFile(
            "This PDF is damaged and could not be opened. Export it as PDF again from where it was written and retry."
        ) from error
    count = len(document)
    if count == 0:
        raise UnreadableFile("This PDF has no pages. Export it as PDF again from where it was written and retry.")
    if count > limits.DOCUMENT_PAGES.value:
        raise TooLarge(
            f"This PDF has {count:,} pages; up to {limits.DOCUMENT_PAGES.readable} are read. Upload only the statement."
        )
    return document


def title_of(document: pdfium.PdfDocument) -> str:
    """The title its maker gave it, or "" when that is a program's or a file's name."""
    title = prose.tidy(document.get_metadata_value("Title")).replace("\n", " ").strip()
    useless = any(mark in title.lower() for mark in _USELESS_TITLES) or _FILE_NAME.search(title)
    return "" if useless or prose.is_gibberish(title) else title[:300]


def pages(document: pdfium.PdfDocument) -> Iterator[tuple[str, str]]:
    """(text, what it is) of each page: "text", "picture" (no letters, or letters that cannot be read), or "blank"."""
    fill_in = raw.FPDF_GetFormType(document) != raw.FORMTYPE_NONE
    for index in range(len(document)):
        try:
            page = document[index]
            if fill_in:
                page = _with_form_answers(document, page, index)
            text = _text(page)
            yield text, _kind(page, text)
            page.close()
        except pdfium.PdfiumError:
            yield "", "damaged"


def _with_form_answers(document: pdfium.PdfDocument, page: pdfium.PdfPage, index: int) -> pdfium.PdfPage:
    """The page with what was typed into its form made part of its text."""
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _text(page: pdfium.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        drawn = layout.segments(_glyphs(textpage))
    finally:
        textpage.close()
    return prose.join_paragraphs(paragraphs.paragraphs(layout.reading_order(drawn)))


def _glyphs(textpage: pdfium.PdfTextPage) -> Iterator[layout.Glyph]:
    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    is_bold = _Weight(textpage)
    turns = _quarter_turns(textpage)
    for index in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, index)
        raw.FPDFText_GetLooseCharBox(textpage, index, place)
        left, bottom, right, top = _upright(box, turns)
        made_up = raw.FPDFText_IsGenerated(textpage, index) == 1
        yield layout.Glyph(code, left, bottom, right, top, made_up, not made_up and is_bold(index))


class _Weight:
    """Whether a character is bold: by its font's weight, or by the font's name where the file gives no weight."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._textpage = textpage
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def __call__(self, index: int) -> bool:
        weight = raw.FPDFText_GetFontWeight(self._textpage, index)
        if weight > 0:
            return bool(weight >= BOLD)
        raw.FPDFText_GetFontInfo(self._textpage, index, self._name, 128, self._flags)
        return b"bold" in self._name.value.lower()


def _quarter_turns(textpage: pdfium.PdfTextPage) -> int:
    """By how many quarter turns, clockwise, most of the page's text is drawn."""
    count = textpage.count_chars()
    angles = (raw.FPDFText_GetCharAngle(textpage, index) for index in range(0, count, max(1, count // 200)))
    turns = Counter(round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return turns.most_common(1)[0][0] if turns else 0


def _upright(box: raw.FS_RECTF, turns: int) -> tuple[float, float, float, float]:
    """The box with its text turned to run from left to right: left, bottom, right, top."""
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    if turns == 3:
        return bottom, -right, top, -left
    if turns == 2:
        return -right, -top, -left, -bottom
    if turns == 1:
        return -top, left, -bottom, right
    return left, bottom, right, top


def _kind(page: pdfium.PdfPage, text: str) -> str:
    words = prose.count_words(text)
    if prose.is_gibberish(text):
        return "picture"
    if words >= FEW_WORDS:
        return "text"
    if _picture_share(page) > 0.5:
        return "picture"
    return "text" if words else ("blank" if _picture_share(page) == 0 else "picture")


def _picture_share(page: pdfium.PdfPage) -> float:
    """The share of the page that its largest picture covers, 0 to 1."""
    width, height = page.get_size()
    largest = 0.0
    for count, thing in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        left, bottom, right, top = thing.get_bounds()
        largest = max(largest, abs((right - left) * (top - bottom)))
        if count > 500:
            break
    return min(1.0, largest / max(width * height, 1.0))
