"""Headings that stand before a sentence without a break, as in text that lost its lines ("OUR POLICIES We have")."""

import re

from scoring.text import word_set

MOST_WORDS = 12
MOST_TITLE_WORDS = 8
FEWEST_LETTERS = 12
LONG_WORD = 5
FEWEST_WORDS_BELOW = 6

_TOKEN = re.compile(r"\S+")
_STARTS_TEXT = word_set("starts_text_after_heading")
_NEVER_FIRST = word_set("never_first_in_heading")
_CONNECTORS = word_set("connectors_in_heading")
_ALONE = word_set("headings_of_one_word")
_PART_OF_A_NAME = word_set("not_a_name")


def end_of_heading(text: str, start: int, end: int) -> int:
    """Where a heading glued to the sentence in text[start:end] ends; `start` where there is none."""
    tokens = [
        match
        for _, match in zip(range(MOST_WORDS + FEWEST_WORDS_BELOW), _TOKEN.finditer(text, start, end), strict=False)
    ]
    words = [match.group() for match in tokens]
    count = _capitals(words) or _title(words)
    return tokens[count].start() if count else start


def is_title(text: str) -> bool:
    """Whether every word begins with a capital, but for those that join others: a heading, no sentence cut short."""
    words = text.split()
    return all(word[:1].isupper() or not word[:1].isalpha() or word.lower() in _CONNECTORS for word in words)


def _capitals(words: list[str]) -> int:
    """How many words of a heading in capitals stand before a sentence that begins with a capital; 0 for none."""
    count = 0
    while count < len(words) and words[count] == words[count].upper() and count <= MOST_WORDS:
        count += 1
    while count and len(words[count - 1]) == 1 and words[count - 1].isalpha():
        count -= 1
    if count < 2 or count + 2 >= len(words) or not _begins_sentence(words[count : count + 2]):
        return 0
    letters = [sum(map(str.isalpha, word)) for word in words[:count]]
    big_enough = sum(letters) >= FEWEST_LETTERS and max(letters) >= LONG_WORD
    return count if big_enough and _bare(words[count]) not in _PART_OF_A_NAME - {"the"} else 0


def _begins_sentence(words: list[str]) -> bool:
    return words[0][:1].isupper() and (words[0][1:2].islower() or words[1][:1].islower())


def _title(words: list[str]) -> int:
    """How many words in Title Case stand before a word that begins a sentence and its next in lower case."""
    if not words or not words[0][:1].isupper() or _bare(words[0]) in _NEVER_FIRST:
        return 0
    for count, word in enumerate(words[: MOST_TITLE_WORDS + 1]):
        following = words[count + 1] if count + 1 < len(words) else ""
        if count and word[:1].isupper() and _bare(word) in _STARTS_TEXT and following[:1].islower():
            heads = words[count - 1][-1].isalnum() and _bare(words[count - 1]) not in _CONNECTORS
            heads = heads and len(words) - count >= FEWEST_WORDS_BELOW
            return count if heads and (count > 1 or _bare(words[0]) in _ALONE) else 0
        if not (word[:1].isupper() or word.lower() in _CONNECTORS):
            return 0
    return 0


def _bare(word: str) -> str:
    return word.strip(".,:;()“”\"'’").lower()
