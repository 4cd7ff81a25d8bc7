"""What people type into the search box, read forgivingly: words, "phrases", AND, OR, NOT, -word, begin*, brackets.

A quotation mark or a bracket that stands alone, and an operator with nothing to join, are passed over; whatever is
typed means something.
"""

import re
from dataclasses import dataclass

from statements.errors import Invalid, Problem
from statements.limits import QUERY_CHARACTERS, QUERY_PARTS
from statements.register import analysis

LONGEST_QUERY = QUERY_CHARACTERS.value
MOST_PARTS = QUERY_PARTS.value
SHORTEST_PREFIX = 2

_PARTS = re.compile(r'"[^"]*"|[()]|[^\s"()]+')
_LEFT_OUT = re.compile(r'(?<!\S)-(?=["(])')
_QUOTES = str.maketrans("“”„‟«»＂", '"""""""')
_AND, _OR, _NOT = "AND", "OR", "NOT"


@dataclass(frozen=True)
class Term:
    """A word, or several that follow each other; with `prefix` the last is only the beginning of one."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Not:
    """Everything but this."""

    part: "Tree"


@dataclass(frozen=True)
class All:
    """Each of these."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    parts: tuple["Tree", ...]


Tree = Term | Not | All | Either


def parse(text: str) -> Tree | None:
    """What the text asks for; None where it holds no word. Raises Invalid for a text that is too long."""
    if len(text) > LONGEST_QUERY:
        fault = f"The search text is {len(text)} characters long; at most {LONGEST_QUERY} are read."
        raise Invalid([Problem(fault, "Search for fewer words.", "q")])
    parts = _PARTS.findall(_LEFT_OUT.sub(f" {_NOT} ", text.translate(_QUOTES)))
    if len(parts) > MOST_PARTS:
        fault = f"The search text has {len(parts)} words and signs; at most {MOST_PARTS} are read."
        raise Invalid([Problem(fault, "Search for fewer words.", "q")])
    found = _Reader(parts).either()
    return found if found is not None else _term(text, prefix=False)


def sought(tree: Tree | None) -> list[Term]:
    """The words that were asked for, without those to leave out: what a snippet shows."""
    if isinstance(tree, Term):
        return [tree]
    if isinstance(tree, All | Either):
        return [term for part in tree.parts for term in sought(part)]
    return []


def plain_words(tree: Tree | None) -> list[str]:
    """The words of a search that uses nothing but words; empty for any other."""
    parts = tree.parts if isinstance(tree, All) else (tree,)
    plain = [part for part in parts if isinstance(part, Term) and not part.prefix]
    return [word for part in plain for word in part.words] if len(plain) == len(parts) else []


class _Reader:
    """Reads parts from left to right: NOT binds closest, then AND or nothing between, then OR."""

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        self.at = 0

    def either(self, depth: int = 0) -> Tree | None:
        """Alternatives parted by OR, up to the bracket that closes them."""
        found = [self.all_of(depth)]
        while self.at < len(self.parts) and self.parts[self.at] == _OR:
            self.at += 1
            found.append(self.all_of(depth))
        return _joined(Either, found)

    def all_of(self, depth: int) -> Tree | None:
        """What stands side by side; a bracket that closes nothing is passed over."""
        found = []
        while self.at < len(self.parts) and self.parts[self.at] != _OR:
            if self.parts[self.at] == ")" and depth > 0:
                break
            if self.parts[self.at] in (_AND, ")"):
                self.at += 1
                continue
            found.append(self.one(depth))
        return _joined(All, found)

    def one(self, depth: int) -> Tree | None:
        """One word, phrase, group in brackets, or the negation of one."""
        part = self.parts[self.at]
        self.at += 1
        if part == _NOT:
            return self.negated(depth)
        if part == "(":
            inner = self.either(depth + 1)
            self.at += 1
            return inner
        if part.startswith("-") and part.lstrip("-"):
            found = _term(part, prefix=part.endswith("*"))
            return Not(found) if found else None
        return _term(part, prefix=part.endswith("*"))

    def negated(self, depth: int) -> Tree | None:
        """What follows NOT, negated; nothing where nothing follows."""
        if self.at >= len(self.parts) or self.parts[self.at] in (_OR, _AND, ")"):
            return None
        inner = self.one(depth)
        return Not(inner) if inner is not None else None


def _term(text: str, *, prefix: bool) -> Term | None:
    words = tuple(analysis.words(text))
    if not words:
        return None
    return Term(words, prefix=prefix and len(words[-1]) >= SHORTEST_PREFIX)


def _joined(kind: type[All] | type[Either], found: list[Tree | None]) -> Tree | None:
    parts = tuple(part for part in found if part is not None)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(parts)
