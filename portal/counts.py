"""How much the register holds, counted once for each change of it and kept: the count reads every public row."""

import time

from flask import current_app

from portal import db, index
from statements.register import queries
from statements.register.public import Counts

A_WHILE = 60
"""Seconds for which a count is told while there is no index, which tells whether anything changed."""


def counts() -> Counts:
    """The counts of everything public, as of the last change that the index knows of, or of the last minute."""
    found = index.current()
    moment = ("index", found.changed) if found else ("minute", int(time.monotonic() // A_WHILE))
    kept: dict[tuple[str, int], Counts] = current_app.extensions.setdefault("counts", {})
    known = kept.get(moment)
    if known is None:
        known = queries.counts(db.session())
        kept.clear()
        kept[moment] = known
    return known
