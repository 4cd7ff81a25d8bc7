"""Whether a document holds text that can be read at all: enough words, in English."""

from collections.abc import Mapping, Sequence

from scoring.languages import english_share, likeliest_other, other_script, words_of
from scoring.model import Page, Sentence
from scoring.text import folded

FEWEST_WORDS = 30
FEWEST_WORDS_A_PAGE = 12
FEWEST_LETTERS = 60
ENGLISH_SHARE = 0.15
NAMED_SHARE = 0.12


def why_not_readable(pages: Sequence[Page]) -> str:
    """Why nothing can be read from these pages, as a plain sentence; empty when they can be read."""
    text = "\n".join(page.text for page in pages)
    script = other_script(text)
    if script and sum(map(str.isalpha, text)) >= FEWEST_LETTERS:
        return _not_english(script)
    words = words_of(folded(text))
    total = len(words)
    if total == 0:
        return "No text could be read from the document: it holds no words, as a scan does."
    if total < FEWEST_WORDS:
        return f"Too little text could be read from the document: {total} {'word' if total == 1 else 'words'}."
    if len(pages) > 1 and total / len(pages) < FEWEST_WORDS_A_PAGE:
        return f"Too little text could be read: {total} words on {len(pages)} pages, as in a scan."
    language, share = likeliest_other(words)
    english = english_share(words)
    if english < ENGLISH_SHARE or 2 * english < share:
        return _not_english(language if share >= max(NAMED_SHARE, english) else "")
    return ""


def _not_english(language: str) -> str:
    if not language:
        return "The text does not read as English sentences, so it is not scored."
    return f"The text reads as {language} and not as English, so it is not scored: this reader knows English alone."


def note_on_language(sentences: Sequence[Sentence], other: Mapping[int, str]) -> str:
    """Where a readable document is not in English, as a plain sentence; empty when all of it is."""
    pages: dict[str, dict[int, None]] = {}
    for sentence in sentences:
        if sentence.index in other:
            pages.setdefault(other[sentence.index], {})[sentence.page] = None
    if not pages:
        return ""
    told = "; ".join(f"{_on(list(found))} (it reads as {language})" for language, found in pages.items())
    return f"Not scored, because it does not read as English: what stands on {told}."


def _on(pages: Sequence[int]) -> str:
    return f"{'page' if len(pages) == 1 else 'pages'} {', '.join(map(str, pages))}"
