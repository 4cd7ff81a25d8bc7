"""Which sentences are nearly the same: a changed name or number does not make a copied sentence an organisation's own.

Two sentences are alike when the words and pairs of words that they share are a large enough part of all that either
has (Jaccard). MinHash signatures, cut into bands, find the few that may be alike without comparing each with every
other: two sentences that share a band's key are compared, all others are not.
"""

import hashlib
import itertools
import re
import struct
from collections.abc import Iterable

from datasketch.minhash import MinHash

from scoring.text import folded, word_set

STANDS_FOR = "organisation"
SHORTEST_NAME = 4
_LEGAL = word_set("not_a_name")
_NOT_WORD = re.compile(r"[^\w]+")

ALIKE = 0.7
BANDS, ROWS = 10, 4
"""At 0.7 a pair is missed in about 1 of 15 cases, at 0.8 in 1 of 190; the wider the bands the more is compared."""


def without_names(words: str, names: Iterable[str]) -> str:
    """A normalised sentence with these names, in full or without their legal form, replaced by one word."""
    for name in names:
        full = _NOT_WORD.sub(" ", folded(name)).split()
        short = [word for word in full if word not in _LEGAL]
        for form in (" ".join(full), " ".join(short)):
            if len(form) >= SHORTEST_NAME:
                words = re.sub(rf"\b(?:the )?{re.escape(form)}\b", STANDS_FOR, words)
    return words


def shingles(words: str) -> frozenset[str]:
    """The words and pairs of neighbouring words of a normalised sentence."""
    parts = words.split()
    return frozenset([*parts, *(f"{one} {other}" for one, other in itertools.pairwise(parts))])


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the sentences with these shingles are nearly the same."""
    shared = len(one & other)
    return shared >= ALIKE * (len(one) + len(other) - shared)


def band_keys(sentences: Iterable[str]) -> list[tuple[int, ...]]:
    """For each normalised sentence its keys, one a band: whole numbers of 64 bits with a sign, as databases keep them.

    The same sentence has the same keys in every process: they are kept, so neither seed nor bands may change alone.
    """
    hashed = ([each.encode() for each in sorted(shingles(words))] for words in sentences)
    return [_keys(signature) for signature in MinHash.generator(hashed, num_perm=BANDS * ROWS, seed=1)]


def _keys(signature: MinHash) -> tuple[int, ...]:
    values = signature.hashvalues
    bands = (values[start : start + ROWS].astype("<u8").tobytes() for start in range(0, BANDS * ROWS, ROWS))
    digests = (hashlib.blake2b(bytes([band]) + held, digest_size=8).digest() for band, held in enumerate(bands))
    return tuple(struct.unpack("<q", digest)[0] for digest in digests)
