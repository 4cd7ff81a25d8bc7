"""The key by which copies of a sentence between filers are compared."""

import re

from scoring.text import folded

SHORTEST = 8
_NUMBER = re.compile(r"\d[\d.,]*")
_NOT_WORD = re.compile(r"[^\w]+")


def normalised(sentence: str) -> str:
    """The sentence as copies of it share it: folded, numbers masked, punctuation gone.

    Empty for a sentence of fewer than eight words: headings and stock phrases are nobody's copy.
    """
    words = _NOT_WORD.sub(" ", _NUMBER.sub("0", folded(sentence))).split()
    return " ".join(words) if len(words) >= SHORTEST else ""
