"""The few words around what was found, taken from the text as it was published."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from statements.register import analysis
from statements.register.query_language import Term

LENGTH = 260
LEAD_IN = 60
MOST_FOUND = 20
_SPACE = re.compile(r"\s+")

Parts = tuple[tuple[str, bool], ...]
"""Pieces of text in order; True marks a found word."""


def snippet(texts: Sequence[str], terms: Sequence[Term]) -> Parts:
    """The stretch that holds the most different words of those sought; the beginning where none is found.

    `texts` are searched in order; the first with the most wins.
    """
    pattern = found_by(tuple(terms))
    best: tuple[int, str, int] = (0, next((text for text in texts if text.strip()), ""), 0)
    for text in texts:
        count, start = _best_place(text, pattern, terms) if pattern else (0, 0)
        if count > best[0]:
            best = (count, text, start)
    _, text, start = best
    begin = _word_start(text, max(0, start - LEAD_IN))
    piece = text[begin : begin + LENGTH]
    cut = len(text) > begin + LENGTH
    if cut and " " in piece:
        piece = piece[: piece.rstrip().rfind(" ")]
    parts = _marked(_SPACE.sub(" ", piece).strip(), pattern, terms)
    if begin:
        parts = (("… ", False), *parts)
    return (*parts, (" …", False)) if cut else parts


def plain(parts: Parts) -> str:
    """The snippet as plain text."""
    return "".join(text for text, _ in parts)


@lru_cache(maxsize=256)
def found_by(terms: tuple[Term, ...]) -> re.Pattern[str] | None:
    """The pattern that finds any of the words however they are written; None without words."""
    whole = [word for term in terms for word in (term.words[:-1] if term.prefix else term.words)]
    return analysis.found_pattern(whole, [term.words[-1] for term in terms if term.prefix])


def _best_place(text: str, pattern: re.Pattern[str], terms: Sequence[Term]) -> tuple[int, int]:
    """How many different words stand together at the best place, and where that place begins."""
    found = _as_typed(text, terms) or _however_written(text, pattern, terms)
    best = (0, 0)
    for position, (start, _) in enumerate(found):
        near = {word for at, word in found[position:] if at < start + LENGTH - 2 * LEAD_IN}
        if len(near) > best[0]:
            best = (len(near), start)
    return best


def _as_typed(text: str, terms: Sequence[Term]) -> list[tuple[int, str]]:
    """Where the words stand as they were typed, in any case: many times faster than looking for every spelling."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return []
    found = []
    for term in terms:
        for word in term.words:
            begun = term.prefix and word == term.words[-1]
            found += [(at, word) for at in islice(_places(lowered, word, begun=begun), MOST_FOUND)]
    return sorted(found)


def _places(lowered: str, word: str, *, begun: bool) -> Iterator[int]:
    """Where a word stands on its own, or begins one."""
    at = lowered.find(word)
    while at >= 0:
        end = at + len(word)
        if (at == 0 or not lowered[at - 1].isalnum()) and (begun or not lowered[end : end + 1].isalnum()):
            yield at
        at = lowered.find(word, end)


def _however_written(text: str, pattern: re.Pattern[str], terms: Sequence[Term]) -> list[tuple[int, str]]:
    """Where the words stand with macrons, accents or doubled vowels."""
    found = []
    for match in pattern.finditer(text):
        if word := _sought(match.group(), terms):
            found.append((match.start(), word))
        if len(found) == MOST_FOUND:
            break
    return found


def _sought(written: str, terms: Sequence[Term]) -> str:
    """The sought word that a written one stands for, or nothing."""
    for word in analysis.words(written):
        for term in terms:
            if word in term.words or (term.prefix and word.startswith(term.words[-1])):
                return word
    return ""


def _marked(piece: str, pattern: re.Pattern[str] | None, terms: Sequence[Term]) -> Parts:
    parts: list[tuple[str, bool]] = []
    at = 0
    for match in pattern.finditer(piece) if pattern else ():
        if not _sought(match.group(), terms):
            continue
        if match.start() > at:
            parts.append((piece[at : match.start()], False))
        parts.append((match.group(), True))
        at = match.end()
    if at < len(piece):
        parts.append((piece[at:], False))
    return tuple(parts)


def _word_start(text: str, at: int) -> int:
    """The beginning of the word that follows this place; the place itself at the text's beginning."""
    if at == 0:
        return 0
    space = text.find(" ", at)
    return space + 1 if 0 <= space < at + LEAD_IN else at
