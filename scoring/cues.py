"""Find the phrases of a rubric in a sentence.

A cue is a phrase; a word that ends in * stands for any ending, and ".." for up to eight words between its parts.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from scoring.text import folded

_GAP = r"\W+(?:\w+\W+){0,8}?"


@lru_cache(maxsize=2048)
def _pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    parts = sorted((_phrase(cue) for cue in cues), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)")


def _phrase(cue: str) -> str:
    return _GAP.join(r"\W+".join(_word(word) for word in part.split()) for part in cue.split(".."))


def _word(word: str) -> str:
    plain = folded(word)
    return re.escape(plain[:-1]) + r"\w*" if plain.endswith("*") else re.escape(plain)


def found(cues: Sequence[str], plain: str) -> tuple[str, ...]:
    """The words of an already folded sentence that match a cue, each once, in reading order."""
    if not cues:
        return ()
    return tuple(dict.fromkeys(match.group() for match in _pattern(tuple(cues)).finditer(plain)))


def any_found(cues: Sequence[str], plain: str) -> bool:
    """Whether a cue stands in an already folded sentence."""
    return bool(cues) and _pattern(tuple(cues)).search(plain) is not None
