"""Split the text of pages into sentences that know their page and their place on it.

Lines that an extracted document broke are joined; headings, bullets and the lines of a signature block stay apart;
running headers and footers and page numbers are dropped. `page.text[start:end]` always holds the raw words.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from scoring.model import Page, Sentence
from scoring.text import word_set

LONGEST = 1200
EDGE_LINES = 2
REPEATS = 3
HEADING_WORDS = 12
SHORT_LINE = 0.72

_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?\W*", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[•●▪■◦‣⁃∙·▸►✓✔➢❖*–—-]|o(?=\s)|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s+\S")
_INLINE_BULLET = re.compile(r"\s(?=[•●▪■◦‣⁃∙▸►➢❖]\s)")
_BULLET_SIGN = re.compile(r"^[•●▪■◦‣⁃∙·▸►✓✔➢❖*–—-]\s+|^o\s+(?=[A-Z])")
_SIGNING = re.compile(
    r"\s*(?:signed|signature|name|full name|title|position|role|date|dated|director|chair\w*|chief executive\w*|ceo"
    r"|managing director|per|by|/s/|approved|for and on behalf)\b.{0,80}$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-ZĀĒĪŌŪ0-9•])|[.!?]+[\"'”’)\]]*\s*$")
_BROKEN_WORD = re.compile(r"(\w+)[-\u2010]\s*[\r\n]+\s*(\w)")
_KEEPS_HYPHEN = word_set("keeps_its_hyphen")
_NUMBERING = re.compile(r"\s*(?:[\d.]{1,6}|[a-z]|[ivx]{1,4})[.)]\s*", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LAST_WORD = re.compile(r"([\w.&'’/-]+)[.]+[\"'”’)\]]*$")
_NEXT_WORD = re.compile(r"\s+[\"'“‘(\[]?(\w+)")
_NEVER_LAST = word_set("abbreviations_never_last")
_SOMETIMES_LAST = word_set("abbreviations_sometimes_last")
_STARTERS = word_set("sentence_starters")


def split_sentences(pages: Sequence[Page]) -> tuple[Sentence, ...]:
    """The sentences of a document in reading order, without running headers, footers and page numbers."""
    running = _running_lines(pages)
    sentences: list[Sentence] = []
    for page in pages:
        for start, end in _spans(page.text, running):
            text = _readable(page.text[start:end])
            if any(character.isalnum() for character in text):
                sentences.append(Sentence(len(sentences), text, page.number, start, end))
    return tuple(sentences)


def _lines(text: str) -> list[tuple[int, int]]:
    """Start and end of each line that holds something, without the spaces around it."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        if stripped := line.strip():
            start = match.start() + line.index(stripped[0])
            found.append((start, start + len(stripped)))
    return found


def _edges(lines: list[tuple[int, int]]) -> set[tuple[int, int]]:
    return {*lines[:EDGE_LINES], *lines[-EDGE_LINES:]} if len(lines) > 1 else set()


def _shape(line: str) -> str:
    return _SPACE.sub(" ", re.sub(r"\d+", "#", line)).strip().lower()


def _running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Lines at the edge of at least three pages and of a third of them: headers and footers."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(page.text[start:end]) for start, end in _edges(_lines(page.text))})
    enough = max(REPEATS, len(pages) / 3)
    return frozenset(shape for shape, count in seen.items() if count >= enough)


def _spans(text: str, running: frozenset[str]) -> Iterator[tuple[int, int]]:
    lines = _lines(text)
    edges = _edges(lines)
    kept = [span for span in lines if not (span in edges and _is_furniture(text[slice(*span)], running))]
    for start, end in _blocks(text, kept):
        yield from _sentences_of_block(text, start, end)


def _is_furniture(line: str, running: frozenset[str]) -> bool:
    return _shape(line) in running or bool(_PAGE_NUMBER.fullmatch(line))


def _blocks(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of lines that were one paragraph, heading, bullet or line of a signature block."""
    if not lines:
        return
    widths = sorted(end - start for start, end in lines)
    usual = widths[int(len(widths) * 0.8)]
    begin, last = lines[0]
    for (start, end), (next_start, next_end) in itertools.pairwise(lines):
        gap = text[end:next_start]
        if _breaks(text[start:end], text[next_start:next_end], gap, usual):
            yield begin, last
            begin = next_start
        last = next_end
    yield begin, last


def _breaks(line: str, following: str, gap: str, usual: int) -> bool:
    if _BULLET.match(following) or "\f" in gap:
        return True
    continues = following[:1].islower() or line.endswith((",", "-", "–", "&", " and", " of", " the", " to"))
    if gap.replace("\r\n", "\n").count("\n") > 1:
        return not continues
    if continues:
        return False
    return _is_signing(line) or _is_signing(following) or _is_heading(line, usual)


def _is_signing(line: str) -> bool:
    return len(line) < 100 and bool(_SIGNING.match(line)) and not line.endswith(".")


def _is_heading(line: str, usual: int) -> bool:
    return len(line) < usual * SHORT_LINE and len(line.split()) <= HEADING_WORDS and not line.endswith((";", ":"))


def _sentences_of_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in sorted({*_stops(text, start, end), *_bullet_stops(text, start, end)}):
        yield from _short_enough(text, begin, stop)
        begin = stop
    yield from _short_enough(text, begin, end)


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        numbering = _NUMBERING.fullmatch(text, start, match.end())
        if not numbering and not _is_abbreviation(text, start, match.end()):
            yield match.end()


def _bullet_stops(text: str, start: int, end: int) -> Iterator[int]:
    return (match.end() for match in _INLINE_BULLET.finditer(text, start, end))


def _is_abbreviation(text: str, start: int, stop: int) -> bool:
    found = _LAST_WORD.search(text, max(start, stop - 30), stop)
    if not found or text[stop - 1] in "!?":
        return False
    word = found.group(1).lower().strip(".")
    if word in _NEVER_LAST or (len(word) == 1 and word.isalpha()):
        return True
    following = _NEXT_WORD.match(text, stop)
    return word in _SOMETIMES_LAST and bool(following) and following.group(1).lower() not in _STARTERS  # type: ignore[union-attr]


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without surrounding spaces, cut at a space where it is longer than any sentence should be."""
    start, end = _trimmed(text, start, end)
    while end - start > LONGEST:
        cut = max(text.rfind("; ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        if cut <= start:
            cut = text.rfind(" ", start, start + LONGEST)
        if cut <= start:
            cut = start + LONGEST - 1
        yield _trimmed(text, start, cut + 1)
        start, end = _trimmed(text, cut + 1, end)
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _readable(raw: str) -> str:
    text = raw.replace("\u00ad", "")
    text = _BROKEN_WORD.sub(_rejoined, text)
    return _BULLET_SIGN.sub("", _SPACE.sub(" ", text).strip()).strip()


def _rejoined(match: re.Match[str]) -> str:
    before, after = match.groups()
    keeps = before.lower() in _KEEPS_HYPHEN or before[-1].isdigit() or after.isupper()
    return f"{before}-{after}" if keeps else f"{before}{after}"
