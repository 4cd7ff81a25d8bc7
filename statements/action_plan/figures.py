"""Progress that the register itself can show: live figures for some actions, each with the list it counts."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements.filing.models import Coverage, Statement, StatementState, Version, VersionState
from statements.moderation.models import Notice
from statements.organisations.models import Organisation
from statements.suppliers.models import ProcurementReturn, SupplierLine, SupplierList
from statements.suppression import shown_count


@dataclass(frozen=True)
class LiveFigure:
    """A figure as shown, what it counts, and the address of the list; empty where only a total may be shown."""

    shown: str
    label: str
    link: str = ""


def live_figures(session: Session, name: str) -> list[LiveFigure]:
    """The figures of this name ("procurement", "reporting", "guiding_principles"); none for a name without any."""
    made = {"procurement": _procurement, "reporting": _reporting, "guiding_principles": _guiding_principles}
    return made[name](session) if name in made else []


def _procurement(session: Session) -> list[LiveFigure]:
    agencies = _count(session, select(func.count(SupplierList.organisation_id.distinct())))
    lines = _count(session, select(func.count(SupplierLine.id)))
    returns = _count(session, select(func.count(ProcurementReturn.id)))
    return [
        LiveFigure(shown_count(agencies), "agencies that checked a supplier list here"),
        LiveFigure(shown_count(lines), "suppliers on those lists"),
        LiveFigure(shown_count(returns), "procurement returns filed"),
    ]


def _reporting(session: Session) -> list[LiveFigure]:
    published = Statement.state == StatementState.PUBLISHED
    statements = _count(session, select(func.count(Statement.id)).where(published))
    agencies = select(func.count(Statement.id)).join(Organisation, Organisation.id == Statement.organisation_id)
    covered = select(func.count(Coverage.organisation_id.distinct())).join(Version, Version.id == Coverage.version_id)
    return [
        LiveFigure(f"{statements:,}", "statements published", "/statements"),
        LiveFigure(
            f"{_count(session, covered.where(Version.state == VersionState.PUBLISHED)):,}", "organisations they cover"
        ),
        LiveFigure(
            f"{_count(session, agencies.where(published, Organisation.public_body)):,}", "of them by public bodies"
        ),
    ]


def _guiding_principles(session: Session) -> list[LiveFigure]:
    released = _count(session, select(func.count(Notice.id)).where(Notice.released_at.is_not(None)))
    return [LiveFigure(f"{released:,}", "statements read against the Guiding Principles and confirmed", "/statements")]


def _count(session: Session, query: object) -> int:
    return session.scalar(query) or 0  # type: ignore[call-overload]
