"""How text becomes words to search: one way for what is indexed and for what is typed.

The index is given words that were already made here, so that the two can never differ.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from pathlib import Path

from statements.organisations import names
from statements.reference.folding import fold, fold_long_vowels

_WORD = re.compile(r"[^\W_]+")
MARKS = "'’‘ʻʼ`´\u0300-\u036f"
"""Apostrophes and combining accents, as a pattern's set: no word ends at one."""
_NO_WORD_ENDS_HERE = re.compile(f"[{MARKS}]+")
_ANY_DOUBLED = re.compile(r"([aeiou])\1+")
_CLOSING_UP = re.compile(r"[\W_]+")
_NAME_OF_REGISTER = re.compile(r"^(?:nzbn|abn|acn|lei)(?:no|number)?(?=\w*\d)")
SHORTEST_NUMBER = 7
LONGEST_WORD = 60
COMMON_WORDS = Path(__file__).parent / "common_words.txt"


def words(text: str) -> list[str]:
    """The words of a text as they are searched: no case, no accents, a macron or a doubled vowel as a single one.

    >>> words("Taamaki, TĀMAKI; o’Brien")
    ['tamaki', 'tamaki', 'obrien']
    """
    plain = _NO_WORD_ENDS_HERE.sub("", text if text.isascii() else unicodedata.normalize("NFC", text))
    return list(chain.from_iterable(map(_folded, _WORD.findall(plain))))


@lru_cache(maxsize=100_000)
def _folded(written: str) -> tuple[str, ...]:
    """The words of one written word: nearly always one, but ½ is 1 and 2."""
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(fold_long_vowels(fold(written))))


@cache
def common_words() -> frozenset[str]:
    """Words that very many statements hold: little words, and those of the subject.

    Counted in published statements: each stands in one of four that are 3,000 words long.
    """
    return frozenset(COMMON_WORDS.read_text(encoding="utf-8").split())


def pairs(found: Sequence[str]) -> list[str]:
    """Each two common words that follow each other, as one word: how a phrase of such words is found at once."""
    return [f"{first}_{second}" for first, second in pairwise(found)]


def common_pairs(found: Sequence[str]) -> list[str]:
    """The pairs of two common words among words that follow each other."""
    common = common_words()
    return [f"{first}_{second}" for first, second in pairwise(found) if first in common and second in common]


def common_runs(found: Sequence[str]) -> list[str]:
    """The pairs of each stretch of at least two common words, with spaces between them."""
    common = list(map(common_words().__contains__, found))
    paired = [
        f"{first}_{second}" if here and there else "\n"
        for first, second, here, there in zip(found, found[1:], common, common[1:], strict=False)
    ]
    return [run for run in " ".join(paired).split("\n") if run and not run.isspace()]


def prefixes(text: str) -> list[str]:
    """What a word that was broken off can begin with: "Maaor" may stand for "maor" though it is no whole word yet."""
    found = words(text)
    if not found:
        return []
    return list(dict.fromkeys([found[-1], _ANY_DOUBLED.sub(r"\1", found[-1])]))


def name_words(name: str) -> list[str]:
    """The words by which a name is found: as written, and in one spelling (A.B.C. is abc, New Zealand is nz)."""
    written = words(name)
    return written + [word for word in words(" ".join(names.words_of(name))) if word not in written]


def name_key(name: str) -> str:
    """A name closed up, its legal ending left aside: Food Stuffs Ltd and FoodStuffs are one key."""
    return names.comparable(name).key[:LONGEST_WORD]


def number(text: str) -> str:
    """A number in a register closed up, without the name of the register before it: NZBN 9429 0000 00001."""
    return _NAME_OF_REGISTER.sub("", compact(text))


def compact(text: str) -> str:
    """A number in a register closed up: 9429 0000-00001 is 9429000000001."""
    return _CLOSING_UP.sub("", fold(text))[:LONGEST_WORD]
