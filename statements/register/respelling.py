"""A word that no statement holds, spelt as the nearest one that statements hold."""

import re
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy.orm import Session
from tantivy import Query

from statements.register import analysis, cards, texts
from statements.register.index import Index
from statements.register.matching import FIELDS, SHORTEST_SLIP, slips_allowed

READ = 5
"""Statements looked at for the nearest word."""
MOST_RESPELT = 3
_TYPED = re.compile(r"[^\W\d_]+")


def respelt(index: Index | None, session: Session, text: str) -> str:
    """The text with the first MOST_RESPELT words that nothing holds spelt as what statements hold, a slip or two away.

    Empty where no word changes, and while there is no index.
    """
    if index is None:
        return ""
    unknown = [word for word in dict.fromkeys(_TYPED.findall(text)) if _is_unknown(index, word)][:MOST_RESPELT]
    nearest = {word: _nearest(index, session, analysis.words(word)[0]) for word in unknown}
    changed = _TYPED.sub(lambda found: nearest.get(found.group()) or found.group(), text)
    return changed if changed != text else ""


def _is_unknown(index: Index, typed: str) -> bool:
    words = analysis.words(typed)
    if len(words) != 1 or len(words[0]) < SHORTEST_SLIP:
        return False
    return not any(index.searcher.doc_freq(field, words[0]) for field in FIELDS)


def _nearest(index: Index, session: Session, word: str) -> str:
    """The word that the fewest slips part from this one, of those the one that most statements hold; "" for none."""
    allowed = slips_allowed(word)
    asked = Query.fuzzy_term_query(index.schema, "body", word, distance=allowed)
    hits = index.searcher.search(asked, limit=READ).hits
    kept: list[Any] = [index.searcher.doc(at).get_first("card") for _, at in hits]
    versions = [cards.from_bytes(each).version.id for each in kept]
    held = {each for text in texts.of_versions(session, versions).values() for each in analysis.words(text)}
    slips = {each: OSA.distance(word, each, score_cutoff=allowed) for each in held}
    near = [each for each, count in slips.items() if count <= allowed]
    return min(near, key=lambda each: (slips[each], -index.searcher.doc_freq("body", each), each), default="")
