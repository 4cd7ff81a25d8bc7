"""What makes a sentence specific: numbers, dates, places, named standards and named groups of people."""

import re
from dataclasses import dataclass
from functools import cache

from scoring import cues
from scoring.text import folded, table

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"\b(?:{_DAY} (?:of )?(?:{_MONTHS})\b(?:,? {_YEAR})?|(?:{_MONTHS}) {_DAY},? {_YEAR}|(?:{_MONTHS}) {_YEAR}|"
    rf"\d{{1,2}}/\d{{1,2}}/(?:19|20)?\d\d|{_YEAR}[-/](?:19|20)?\d\d|q[1-4] {_YEAR}|{_YEAR})\b"
)
# Numbers that name a law, a section, a page, a standard or a list item say nothing about the organisation.
_NUMBERED_THINGS = (
    "section|sections|s|ss|sec|clause|article|part|page|p|paragraph|subsection|principles?|schedule|chapter|appendix|"
    "annex|note|iso|sa|convention|conventions|no|c|tier|tiers|number|abn|nzbn|acn|policy|version|tel|phone|level"
)
_NOT_SPECIFIC = re.compile(
    rf"\b(?:acts?|bill|regulations?|order)\b[^\w]{{0,3}}(?:of )?{_YEAR}|\({_YEAR}\)|\b{_YEAR} statement\b|"
    rf"\b(?:{_NUMBERED_THINGS})\.? ?(?:no\.? )?\(?\d[\d().:,a-z/-]*|^\W*\(?\d{{1,2}}[.)]? |"
    r"\b(?:0800|0508)[\d ]+|https?://\S+|www\.\S+|\b24/7\b|"
    r"\bunder (?:the age of )?1\d\b|\b1\d years\b|\bage of 1\d\b"
)
_PERIOD = re.compile(
    rf"\b(?:financial|fiscal|reporting|calendar) (?:year|period)s?(?: \w+){{0,3}}? "
    rf"(?:{_YEAR}|\d{{1,2}} \w+ {_YEAR})(?:[-/]\d\d+)?|"
    rf"\byear end(?:ed|ing)? \d{{0,2}} ?\w+ ?\d{{0,2}},? {_YEAR}|\bfy ?\d\d+"
)
_NUMBER = re.compile(
    r"(?<![\w/.-])[$£€]? ?\d[\d,.]*(?: ?(?:%|per cent|percent|million|billion|m|bn|k))?(?![\w/-])|"
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundreds?|thousands?|dozens?|half)\b(?! (?:main|key|core|broad|pillars?|of the))"
)


@dataclass(frozen=True)
class Mark:
    """One specific thing in a sentence: its `kind` (number, date, place, standard, group) and its words."""

    kind: str
    words: str


@cache
def _places() -> re.Pattern[str]:
    names = sorted(table("specificity")["places"], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in names) + r")(?:'s)?(?!\w)")


def marks(sentence: str) -> tuple[Mark, ...]:
    """The specific things in a sentence, each once. Years of laws, section and page numbers do not count."""
    plain = folded(sentence)
    counted = _PERIOD.sub(" ", _NOT_SPECIFIC.sub(" ", plain))
    dates = [match.group() for match in _DATE.finditer(counted)]
    numbers = [match.group().strip(" ,.") for match in _NUMBER.finditer(_DATE.sub(" ", counted))]
    found = [
        *(Mark("number", words) for words in numbers),
        *(Mark("date", words.title()) for words in dates),
        *(Mark("place", match.group()) for match in _places().finditer(sentence.replace("’", "'"))),
        *(Mark("standard", words) for words in cues.found(table("specificity")["standards"], plain)),
        *(Mark("group", words) for words in cues.found(table("specificity")["groups"], plain)),
    ]
    return tuple(dict.fromkeys(found))


def kinds(found: tuple[Mark, ...]) -> tuple[str, ...]:
    """The kinds among the marks, each once, in a fixed order."""
    return tuple(dict.fromkeys(mark.kind for mark in found))
