"""One way of folding letters, so that a name is found however its macrons and accents were typed."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and an accent.
_WHOLE_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "ħ": "h"}
)
_APOSTROPHES = re.compile("['’‘ʻʼ`´]")
_REO_WORD = re.compile(r"\b(?:(?:ng|wh|[hkmnprtw])?[aeiou])+\b")
_VOWELS_ALONE = re.compile(r"[aeiou]+")
_DOUBLED_VOWEL = re.compile(r"([aeiou])\1+")


def fold(text: str) -> str:
    """Return `text` in lower case without accents, macrons or apostrophes: Ā, ā, a + combining macron and ä give a.

    Punctuation other than apostrophes and all spaces are kept. The length may change (ß gives ss).
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    bare = _APOSTROPHES.sub("", text)
    apart = unicodedata.normalize("NFKD", bare.casefold()).translate(_WHOLE_LETTERS)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def fold_long_vowels(folded: str) -> str:
    """Return folded text with doubled vowels made single in words that could be te reo Māori: taamaki gives tamaki.

    Only words built of te reo syllables are touched, so that food, reed and Aaron stay what they are.
    """
    if not _DOUBLED_VOWEL.search(folded):
        return folded
    return _REO_WORD.sub(_shorten, folded)


def _shorten(word: re.Match[str]) -> str:
    """Leave a word without a consonant alone: `ii` counts something, `aa` may be initials."""
    return word.group() if _VOWELS_ALONE.fullmatch(word.group()) else _DOUBLED_VOWEL.sub(r"\1", word.group())
