"""The order by name, for pages so far down that the index, which compares every name above them, takes too long."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.filing.models import Statement
from statements.organisations.models import Organisation
from statements.register.index import Index

FAR_DOWN = 2_000
"""From here on the order is read from the database once, and kept for as long as the index shows the same."""


def numbers_by_name(index: Index, session: Session) -> Sequence[int]:
    """The number of every statement in the order of `entries.entry`: by name, then the newer period, then the later."""
    generation, kept = index.by_name
    if generation == index.generation:
        return kept
    query = select(Organisation.sort_key, Statement.period_end, Statement.number).join(
        Organisation, Organisation.id == Statement.organisation_id
    )
    rows = [(f"{name}\x00", -day.toordinal(), -number) for name, day, number in session.execute(query)]
    kept = [-number for _, _, number in sorted(rows)]
    index.by_name = (index.generation, kept)
    return kept
