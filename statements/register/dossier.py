"""Everything that the page of an organisation tells, gathered in one place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from statements.moderation import office_notices
from statements.moderation.notice_models import OfficeNotice
from statements.organisations import addresses
from statements.organisations.models import CorrectionNote
from statements.register import differences, organisations, queries
from statements.register.family import Family, family
from statements.register.index import Index
from statements.register.owed import Owed, owed
from statements.register.peers import Peers, peers
from statements.register.public import PublicOrganisation, PublicStatement

YEARS = 5
"""Years that stand side by side."""


@dataclass(frozen=True)
class Year:
    """A statement in the row of years. `earlier` is the number of the statement for the period before it, and `answers`
    how many answers differ from it; None where the two were filed under different rules."""

    statement: PublicStatement
    earlier: int | None
    answers: int | None


@dataclass(frozen=True)
class Dossier:
    """An organisation with its statements, those that cover it, its group, what it owed, its peers, public notices."""

    organisation: PublicOrganisation
    own: list[PublicStatement]
    covering: list[PublicStatement]
    years: list[Year]
    family: Family
    owed: list[Owed]
    peers: Peers | None
    corrections: Sequence[CorrectionNote]
    notices: Sequence[OfficeNotice]


def dossier(index: Index | None, session: Session, slug: str, *, at: datetime, on: date) -> Dossier:
    """The dossier of the organisation at this address. Raises NotFound. `on` is the day of `at` here."""
    shown, one, statements = organisations.with_statements(session, slug)
    filed = queries.statements_by_ids(session, statements, known={shown.id: shown})
    own = [each for each in filed if each.organisation.id in one]
    standing = [each for each in own if not each.withdrawn]
    newest = next((each for each in standing if each.profile), None)
    return Dossier(
        organisation=shown,
        own=own,
        covering=[each for each in filed if each.organisation.id not in one],
        years=side_by_side(standing)[:YEARS],
        family=family(session, shown),
        owed=owed(session, one, at=at, on=on),
        peers=peers(index, session, newest) if newest else None,
        corrections=addresses.corrections(session, shown.id),
        notices=office_notices.published(session, organisations=one),
    )


def side_by_side(standing: list[PublicStatement]) -> list[Year]:
    """Statements, newest first, each with what changed from the one before it in time."""
    pairs = zip(standing, [*standing[1:], None], strict=False)
    return [Year(after, before.number if before else None, _changed(before, after)) for after, before in pairs]


def _changed(before: PublicStatement | None, after: PublicStatement) -> int | None:
    if before is None or before.law != after.law:
        return None
    public = after.organisation.public_body
    return len(differences.changed_answers(before.version, after.version, after.law, public_agency=public))
