"""The few words around what was found, taken from the text as it was published."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from statements.register import spellings
from statements.register.query_language import Term

LENGTH = 260
LEAD_IN = 60
MOST_FOUND = 8
MOST_SOUGHT = 12
"""A snippet is chosen by so many of what was sought: more would not fit into it."""
_SPACE = re.compile(r"\s+")

Parts = tuple[tuple[str, bool], ...]
"""Pieces of text in order; True marks what was found."""


@dataclass(frozen=True)
class Stretch:
    """The best stretch of one text: where it begins, how many of the terms it holds, and whether the whole text
    holds every one of them."""

    text: str
    start: int
    holds: int
    complete: bool


def best_stretch(text: str, terms: Sequence[Term]) -> Stretch:
    """The stretch of a text that holds the most of what was sought."""
    found = _found(text, terms)
    holds, start = _densest(found)
    return Stretch(text, start, holds, len({which for _, which in found}) == len(terms[:MOST_SOUGHT]))


def snippet(stretch: Stretch, others: Sequence[str], terms: Sequence[Term]) -> Parts:
    """The stretch as a snippet, or that of another text, the first of them with the most, where it holds more."""
    best = (stretch.holds, stretch.text, stretch.start)
    if not stretch.text.strip():
        best = (0, next((text for text in others if text.strip()), ""), 0)
    most = len(terms[:MOST_SOUGHT])
    for text in others:
        if best[0] == most:
            break
        holds, start = _densest(_found(text, terms))
        if holds > best[0]:
            best = (holds, text, start)
    return _cut(best[1], best[2], terms)


def beginning(text: str) -> Parts:
    """The beginning of a text: what stands for a statement where no word was sought."""
    return _cut(text, 0, ())


def plain(parts: Parts) -> str:
    """The snippet as plain text."""
    return "".join(text for text, _ in parts)


def _cut(text: str, start: int, terms: Sequence[Term]) -> Parts:
    begin = _word_start(text, max(0, start - LEAD_IN))
    piece = text[begin : begin + LENGTH]
    cut = len(text) > begin + LENGTH
    if cut and " " in piece:
        piece = piece[: piece.rstrip().rfind(" ")]
    parts = _marked(_SPACE.sub(" ", piece).strip(), terms)
    if begin:
        parts = (("… ", False), *parts)
    return (*parts, (" …", False)) if cut else parts


def _found(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms, by their place in the list, stand in a text; not every place, but enough of them."""
    enough = MOST_FOUND if len(terms) > 1 else 1
    return sorted(
        (start, which)
        for which, term in enumerate(terms[:MOST_SOUGHT])
        for start, _ in islice(spellings.places(text, term), enough)
    )


def _densest(found: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """How many different terms stand together at the best place, and where that place begins."""
    best = (0, 0)
    for position, (start, _) in enumerate(found):
        near = {which for at, which in found[position:] if at < start + LENGTH - 2 * LEAD_IN}
        if len(near) > best[0]:
            best = (len(near), start)
    return best


def _marked(piece: str, terms: Sequence[Term]) -> Parts:
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(place for term in terms for place in spellings.places(piece, term)):
        if start < at:
            continue
        if start > at:
            parts.append((piece[at:start], False))
        parts.append((piece[start:end], True))
        at = end
    if at < len(piece):
        parts.append((piece[at:], False))
    return tuple(parts)


def _word_start(text: str, at: int) -> int:
    """The beginning of the word that follows this place; the place itself at the text's beginning."""
    if at == 0:
        return 0
    space = text.find(" ", at)
    return space + 1 if 0 <= space < at + LEAD_IN else at
