"""Candidates for a name among very many, found by the three-letter runs that are rarest in the whole register."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy import sparse

_LETTERS = " abcdefghijklmnopqrstuvwxyz0123456789"
_OTHER = len(_LETTERS)
_BASE = _OTHER + 1
_CODES = np.full(256, _OTHER, dtype=np.int32)
_CODES[np.frombuffer(_LETTERS.encode("ascii"), dtype=np.uint8)] = np.arange(len(_LETTERS))

# A query reads its runs from the rarest on, until it has read this many places in the register. The best of them by
# shared runs are compared letter by letter, and dropped where less alike than _HOPELESS of 100. More of any found
# hardly more true matches, and cost time.
_PLACES_READ = 4000
_FEWEST_RUNS = 3
_COMPARED = 60
_HOPELESS = 60


def _runs(text: str) -> NDArray[np.int32]:
    """Return the number of every three-letter run of `text`, letters outside a-z, 0-9 and space counted as one."""
    codes = _CODES[np.frombuffer(text.encode("latin-1", "replace"), dtype=np.uint8)]
    return codes[:-2] * (_BASE * _BASE) + codes[1:-1] * _BASE + codes[2:]


class TrigramIndex:
    """The places of every three-letter run in a list of folded names."""

    def __init__(self, names: Sequence[str]) -> None:
        """Index folded `names`; a candidate is later named by its place in this list."""
        self._names = list(names)
        lengths = np.fromiter((len(name) + 2 for name in self._names), dtype=np.int32, count=len(self._names))
        owners = np.repeat(np.arange(len(self._names), dtype=np.int32), lengths)
        runs = _runs("".join(f" {name} " for name in self._names)) if self._names else np.empty(0, dtype=np.int32)
        whole = owners[:-2] == owners[2:]
        table = sparse.coo_matrix(
            (np.ones(int(whole.sum()), dtype=np.int8), (owners[:-2][whole], runs[whole])),
            shape=(max(1, len(self._names)), _BASE**3),
        ).tocsc()
        self._places, self._starts = table.indices, table.indptr
        self._counts = np.diff(self._starts)
        self._weights = np.log1p(len(self._names) / np.maximum(self._counts, 1))
        self._sizes = np.bincount(
            self._places, weights=np.repeat(self._weights, self._counts), minlength=len(self._names)
        )

    def candidates(self, text: str, limit: int) -> list[int]:
        """Return up to `limit` places of the names most like folded `text`, the most alike first."""
        runs = np.unique(_runs(f" {text} ")) if text else np.empty(0, dtype=np.int32)
        own_size = float(self._weights[runs].sum())
        runs = runs[self._counts[runs] > 0]
        if not len(runs):
            return []
        places = self._sharing(runs, own_size)
        names = [self._names[place] for place in places]
        alike = process.extract(text, names, scorer=fuzz.token_sort_ratio, limit=limit, score_cutoff=_HOPELESS)
        within = process.extract(text, names, scorer=fuzz.token_set_ratio, limit=limit // 2, score_cutoff=_HOPELESS)
        return list(dict.fromkeys(int(places[at]) for _, _, at in (*alike, *within)))

    def _sharing(self, runs: NDArray[np.int32], own_size: float) -> NDArray[np.int64]:
        """Return the places that share most of the rarest runs, for the size of both names."""
        runs = runs[np.argsort(self._counts[runs], kind="stable")]
        read = np.cumsum(self._counts[runs])
        runs = runs[: max(_FEWEST_RUNS, int(np.searchsorted(read, _PLACES_READ, side="right")))]
        spans = zip(self._starts[runs], self._starts[runs + 1], strict=True)
        places = np.concatenate([self._places[start:stop] for start, stop in spans])
        shared = np.bincount(places, weights=np.repeat(self._weights[runs], self._counts[runs]))
        places.sort()
        found = places[np.concatenate(([True], places[1:] != places[:-1]))].astype(np.int64)
        share = shared[found] / np.sqrt(own_size + self._sizes[found])
        return found[np.argpartition(-share, _COMPARED)[:_COMPARED] if len(found) > _COMPARED else slice(None)]
