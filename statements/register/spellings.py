"""Where words stand in a text, in any case and spelling: looked for by pattern, many times faster than word by word."""

import re
from collections.abc import Iterator
from functools import lru_cache

from statements.register import analysis
from statements.register.query_language import Term

_WITHIN_A_WORD = "'?+[\u2018-\u201b]?+[\u0300-\u036f]*+"
"""An apostrophe, and accents that combine with the letter before."""
_BETWEEN_WORDS, _REST_OF_A_WORD, _NO_LETTER_FOLLOWS = r"[\W_]++", r"[^\W_]*+", r"(?![^\W_])"
_ENDS_IN_A_WORD = re.compile(rf"[^\W_][{analysis.MARKS}]*$")
_LIGATURES = frozenset(("ae", "oe", "ss", "th", "ff", "fi", "fl"))
"""Letters that may be written as one: ß is read as ss."""
_VOWELS = "aeiou"
_TWICE = re.compile(r"([aeiou])\1")
_ASCII = 0x80
_NEAR = 4


def places(text: str, term: Term) -> Iterator[tuple[int, int]]:
    """Where the words of a term begin and end, as they were written, in the order of the text."""
    for found in _pattern(term).finditer(text):
        start, end = found.span()
        if _begins_a_word(text, start) and _says(found.group(), term):
            yield start + (not text[start].isalnum()), end


def _begins_a_word(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    if before == " ":
        return True
    return not before.isalnum() and not _ENDS_IN_A_WORD.search(text[max(0, at - _NEAR) : at])


def _says(written: str, term: Term) -> bool:
    """Whether a written stretch is the term's words, read as the index reads them."""
    found = analysis.words(written)
    if not term.prefix:
        return found == list(term.words)
    return (
        len(found) == len(term.words) and found[:-1] == list(term.words[:-1]) and found[-1].startswith(term.words[-1])
    )


@lru_cache(maxsize=1_000)
def _pattern(term: Term) -> re.Pattern[str]:
    """Matches each way of writing the words of a term, and others that `_says` rules out: what is not ASCII may be
    any letter.

    It asks for nothing before the first letter, so that a text is run through fast; its sets of letters are written
    as what they leave out, which is compiled fast; and it never tries one stretch in many ways.
    """
    spelt = _BETWEEN_WORDS.join(map(_spelt, term.words))
    return re.compile(spelt + (_REST_OF_A_WORD if term.prefix else _NO_LETTER_FOLLOWS))


def _spelt(word: str) -> str:
    """The pattern of a word. A vowel of a word that may be te reo Māori can be doubled: such a word folds to one
    that has no vowel twice in a row."""
    may_double = not _TWICE.search(word)
    letters = [_letter(each) + (_doubled(each) if may_double else "") + _WITHIN_A_WORD for each in word]
    for at in range(len(word) - 1):
        if word[at : at + 2] in _LIGATURES and letters[at]:
            letters[at] = f"(?>{letters[at]}{letters[at + 1]}|[^\x00-\x7f]{_WITHIN_A_WORD})"
            letters[at + 1] = ""
    return "".join(letters)


@lru_cache(maxsize=1_000)
def _letter(letter: str) -> str:
    """A letter in both cases or with any accent."""
    both = letter + letter.upper()[0]
    kept = sorted({ord(each) for each in both if each.isascii()})
    bounds = zip([0, *(code + 1 for code in kept)], [*(code - 1 for code in kept), _ASCII - 1], strict=True)
    return "[^" + "".join(f"\\x{first:02x}-\\x{last:02x}" for first, last in bounds) + "]"


def _doubled(letter: str) -> str:
    return f"[{letter}{letter.upper()}]?+" if letter in _VOWELS else ""
