"""Fold text so that spellings, accents and spaces do not hide the same words; and the word lists of scoring."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent / "tables"

_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "­": None})


def folded(text: str) -> str:
    """Lower case, plain quotes and dashes, no accents or macrons, single spaces ("Māori" becomes "maori")."""
    if text.isascii():
        return " ".join(text.split()).lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_QUOTES))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return _SPACE.sub(" ", plain).strip().lower()


@cache
def table(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of one of scoring's own data files ("words")."""
    with (TABLES / f"{name}.toml").open("rb") as handle:
        return {key: tuple(values) for key, values in tomllib.load(handle).items()}


def word_set(name: str) -> frozenset[str]:
    """One of the small sets of words in tables/words.toml."""
    return frozenset(table("words")[name])
