"""Organisations' names, made comparable: letters, legal endings, abbreviations and trading names in one spelling."""

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from statements.reference.folding import fold, fold_long_vowels

_FOLDER = Path(__file__).parent
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.)+[^\W\d_]\b|\b(?:[^\W\d_]\.\s?){2,}")
_SPACED_LETTERS = re.compile(r"\b[a-z](?: [a-z]\b)+")
_AND = re.compile(r"[&+]")
_PUNCTUATION = re.compile(r"[\W_]+")
_COUNTRY_NAME = re.compile(r"\bnew zealand\b")
_TRADING = re.compile(
    r"[\s,;(\[-]+(?:t\s*[/\\]\s*as?|t\.a\.?|trading\s+(?:as|name)|d\s*[/\\]\s*b\s*[/\\]\s*a|dba|doing\s+business\s+as)"
    r"\b[\s:.]*",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"[\s,;(\[-]+(?:formerly(?:\s+known\s+as)?|previously(?:\s+known\s+as)?|f\s*/\s*k\s*/\s*a|fka)\b[\s:.]*",
    re.IGNORECASE,
)
_MAYBE_TWO = re.compile(r"[)\]]\s*$|[/|–—]| - ")
_TWO_IN_BRACKETS = re.compile(r"^\s*([^()\[\]]+?)\s*[(\[]([^()\[\]]+)[)\]]\s*$")
_SIDE_BY_SIDE = re.compile(r"\s+[/|–—-]\s+|\s*[—|]\s*")
_BRACKETS_AND_SPACE = " \t)]};,-–—"
_PLACES = frozenset({"nz", "australia", "uk", "aotearoa"})
_LONGEST_FORM = 5
_SHORTEST_MENDED = 6
_REPEATABLE = frozenset({"limited", "proprietary"})


@dataclass(frozen=True)
class ComparableName:
    """A name ready to compare.

    `core` is its words in one spelling without the legal ending; `form` is that ending's family (limited, proprietary,
    trust ...) or empty; `loose` is `core` with the long vowels of te reo Māori made short.
    """

    core: str
    form: str
    loose: str

    @property
    def key(self) -> str:
        """What two spellings of one name share, the legal ending left aside."""
        return self.loose.replace(" ", "")


@dataclass(frozen=True)
class NameParts:
    """One line of a list taken apart: the name itself, and the trading and former names that were written beside it."""

    name: str
    trading: str = ""
    former: str = ""


def _rows(file_name: str) -> list[dict[str, str]]:
    with (_FOLDER / file_name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def legal_forms() -> dict[str, str]:
    """Return the family of each legal ending by its spelling (lower case, words parted by one space)."""
    return {row["spelling"]: row["form"] for row in _rows("legal_forms.csv")}


@cache
def word_spellings() -> dict[str, str]:
    """Return the one spelling of each abbreviated word."""
    return {row["spelling"]: row["word"] for row in _rows("word_spellings.csv")}


@cache
def common_words() -> frozenset[str]:
    """Return the words that so many names share that they say little about which organisation is meant."""
    return frozenset(row["word"] for row in _rows("common_words.csv"))


def split_name(text: str) -> NameParts:
    """Take `Smith Ltd t/a Corner Dairy (formerly Old Co)` apart; what has no such mark is a name alone."""
    rest, former = _cut(text, _FORMER)
    if not rest:
        rest, former = text.strip(), ""
    name, trading = _cut(rest, _TRADING)
    return NameParts(name, trading, former) if name else NameParts(trading, "", former)


def names_within(text: str) -> tuple[str, ...]:
    """Return the names that one name sets side by side: `Kauri Agency (Te Kauri)`, `Te Kauri / Kauri Agency`.

    A bracket that holds nothing but commonplace words, such as (NZ), is no name. Empty when there is one name alone.
    """
    if not _MAYBE_TWO.search(text):
        return ()
    bracketed = _TWO_IN_BRACKETS.match(text)
    found = bracketed.groups() if bracketed else tuple(_SIDE_BY_SIDE.split(text))
    telling = tuple(part.strip() for part in found if set(comparable(part).core.split()) - common_words())
    return telling if len(found) > 1 and len(telling) == len(found) else ()


def _cut(text: str, mark: re.Pattern[str]) -> tuple[str, str]:
    found = mark.search(" " + text)
    if found is None:
        return text.strip(), ""
    padded = " " + text
    return padded[: found.start()].strip(_BRACKETS_AND_SPACE), padded[found.end() :].strip(_BRACKETS_AND_SPACE)


def words_of(text: str) -> list[str]:
    """Return the words of a name in one spelling, its legal ending included: `A.B.C. (N.Z.) Ltd.` is abc nz ltd."""
    folded = fold(text)
    if "." in folded:
        folded = _INITIALS.sub(lambda run: run.group().replace(".", "").replace(" ", "") + " ", folded)
    plain = _PUNCTUATION.sub(" ", _AND.sub(" and ", folded)).strip()
    plain = _SPACED_LETTERS.sub(lambda run: run.group().replace(" ", ""), plain)
    spellings = word_spellings()
    words = [spellings.get(word, word) for word in _COUNTRY_NAME.sub("nz", plain).split()]
    if len(words) > 1 and words[0] == "the":
        return words[1:]
    return words[:-1] if len(words) > 1 and words[-1] == "the" else words


@cache
def _form_endings() -> frozenset[str]:
    return frozenset(spelling.split()[-1] for spelling in legal_forms())


def comparable(text: str) -> ComparableName:
    """Return a name made comparable. A name that is nothing but a legal ending keeps it as its core.

    The legal ending is found at the end, or before the place in a name such as `Acme Limited (NZ)`.
    """
    words = words_of(text)
    end = len(words)
    while end > 1 and words[end - 1] in _PLACES:
        end -= 1
    core, form = words, ""
    for stop in dict.fromkeys((len(words), end)):
        start, form = _legal_ending(words, stop)
        if form:
            core = words[:start] + words[stop:]
            break
    joined = " ".join(core)
    return ComparableName(joined, form, fold_long_vowels(joined))


def _legal_ending(words: list[str], stop: int) -> tuple[int, str]:
    """Return where the legal endings of `words[:stop]` begin, and the family of the first; it is empty without one.

    Only company endings are taken off twice (`Acme Pty Ltd Ltd`): `Acme Trust Limited` keeps its trust.
    """
    start, form = _one_ending(words, stop)
    while form in _REPEATABLE:
        earlier, other = _one_ending(words, start)
        if other not in _REPEATABLE:
            break
        start, form = earlier, other
    return start, form


def _one_ending(words: list[str], stop: int) -> tuple[int, str]:
    last = _mended(words[stop - 1]) if stop > 1 else ""
    if last not in _form_endings():
        return stop, ""
    forms = legal_forms()
    for start in range(max(1, stop - _LONGEST_FORM), stop):
        form = forms.get(" ".join([*words[start : stop - 1], last]))
        if form:
            return start, form
    return stop, ""


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    """Return the long legal ending that a word misses by one letter (limted, iLmited), else the word itself."""
    if len(word) < _SHORTEST_MENDED or word in _form_endings():
        return word
    close = (ending for ending in _form_endings() if len(ending) > _SHORTEST_MENDED and OSA.distance(word, ending) == 1)
    return next(close, word)


def same_kind_of_ending(one: str, other: str) -> bool:
    """Say whether two families of legal ending can belong to one organisation: equal, or one was left out."""
    return one == other or not one or not other


def lookup_key(text: str) -> str:
    """Return a name, or a part of one, as its words are looked up: folded, without punctuation, & written and.

    Nothing is left out and no word is cut, so that the key of a part is found within the key of the whole.
    """
    return fold_long_vowels(" ".join(_PUNCTUATION.sub(" ", _AND.sub(" and ", fold(text))).split()))


def sort_key(name: str) -> tuple[str, str]:
    """Return the key that sorts a name with its macron letters beside the plain ones; ties keep a fixed order."""
    return " ".join(_PUNCTUATION.sub(" ", fold(name)).split()), name


def slug(name: str) -> str:
    """Return a name for an address: lower-case ASCII words joined by hyphens; `organisation` when no letter is left."""
    folded = _PUNCTUATION.sub(" ", _AND.sub(" and ", fold(name))).encode("ascii", "ignore").decode()
    return "-".join(folded.split())[:80].strip("-") or "organisation"
