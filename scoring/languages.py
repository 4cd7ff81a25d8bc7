"""Which language a text is in, as far as a reader of English has to know it: by its commonest words, or its script."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

from scoring.text import table, word_set

OWN_WORDS = 6
STRETCH = 12
SURE_SHARE, SURE_ENGLISH = 0.3, 0.1
LIKELY_SHARE = 0.2
TIMES_ENGLISH = 2
LETTERS_LOOKED_AT = 2000
FEWEST_LETTERS = 4
CLEARLY_ENGLISH = 0.2
DISTINCT = 3
SCRIPTS = {
    "CJK": "Chinese or Japanese",
    "HIRAGANA": "Japanese",
    "KATAKANA": "Japanese",
    "HANGUL": "Korean",
    "ARABIC": "Arabic",
    "CYRILLIC": "a language in Cyrillic letters",
    "GREEK": "Greek",
    "HEBREW": "Hebrew",
    "DEVANAGARI": "Hindi",
    "THAI": "Thai",
    "TAMIL": "Tamil",
    "BENGALI": "Bengali",
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENGLISH = word_set("english")


def words_of(plain: str) -> list[str]:
    """The words of a folded text."""
    return _WORD.findall(plain)


def english_share(words: Sequence[str]) -> float:
    """The share of the commonest words of English, 0 to 1."""
    return sum(word in _ENGLISH for word in words) / max(1, len(words))


def other_script(text: str) -> str:
    """The language or script in which most letters of a text are, where they are not Latin; "" otherwise."""
    if text.isascii():
        return ""
    letters = [letter for letter in text if letter.isalpha()][:LETTERS_LOOKED_AT]
    seen = Counter(unicodedata.name(letter, "?").split(" ", 1)[0].partition("-")[0] for letter in letters)
    if len(letters) < FEWEST_LETTERS or 2 * seen["LATIN"] >= len(letters):
        return ""
    return next((SCRIPTS[name] for name, _ in seen.most_common() if name in SCRIPTS), "a script that is not Latin")


def likeliest_other(words: Sequence[str]) -> tuple[str, float]:
    """The language other than English whose commonest words are the most among these, and their share.

    Words of one letter tell nothing on their own: letters that were spaced out look like them.
    """
    counted, told = Counter(words), ("", 0.0)
    for name, common in _others().items():
        found = common & counted.keys()
        share = sum(counted[word] for word in found) / max(1, len(words))
        if sum(len(word) > 1 for word in found) >= DISTINCT and share > told[1]:
            told = name, share
    return told


def foreign(texts: Sequence[str], plains: Sequence[str]) -> dict[int, str]:
    """Which of these sentences, in reading order, are in another language, and in which; `plains` are them folded."""
    words = [words_of(plain) for plain in plains]
    english = [english_share(own) for own in words]
    found = {}
    for place, own in enumerate(words):
        language = other_script(texts[place])
        if not language and english[place] <= CLEARLY_ENGLISH:
            language = _surely(own, english[place]) or _likely(words, place, english[place])
        if language:
            found[place] = language
    return found


def _surely(own: Sequence[str], english: float) -> str:
    if len(own) < OWN_WORDS or english > SURE_ENGLISH:
        return ""
    name, share = likeliest_other(own)
    return name if share >= SURE_SHARE else ""


def _likely(words: Sequence[Sequence[str]], place: int, english: float) -> str:
    """By the sentence with the ones around it: a short one is of the language it stands in."""
    own = words[place]
    around = [*(words[place - 1] if place else ()), *own, *(words[place + 1] if place + 1 < len(words) else ())]
    stretch = own if len(own) >= STRETCH else around
    if len(stretch) < STRETCH or not own:
        return ""
    name, share = likeliest_other(stretch)
    return name if share >= LIKELY_SHARE and share >= TIMES_ENGLISH * max(english_share(stretch), english) else ""


@cache
def _others() -> dict[str, frozenset[str]]:
    return {name: frozenset(common) for name, common in table("languages").items()}
