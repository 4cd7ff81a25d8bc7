"""Who wants to be told by mail of what is new: an address and what it is about. Nothing else is kept of a reader."""

import uuid

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Document, Key, Moment
from statements.organisations.models import Organisation


class Alert(Base):
    """A wish to be told, of one address: about an organisation, or about what a search finds.

    `wanted` is {"text", "filters": {name: [values]}} of a search, empty for an organisation. Nothing is sent before
    `confirmed_at`; `seen` is the number of the newest event that was looked at for it. The row goes when it is ended.
    """

    __tablename__ = "alerts"
    __table_args__ = (Index("ix_alerts_address", "address"),)

    id: Mapped[Key]
    address: Mapped[str] = mapped_column(String(255))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    wanted: Mapped[Document]
    asked_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    seen: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), default=0)

    organisation: Mapped[Organisation | None] = relationship()
