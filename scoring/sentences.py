"""Split the text of pages into sentences that know their page and their place on it.

Lines that an extracted document broke are joined, over the end of a page too; headings, bullets and the lines of a
signature block stay apart. `page.text[start:end]`, with the `rest` on the next page, always holds the raw words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.blocks import BULLETS, blocks
from scoring.furniture import Span, sheets
from scoring.headings import end_of_heading, is_title
from scoring.model import Page, Sentence, Stretch
from scoring.text import word_set

LONGEST = 1200
FEWEST_WORDS_CUT = 4
FOOTNOTES_FROM = 0.5

_INLINE_BULLET = re.compile(rf"\s(?=[{BULLETS}]\s)")
_BULLET_SIGN = re.compile(rf"^(?:[{BULLETS}·✓✔*–—-]|//)\s+|^o\s+(?=\w)")
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-ZĀĒĪŌŪ0-9•])|[.!?]+[\"'”’)\]]*\s*$")
_GLUED = re.compile(r"(?<=[a-z]{3})[.!?][\"'”’)]?(?=[A-Z](?:[a-z]+|\s)[\s,])")
_WEB = re.compile(r"@|www|http|/|\.[a-z]|(?i:\.(?:com|co|org|net|nz|au|uk|eu)\b)")
_BROKEN_WORD = re.compile(r"(\w+)[-\u2010]\s*[\r\n]+\s*(\w)")
_SPACED_HYPHEN = re.compile(r"(\w+)- (?!(?:and|or|to)\b)(?=[a-z])")
_KEEPS_HYPHEN = word_set("keeps_its_hyphen")
_NUMBERING = re.compile(r"\s*(?:[\d.]{1,6}|[a-z]|[ivx]{1,4})[.)]\s*", re.IGNORECASE)
_FILLING = re.compile(r"[._…]{4,}")
_SPACE = re.compile(r"\s+")
_LAST_WORD = re.compile(r"([\w.&'’/-]+)[.]+[\"'”’)\]]*$")
_NEXT_WORD = re.compile(r"\s+[\"'“‘(\[]?(\w+)")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]")
_NEVER_LAST = word_set("abbreviations_never_last")
_SOMETIMES_LAST = word_set("abbreviations_sometimes_last")
_STARTERS = word_set("sentence_starters")
_LEFT_OPEN = word_set("never_ends_a_sentence")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_FOOTNOTE = re.compile(r"(?:\d{1,2}|[*†‡]+)\s?[A-Z“\"']")
_COMPLETE = re.compile(r"[.!?:;…][\"'”’)\]]*$")


@dataclass(frozen=True)
class _Part:
    """What one page holds of a sentence; it `starts_block` where nothing of its paragraph comes before it."""

    page: Page
    start: int
    end: int
    starts_block: bool = False

    @property
    def raw(self) -> str:
        """The words as they stand on the page."""
        return self.page.text[self.start : self.end]


def split_sentences(pages: Sequence[Page]) -> tuple[Sentence, ...]:
    """The sentences of a document in reading order, without running headers, footers, page numbers and contents."""
    sentences: list[Sentence] = []
    for part, rest in _joined([_parts(sheet.page, sheet.lines) for sheet in sheets(pages)]):
        text = _readable(f"{part.raw}\n{rest.raw}" if rest else part.raw)
        if any(character.isalpha() for character in text) or _DATE.search(text):
            onward = (Stretch(rest.page.number, rest.start, rest.end),) if rest else ()
            sentences.append(Sentence(len(sentences), text, part.page.number, part.start, part.end, onward))
    return tuple(sentences)


def _parts(page: Page, lines: Sequence[Span]) -> list[_Part]:
    found = []
    for start, end in blocks(page.text, lines):
        for number, (begin, stop) in enumerate(_sentences_of_block(page.text, start, end)):
            found.append(_Part(page, begin, stop, starts_block=number == 0))
    return found


def _joined(found: Sequence[list[_Part]]) -> Iterator[tuple[_Part, _Part | None]]:
    """Each part with what of its sentence stands on the next sheet, where a sheet's end cut it."""
    taken = False
    for number, parts in enumerate(found):
        following = next((later[0] for later in found[number + 1 : number + 2] if later), None)
        cut = _cut_sentence(parts[int(taken) :], following)
        for part in parts[int(taken) :]:
            yield part, following if part is cut else None
        taken = cut is not None


def _cut_sentence(parts: Sequence[_Part], following: _Part | None) -> _Part | None:
    """The part that goes on as `following`: the last on its sheet, or the last before its footnotes or a heading."""
    if not parts or following is None:
        return None
    notes = (
        place
        for place, part in enumerate(parts)
        if place >= max(1, len(parts) * FOOTNOTES_FROM) and part.starts_block and _FOOTNOTE.match(part.raw)
    )
    last = [parts[place - 1] for place in notes][:1]
    before_heading = [parts[-2]] if len(parts) > 1 and parts[-1].starts_block and is_title(parts[-1].raw) else []
    return next((part for part in (parts[-1], *last, *before_heading) if _goes_on(part.raw, following.raw)), None)


def _goes_on(raw: str, following: str) -> bool:
    words = raw.rstrip("_ \n").split()
    if len(words) < FEWEST_WORDS_CUT or _COMPLETE.search(words[-1]) or len(raw) + len(following) > LONGEST:
        return False
    if _FOOTNOTE.match(raw) or is_title(raw) or not following[:1].isalpha() or _BULLET_SIGN.match(following):
        return False
    if words[-1].lower() in _LEFT_OPEN or words[-1].endswith((",", "’s", "'s", "-")):
        return True
    finished = len(words) >= 2 * FEWEST_WORDS_CUT or _COMPLETE.search(following) is not None
    return following[:1].islower() and finished


def _sentences_of_block(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in sorted({*_stops(text, start, end), *_bullet_stops(text, start, end), end}):
        heading = end_of_heading(text, begin, stop)
        for piece_start, piece_end in ((begin, heading), (heading, stop)):
            yield from _short_enough(text, piece_start, piece_end)
        begin = stop


def _stops(text: str, start: int, end: int) -> Iterator[int]:
    for match in _END.finditer(text, start, end):
        numbering = _NUMBERING.fullmatch(text, start, match.end())
        if not numbering and not _is_abbreviation(text, start, match.end()):
            yield match.end()
    for match in _GLUED.finditer(text, start, end):
        if not _WEB.search(_word_around(text, match.start())):
            yield match.end()


def _word_around(text: str, place: int) -> str:
    start = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    return text[start:].split(maxsplit=1)[0]


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
    sometimes = word in _SOMETIMES_LAST or _INITIALS.fullmatch(word)
    return bool(sometimes and following and following.group(1).lower() not in _STARTERS)


def _short_enough(text: str, start: int, end: int) -> Iterator[Span]:
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


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _readable(raw: str) -> str:
    text = _FILLING.sub(" ", raw.replace("\u00ad", ""))
    text = _SPACED_HYPHEN.sub(_rejoined_prefix, _BROKEN_WORD.sub(_rejoined, text))
    return _BULLET_SIGN.sub("", _SPACE.sub(" ", text).strip()).strip()


def _rejoined(match: re.Match[str]) -> str:
    before, after = match.groups()
    keeps = before.lower() in _KEEPS_HYPHEN or before[-1].isdigit() or after.isupper()
    return f"{before}-{after}" if keeps else f"{before}{after}"


def _rejoined_prefix(match: re.Match[str]) -> str:
    """ "sub- contractors" was one word; "short- and long-term" was not."""
    return f"{match.group(1)}-" if match.group(1).lower() in _KEEPS_HYPHEN else match.group()
