"""Compliance packs that were frozen: what each was made of, its files by their hashes, who froze it. Never changed."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Document, Items, Key, Line, Moment


class FrozenPack(Base):
    """The public compliance pack of a year as it was at a moment. A later one stands beside it, never in its place.

    `counted_by` lists the profiles of law, rubrics and classification of the year; `stamp` is the SHA-256 of the list
    of the files' hashes.
    """

    __tablename__ = "frozen_packs"

    id: Mapped[Key]
    number: Mapped[int] = mapped_column(unique=True)
    year: Mapped[int] = mapped_column(index=True)
    profile: Mapped[Code]
    as_at: Mapped[Moment]
    counted_by: Mapped[Items]
    statements: Mapped[int]
    stamp: Mapped[str] = mapped_column(String(64))
    job_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    frozen_by: Mapped[uuid.UUID | None]
    frozen_at: Mapped[Moment]

    files: Mapped[list["PackFile"]] = relationship(order_by="PackFile.name")


class PackFile(Base):
    """One file of a frozen pack; its bytes are in the store."""

    __tablename__ = "pack_files"

    pack_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("frozen_packs.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media_type: Mapped[Line]


class KeptFigures(Base):
    """The figures of a year for an audience as the worker counted them: what a page shows where counting takes long.

    `event` is the number of the newest event when they were counted, `on_day` the register's day.
    """

    __tablename__ = "kept_figures"

    profile: Mapped[Code] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[Code] = mapped_column(primary_key=True)
    as_at: Mapped[Moment]
    on_day: Mapped[date]
    event: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[Document]


def _refuse(_mapper: Any, _connection: Any, target: Any) -> None:
    raise RuntimeError(f"a row of {target.__tablename__} is never changed")


for _model in (FrozenPack, PackFile):
    for _change in ("before_update", "before_delete"):
        event.listen(_model, _change, _refuse)
