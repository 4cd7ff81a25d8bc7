"""What changed within a text or a list: word by word where two texts are one reworded, line by line of a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

ALIKE = 0.5
"""Two texts are one reworded where so much of their words stays."""
SHORTEST_RUN = 2
"""Fewer words that stay between changed ones are told as changed too: single words left standing are hard to read."""
FURTHEST = 8
"""How many sentences on a reworded one is looked for."""


class Change(StrEnum):
    """What became of a piece; LEFT_OUT stands for unchanged ones that are not shown, REWORDED for one in pieces."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Piece:
    """A stretch of text and what became of it; of LEFT_OUT the number of sentences, of REWORDED its pieces."""

    change: Change
    text: str = ""
    count: int = 1
    words: tuple["Piece", ...] = ()


def reworded(before: str, after: str) -> Piece | None:
    """Two texts as one, with the words that were removed and added; None where they are too unlike for that."""
    old, new = before.split(), after.split()
    kept = list(_kept(old, new))
    if 2 * sum(length for *_, length in kept) < ALIKE * (len(old) + len(new)):
        return None
    pieces = []
    old_at = new_at = 0
    for old_start, new_start, length in [*kept, (len(old), len(new), 0)]:
        pieces.append(Piece(Change.REMOVED, " ".join(old[old_at:old_start])))
        pieces.append(Piece(Change.ADDED, " ".join(new[new_at:new_start])))
        pieces.append(Piece(Change.SAME, " ".join(new[new_start : new_start + length])))
        old_at, new_at = old_start + length, new_start + length
    return Piece(Change.REWORDED, words=tuple(each for each in pieces if each.text))


def _kept(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """The runs of words that both have: where each begins in both, and its length."""
    for each in Indel.opcodes(old, new):
        starts_both = each.src_start == each.dest_start == 0
        ends_both = each.src_end == len(old) and each.dest_end == len(new)
        length = each.src_end - each.src_start
        if each.tag == "equal" and (starts_both or ends_both or length >= SHORTEST_RUN):
            yield each.src_start, each.dest_start, length


def replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """Sentences that stand where others stood: each reworded one as one, the others removed and added."""
    at = 0
    for sentence in before:
        tried = ((place, reworded(sentence, after[place])) for place in range(at, min(at + FURTHEST, len(after))))
        place, piece = next(((place, piece) for place, piece in tried if piece), (at, Piece(Change.REMOVED, sentence)))
        yield from (Piece(Change.ADDED, each) for each in after[at:place])
        yield piece
        at = place + 1 if piece.change is Change.REWORDED else at
    yield from (Piece(Change.ADDED, each) for each in after[at:])


def relisted(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """The lines of a list: those that stay and those added in today's order, then those removed."""
    told = [Piece(Change.SAME if line in before else Change.ADDED, line) for line in after]
    return (*told, *(Piece(Change.REMOVED, line) for line in before if line not in after))
