"""Which words of a sentence weighed most in the model's probability: its own weights times the features.

A gram's share (weight times value) is split equally between the words it is made of, so that pairs of words and runs of
characters come back as words. What the neighbours and the sentence's place add is no word of its own and is left out,
and so are the commonest words of English, which weigh little and tell nothing.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from scoring.evidence.classifier import Classifier
from scoring.evidence.features import Block, masked, matrix
from scoring.text import folded, word_set

MOST_WORDS = 5
LEAST_SHARE = 0.25
"""A word that adds less than this share of what the heaviest adds is not told."""
SHORTEST = 3
WORDS, CHARACTERS = "words", "characters"
_COMMON = word_set("english")
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_PART = re.compile(r"[a-z][a-z']*")


def weighed(model: Classifier, asked: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """For each (sentence, label) the words that spoke most for the label, the heaviest first, as they are written.

    Empty where the label is not the model's or nothing in the sentence spoke for it.
    """
    texts = list(dict.fromkeys(text for text, _ in asked))
    rows = matrix(model.vocabulary, [[masked(text) for text in texts]]) if texts else None
    found: list[tuple[str, ...]] = []
    for text, label in asked:
        if rows is None or label not in model.labels:
            found.append(())
            continue
        row = rows[texts.index(text)]
        shares = row.multiply(model.weights[:, model.labels.index(label)]).tocsr()
        found.append(_heaviest(text, _by_word(model.vocabulary.blocks, shares.indices, shares.data, text)))
    return found


def _by_word(blocks: Iterable[Block], columns: np.ndarray, shares: np.ndarray, text: str) -> Mapping[str, float]:
    """What each folded word of the sentence adds, over the families of grams that are made of its own words."""
    words = _PART.findall(masked(text))
    by_column = dict(zip(columns.tolist(), shares.tolist(), strict=True))
    added: dict[str, float] = defaultdict(float)
    first = 0
    for block in blocks:
        if block.name in (WORDS, CHARACTERS):
            for gram, owners in _owners(block, words):
                share = by_column.get(first + block.columns[gram], 0.0)
                for owner in owners:
                    added[owner] += share / len(owners)
        first += len(block.columns)
    return added


def _owners(block: Block, words: Sequence[str]) -> Iterable[tuple[str, list[str]]]:
    """The block's grams that a sentence of these words holds, each with the words that it is made of."""
    if block.name == WORDS:
        made_of = {word: [word] for word in words}
        made_of |= {f"{one} {other}": [one, other] for one, other in itertools.pairwise(words)}
        return [(gram, owners) for gram, owners in made_of.items() if gram in block.columns]
    held: dict[str, list[str]] = defaultdict(list)
    for word in dict.fromkeys(words):
        padded = f" {word} "
        grams = {padded[at : at + size] for size in (3, 4, 5) for at in range(len(padded) - size + 1)}
        for gram in grams & block.columns.keys():
            held[gram].append(word)
    return held.items()


def _heaviest(text: str, added: Mapping[str, float]) -> tuple[str, ...]:
    """The words as the sentence writes them, the heaviest first; each once."""
    telling = {word: share for word, share in added.items() if len(word) >= SHORTEST and word not in _COMMON}
    heaviest = max(telling.values(), default=0.0)
    if heaviest <= 0:
        return ()
    told = [(share, word) for word, share in telling.items() if share >= LEAST_SHARE * heaviest]
    written = {folded(word): word for word in reversed(_WORD.findall(text))}
    order = sorted(told, key=lambda pair: (-pair[0], pair[1]))
    return tuple(dict.fromkeys(written.get(word, word) for _, word in order))[:MOST_WORDS]
