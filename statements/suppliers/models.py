"""A buyer's supplier lists and an agency's procurement returns; private to the agency."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Document, Items, Key, Line, Moment


class SupplierList(Base):
    """An uploaded list: the file as it was, which column means what, and its lines."""

    __tablename__ = "supplier_lists"

    id: Mapped[Key]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[Line]
    filename: Mapped[Line]
    sha256: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[Line]
    header_row: Mapped[int]
    columns: Mapped[Document]
    problems: Mapped[Items]
    job_id: Mapped[uuid.UUID | None]
    uploaded_by: Mapped[uuid.UUID]
    uploaded_at: Mapped[Moment]
    checked_at: Mapped[Moment | None]


class SupplierLine(Base):
    """One supplier as the list has it, what it was matched with and why, and what to do next."""

    __tablename__ = "supplier_lines"
    __table_args__ = (
        UniqueConstraint("list_id", "row"),
        Index("ix_supplier_lines_list_outcome", "list_id", "outcome"),
    )

    id: Mapped[Key]
    list_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("supplier_lists.id", ondelete="CASCADE"))
    row: Mapped[int]
    name: Mapped[Line]
    identifier: Mapped[str] = mapped_column(String(64), default="")
    country: Mapped[str] = mapped_column(String(120), default="")
    category: Mapped[Line] = mapped_column(default="")
    spend: Mapped[float | None] = mapped_column(Numeric(18, 2, asdecimal=False))
    given: Mapped[Document]
    outcome: Mapped[Code]
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    chosen_by: Mapped[uuid.UUID | None]
    candidates: Mapped[Items]
    reasons: Mapped[Items]
    risk_tier: Mapped[Code]
    risk_reasons: Mapped[Items]

    list: Mapped[SupplierList] = relationship()


class ProcurementReturn(Base):
    """What an agency says it bought where and what it checked, for one period."""

    __tablename__ = "procurement_returns"
    __table_args__ = (UniqueConstraint("organisation_id", "period_end"),)

    id: Mapped[Key]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    statement_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("statements.id"))
    period_end: Mapped[date]
    lines: Mapped[Items]
    note: Mapped[str] = mapped_column(Text, default="")
    filed_by: Mapped[uuid.UUID]
    filed_at: Mapped[Moment]
