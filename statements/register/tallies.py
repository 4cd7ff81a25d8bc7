"""How many public statements there are by a trait of whoever filed them: the same ones that the list of them shows."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements.filing.models import Statement
from statements.organisations.models import Organisation
from statements.register.visible import current_versions


def by_kind(session: Session) -> dict[str, int]:
    """How many statements are listed by the kind of their lead organisation, withdrawn ones included as in the list."""
    current = current_versions().subquery()
    query = (
        select(Organisation.kind, func.count())
        .join(Statement, Statement.organisation_id == Organisation.id)
        .join(current, current.c.statement_id == Statement.id)
        .group_by(Organisation.kind)
    )
    return {kind: count for kind, count in session.execute(query)}
