"""The lines of a page, and which of them belong to the page and not to the text: headers, footers, contents.

A page of a PDF is one sheet; form feeds part the sheets of a text that came as one piece.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.model import Page

EDGE_LINES = 2
REPEATS = 3
PREFIX_WORDS = 4
LONGEST_HEADER = 16

Span = tuple[int, int]
"""Start and end within a page's text."""

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_SHEET = re.compile(r"[^\f]+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:[.…]\s?){5,}\s*\d*\s*$")
_SPACE = re.compile(r"\s+")
_ENDS_TEXT = (".", "!", "?", ";", ":", ",")


@dataclass(frozen=True)
class Sheet:
    """One printed page: the page it lies on and, in that page's text, its lines without furniture."""

    page: Page
    lines: tuple[Span, ...]


def sheets(pages: Sequence[Page]) -> list[Sheet]:
    """The sheets of a document in order, without running headers and footers, page numbers and lines of contents."""
    found = [(page, _lines(page.text, *match.span())) for page in pages for match in _SHEET.finditer(page.text)]
    running = _Running(found)
    return [Sheet(page, tuple(_text_lines(page.text, lines, running))) for page, lines in found]


def _lines(text: str, start: int, end: int) -> list[Span]:
    """Start and end of each line that holds something, without the spaces around it."""
    found = []
    for match in _LINE.finditer(text, start, end):
        line = match.group()
        if stripped := line.strip():
            begin = match.start() + line.index(stripped[0])
            found.append((begin, begin + len(stripped)))
    return found


def _text_lines(text: str, lines: list[Span], running: "_Running") -> Iterator[Span]:
    edges = _edges(lines)
    for span in lines:
        line = text[slice(*span)]
        at_the_edge = span in edges and (running.holds(line) or _PAGE_NUMBER.fullmatch(line))
        if not at_the_edge and not _CONTENTS.search(line):
            yield span


def _edges(lines: list[Span]) -> set[Span]:
    return {*lines[:EDGE_LINES], *lines[-EDGE_LINES:]} if len(lines) > 1 else set()


def _shape(line: str) -> str:
    return _SPACE.sub(" ", re.sub(r"\d+", "#", line)).strip().lower()


class _Running:
    """What stands at the edge of at least three sheets and of a third of them: whole lines, or how they begin."""

    def __init__(self, found: Sequence[tuple[Page, list[Span]]]) -> None:
        whole: Counter[str] = Counter()
        begun: Counter[str] = Counter()
        for page, lines in found:
            shapes = {_shape(page.text[start:end]) for start, end in _edges(lines)}
            whole.update(shapes)
            begun.update({prefix for shape in shapes if (prefix := _prefix(shape))})
        enough = max(REPEATS, len(found) / 3)
        self._whole = frozenset(shape for shape, count in whole.items() if count >= enough)
        self._begun = frozenset(prefix for prefix, count in begun.items() if count >= enough)

    def holds(self, line: str) -> bool:
        """Whether this line at an edge is a running one: the same everywhere, or a fixed title and a section's."""
        shape = _shape(line)
        return shape in self._whole or _prefix(shape) in self._begun


def _prefix(shape: str) -> str:
    """The first words of what may be a title with a section's name; empty for a line of running text."""
    words = shape.split(" ")
    if not PREFIX_WORDS <= len(words) <= LONGEST_HEADER or shape.endswith(_ENDS_TEXT):
        return ""
    return " ".join(words[:PREFIX_WORDS])
