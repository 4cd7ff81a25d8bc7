"""Which reader read: a short mark of the code and word lists that a reading follows, beside the model's own.

The same text may be read otherwise after a rule or a word list changed, so an assessment names both.
"""

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
NOT_READING = frozenset(
    {"export.py", "recompute.py", "reader.py", "training.py", "evaluation.py", "labelled.py", "sentence_file.py"}
)
"""Modules of scoring on which no reading rests."""
SHORT = 8


@cache
def fingerprint() -> str:
    """The start of a SHA-256 over this package's code and word lists; rubrics and models have their own."""
    digest = hashlib.sha256()
    sources = [*HERE.glob("*.py"), *HERE.glob("evidence/*.py"), *HERE.glob("tables/*.toml")]
    for path in sorted(sources, key=lambda each: each.relative_to(HERE).as_posix()):
        if path.name not in NOT_READING:
            digest.update(path.relative_to(HERE).as_posix().encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()[:SHORT]
