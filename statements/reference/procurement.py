"""What organisations buy, by category, and what is known of the risk in categories and countries."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from statements.reference.folding import fold
from statements.reference.rows import parts, rows

# Shorter numbers are as often ledger codes as UNSPSC codes, so they count only where the list says which they are.
_UNSPSC = re.compile(r"^\s*(?:unspsc\W*([0-9]{2,8})|([0-9]{8}))(?![0-9])", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Category:
    """A category of purchases: goods or services, its risk (high, medium, low) and why, and the listed goods in it."""

    code: str
    name: str
    kind: str
    risk: str
    reason: str
    source: str
    goods: tuple[str, ...]
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class CountryRisk:
    """A country's own reason for concern, besides the goods listed for it."""

    country: str
    level: str
    reason: str
    source: str


@cache
def categories() -> dict[str, Category]:
    """Return the procurement categories by code."""
    return {
        row["code"]: Category(**{**row, "goods": parts(row["goods"]), "keywords": parts(row["keywords"])})  # type: ignore[arg-type]
        for row in rows("procurement_categories.csv")
    }


@cache
def country_risks() -> dict[str, CountryRisk]:
    """Return the countries' own reasons for concern by two-letter code."""
    return {row["country"]: CountryRisk(**row) for row in rows("country_risk.csv")}


@cache
def _by_prefix() -> dict[str, str]:
    return {row["prefix"]: row["category"] for row in rows("unspsc_categories.csv")}


def _words(text: str) -> str:
    singular = (word.removesuffix("s") if len(word) > 3 else word for word in _BETWEEN_WORDS.split(fold(text)) if word)
    return f" {' '.join(singular)} "


@cache
def _by_keyword() -> tuple[tuple[str, Category], ...]:
    """Return keywords as ` word ` with their categories, the longest first: `solar panels` before `panels`."""
    found = [(_words(word), entry) for entry in categories().values() for word in (entry.name, *entry.keywords)]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4096)
def category_of(text: str) -> Category | None:
    """Return the category that a list means by `text`: our code, an eight-digit UNSPSC code, or words in it.

    None when nothing fits: no category is guessed.
    """
    plain = text.strip()
    if plain in categories():
        return categories()[plain]
    coded = _UNSPSC.match(plain)
    if coded:
        return _of_unspsc(coded[1] or coded[2])
    words = _words(plain)
    return next((entry for keyword, entry in _by_keyword() if keyword in words), None)


def _of_unspsc(code: str) -> Category | None:
    known = (_by_prefix().get(code[:length]) for length in range(len(code), 1, -1))
    return next((categories()[category] for category in known if category), None)
