"""The few words around what was found, taken from the text as it was published."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from statements.register import analysis
from statements.register.query_language import Term

LENGTH = 260
LEAD_IN = 60
MOST_FOUND = 20
_SPACE = re.compile(r"\s+")

Parts = tuple[tuple[str, bool], ...]
"""Pieces of text in order; True marks what was found."""


def snippet(texts: Sequence[str], terms: Sequence[Term]) -> Parts:
    """The stretch that holds the most of what was sought; the beginning where nothing is found.

    `texts` are searched in order; the first with the most wins.
    """
    best: tuple[int, str, int] = (0, next((text for text in texts if text.strip()), ""), 0)
    for text in texts:
        count, start = _densest(_found(text, terms))
        if count > best[0]:
            best = (count, text, start)
    return _cut(best[1], best[2], terms)


def best_snippet(text: str, terms: Sequence[Term]) -> tuple[Parts, bool]:
    """The snippet of one text, and whether everything that was sought stands somewhere in it."""
    found = _found(text, terms)
    _, start = _densest(found)
    return _cut(text, start, terms), len({which for _, which in found}) == len(terms)


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
    found = _as_typed(text, terms)
    seen = {which for _, which in found}
    missed = {which for which in range(len(terms)) if which not in seen}
    if not missed:
        return found
    spelt = ((start, which) for start, _, which in _however_written(text, terms) if which in missed)
    return sorted([*found, *islice(spelt, MOST_FOUND)])


def _densest(found: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """How many different terms stand together at the best place, and where that place begins."""
    best = (0, 0)
    for position, (start, _) in enumerate(found):
        near = {which for at, which in found[position:] if at < start + LENGTH - 2 * LEAD_IN}
        if len(near) > best[0]:
            best = (len(near), start)
    return best


def _as_typed(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where the terms, by their place in the list, stand as they were typed, in any case: many times faster than
    looking for every spelling."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    found = []
    for which, term in enumerate(terms):
        written = " ".join(term.words)
        found += [(at, which) for at in islice(_places(lowered, written, begun=term.prefix), MOST_FOUND)]
    return sorted(found)


def _places(lowered: str, written: str, *, begun: bool) -> Iterator[int]:
    """Where words stand on their own, or begin one."""
    at = lowered.find(written)
    while at >= 0:
        end = at + len(written)
        if (at == 0 or not lowered[at - 1].isalnum()) and (begun or not lowered[end : end + 1].isalnum()):
            yield at
        at = lowered.find(written, end)


def _however_written(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int, int]]:
    """Where each term begins and ends and which it is, with macrons, accents, doubled vowels, signs between words."""
    places = list(analysis.places(text))
    written = [word for word, _, _ in places]
    for at, word in enumerate(written):
        for which, term in enumerate(terms):
            if term.words[0] == word or (term.prefix and word.startswith(term.words[0])):
                end = at + len(term.words)
                if _is(term, written[at:end]):
                    yield places[at][1], places[end - 1][2], which
                    break


def _is(term: Term, words: Sequence[str]) -> bool:
    """Whether these words are the term's: the last of them only begun by it where it is a prefix."""
    *before, last = term.words
    if len(words) != len(term.words) or list(words[:-1]) != before:
        return False
    return words[-1].startswith(last) if term.prefix else words[-1] == last


def _marked(piece: str, terms: Sequence[Term]) -> Parts:
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end, _ in _however_written(piece, terms):
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
