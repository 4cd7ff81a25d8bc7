"""Two statements of one organisation, to be told apart."""

from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.organisations.addresses import merged_into
from statements.register import queries
from statements.register.public import PublicStatement

NOT_OF_ONE = "These are not two statements of one organisation."


def of_one(session: Session, earlier: int, later: int) -> tuple[PublicStatement, PublicStatement]:
    """Two statements of one organisation, or of organisations that became one, with their text. Raises NotFound."""
    before, after = queries.statement(session, earlier), queries.statement(session, later)
    whose = {each.organisation.id for each in (before, after)}
    same = any(whose <= {each, *merged_into(session, each)} for each in whose)
    if earlier == later or not same:
        raise NotFound(NOT_OF_ONE)
    return before, after
