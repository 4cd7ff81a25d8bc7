"""How much the register holds, counted once for each change of it and kept: the count reads every public row."""

from flask import current_app

from portal import db, index
from statements.register import queries
from statements.register.public import Counts


def counts() -> Counts:
    """The counts of everything public, as of the last change that the index knows of."""
    found = index.current()
    if found is None:
        return queries.counts(db.session())
    kept: dict[int, Counts] = current_app.extensions.setdefault("counts", {})
    known = kept.get(found.changed)
    if known is None:
        known = queries.counts(db.session())
        kept.clear()
        kept[found.changed] = known
    return known
