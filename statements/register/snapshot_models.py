"""The register as it stood once a month: files that are never changed, known by their hash."""

import uuid

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Key, Moment


class Snapshot(Base):
    """One month's copy ("2026-11"); `generation` is the number of the newest event that it knows of."""

    __tablename__ = "snapshots"

    id: Mapped[Key]
    month: Mapped[str] = mapped_column(String(7), unique=True)
    made_at: Mapped[Moment]
    generation: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    statements: Mapped[int]
    withheld_at: Mapped[Moment | None]

    files: Mapped[list["SnapshotFile"]] = relationship(back_populates="snapshot", order_by="SnapshotFile.name")


class SnapshotFile(Base):
    """A file of a snapshot. `hash` is for ever; `sha256` leads to its bytes, and is empty once they were withheld."""

    __tablename__ = "snapshot_files"

    id: Mapped[Key]
    snapshot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("snapshots.id"), index=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[Code]
    hash: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))

    snapshot: Mapped[Snapshot] = relationship(back_populates="files")
