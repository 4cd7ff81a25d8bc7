"""How text becomes words to search: one way for what is indexed and for what is typed.

The index is given words that were already made here, so that the two can never differ.
"""

import re
import unicodedata
from functools import lru_cache

from statements.organisations import names
from statements.reference.folding import fold, fold_long_vowels

_WORD = re.compile(r"[^\W_]+")
_NO_WORD_ENDS_HERE = re.compile("['’‘ʻʼ`´\u0300-\u036f]+")
_ANY_DOUBLED = re.compile(r"([aeiou])\1+")
_CLOSING_UP = re.compile(r"[\W_]+")
LONGEST_WORD = 60

_VARIANTS = {
    "a": "aāáàâãäåăą",
    "e": "eēéèêëėęě",
    "i": "iīíìîïıį",
    "o": "oōóòôõöøő",
    "u": "uūúùûüůűų",
    "c": "cçćč",
    "n": "nñńň",
    "s": "sśšş",
    "z": "zźżž",
    "y": "yýÿ",
    "l": "lł",
    "d": "dđð",
}
_MARKS = "[\u0300-\u036f'’ʻ]*"


def words(text: str) -> list[str]:
    """The words of a text as they are searched: no case, no accents, a macron or a doubled vowel as a single one.

    >>> words("Taamaki, TĀMAKI; o’Brien")
    ['tamaki', 'tamaki', 'obrien']
    """
    plain = _NO_WORD_ENDS_HERE.sub("", text if text.isascii() else unicodedata.normalize("NFC", text))
    return [word for written in _WORD.findall(plain) for word in _folded(written)]


@lru_cache(maxsize=100_000)
def _folded(written: str) -> tuple[str, ...]:
    """The words of one written word: nearly always one, but ½ is 1 and 2."""
    return tuple(word[:LONGEST_WORD] for word in _WORD.findall(fold_long_vowels(fold(written))))


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


def compact(text: str) -> str:
    """A number in a register closed up: 9429 0000-00001 is 9429000000001."""
    return _CLOSING_UP.sub("", fold(text))[:LONGEST_WORD]


def found_pattern(terms: list[str], prefixed: list[str]) -> re.Pattern[str] | None:
    """A pattern that finds these words in text as it was written, accents, macrons and doubled vowels included.

    It may find a little too much (food for fod): check what it found with `words`.
    """
    whole = [_loose(term) + r"(?![^\W_])" for term in dict.fromkeys(terms)]
    begun = [_loose(term) + r"[^\W_]*" for term in dict.fromkeys(prefixed)]
    if not whole and not begun:
        return None
    return re.compile(r"(?<![^\W_])(?:" + "|".join(whole + begun) + ")", re.IGNORECASE)


def _loose(term: str) -> str:
    return "".join(_letter(sign) for sign in term)


def _letter(sign: str) -> str:
    variants = _VARIANTS.get(sign)
    if variants is None:
        return re.escape(sign) + _MARKS
    return f"[{variants}]{'{1,3}' if sign in 'aeiou' else ''}{_MARKS}"
