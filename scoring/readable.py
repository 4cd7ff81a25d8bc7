"""Whether a document holds text that can be read at all: enough words, in English."""

import re
from collections.abc import Sequence

from scoring.model import Page
from scoring.text import folded, word_set

FEWEST_WORDS = 30
FEWEST_WORDS_A_PAGE = 12
ENGLISH_SHARE = 0.15
PAGE_SHARE = 0.10
FEWEST_WORDS_TO_TELL = 30

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_ENGLISH = word_set("english")


def why_not_readable(pages: Sequence[Page]) -> str:
    """Why nothing can be read from these pages, as a plain sentence; empty when they can be read."""
    words = [_words(page.text) for page in pages]
    total = sum(len(page_words) for page_words in words)
    if total == 0:
        return "No text could be read from the document: it holds no words, as a scan does."
    if total < FEWEST_WORDS:
        return f"Too little text could be read from the document: {total} words."
    if len(pages) > 1 and total / len(pages) < FEWEST_WORDS_A_PAGE:
        return f"Too little text could be read: {total} words on {len(pages)} pages, as in a scan."
    if _english_share([word for page_words in words for word in page_words]) < ENGLISH_SHARE:
        return "The text does not read as English, and this reader knows no other language yet."
    return ""


def note_on_language(pages: Sequence[Page]) -> str:
    """Which pages of a readable document do not read as English, as a plain sentence; empty when all do."""
    foreign = []
    for page in pages:
        words = _words(page.text)
        if len(words) >= FEWEST_WORDS_TO_TELL and _english_share(words) < PAGE_SHARE:
            foreign.append(str(page.number))
    if not foreign:
        return ""
    return f"Not read, because the text does not read as English: page {', '.join(foreign)}."


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def _english_share(words: Sequence[str]) -> float:
    return sum(word in _ENGLISH for word in words) / max(1, len(words))
