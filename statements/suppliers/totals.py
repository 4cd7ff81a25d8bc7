"""How much the supplier check is used, as totals alone: no list, no agency and no supplier can be told from them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import Session

from statements.suppliers.models import ProcurementReturn, SupplierLine, SupplierList

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Totals:
    """Agencies and others that checked a list, suppliers on checked lists, those found here, returns filed."""

    checkers: int
    suppliers: int
    found: int
    returns: int


def totals(session: Session, span: Span | None = None) -> Totals:
    """The totals at this moment, or of what was checked and filed from one moment until before another.

    Exact: whoever shows them withholds small ones.
    """
    checked: ColumnElement[bool] = SupplierList.checked_at.is_not(None)
    filed: ColumnElement[bool] = true()
    if span:
        checked = and_(SupplierList.checked_at >= span[0], SupplierList.checked_at < span[1])
        filed = and_(ProcurementReturn.filed_at >= span[0], ProcurementReturn.filed_at < span[1])
    lines = select(func.count(SupplierLine.id)).join(SupplierList, SupplierList.id == SupplierLine.list_id)
    return Totals(
        checkers=session.scalar(select(func.count(SupplierList.organisation_id.distinct())).where(checked)) or 0,
        suppliers=session.scalar(lines.where(checked)) or 0,
        found=session.scalar(lines.where(checked, SupplierLine.organisation_id.is_not(None))) or 0,
        returns=session.scalar(select(func.count(ProcurementReturn.id)).where(filed)) or 0,
    )
