"""How much the supplier check is used, as totals alone: no list, no agency and no supplier can be told from them."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements.suppliers.models import ProcurementReturn, SupplierLine, SupplierList


@dataclass(frozen=True)
class Totals:
    """Agencies and others that checked a list, suppliers on checked lists, those found here, returns filed."""

    checkers: int
    suppliers: int
    found: int
    returns: int


def totals(session: Session) -> Totals:
    """The totals at this moment. Exact: whoever shows them withholds small ones."""
    checked = SupplierList.checked_at.is_not(None)
    lines = select(func.count(SupplierLine.id)).join(SupplierList, SupplierList.id == SupplierLine.list_id)
    return Totals(
        checkers=session.scalar(select(func.count(SupplierList.organisation_id.distinct())).where(checked)) or 0,
        suppliers=session.scalar(lines.where(checked)) or 0,
        found=session.scalar(lines.where(checked, SupplierLine.organisation_id.is_not(None))) or 0,
        returns=session.scalar(select(func.count(ProcurementReturn.id))) or 0,
    )
