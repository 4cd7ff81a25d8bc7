"""Words are found in a text however they are written, and only as whole words."""

import pytest

from statements.register.query_language import Term, parse
from statements.register.spellings import places


@pytest.mark.parametrize(
    ("sought", "text", "found"),
    [
        ("maori", "te reo Māori, MAAORI; ma\u0304ori Maorii's māoris", ["Māori", "MAAORI", "ma\u0304ori"]),
        ("workers", "co-workers’ rights, Workers'. networkers", ["workers’", "Workers'"]),
        ("food", "seafood food's Food fod", ["Food"]),
        ("foods", "food's", ["food's"]),
        ("supply chains", "Supply-\nChains; supply the chains", ["Supply", "Chains", "supply", "chains"]),
        ('"supply chains"', "Supply-\nChains; supply the chains", ["Supply-\nChains"]),
        ("strasse", "Hauptstraße Straße STRASSE", ["Straße", "STRASSE"]),
        ("aesop", "Æsop aesop", ["Æsop", "aesop"]),
        ("recruit*", "pre-recruitment Recruiters", ["recruitment", "Recruiters"]),
        ("и", "и Й ии", ["и", "Й"]),
        ("a", "“a” ’ – á", ["a", "á"]),
    ],
)
def test_where_words_stand(sought, text, found) -> None:
    tree = parse(sought)
    terms = [tree] if isinstance(tree, Term) else list(tree.parts)
    spans = sorted(place for term in terms for place in places(text, term))
    assert [text[start:end].rstrip("’'") for start, end in spans] == [each.rstrip("’'") for each in found]
