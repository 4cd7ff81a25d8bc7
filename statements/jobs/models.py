"""The table of jobs: a queue may lose a task, so the row is the truth."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from statements.db import Base, Code, Document, Key, Moment, UtcDateTime


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """A piece of work to do outside a request; it may run twice and does its work once."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_lease", "state", "lease_until"),)

    id: Mapped[Key]
    kind: Mapped[Code]
    arguments: Mapped[Document]
    state: Mapped[Code] = mapped_column(default=JobState.WAITING)
    asked_by: Mapped[uuid.UUID | None]
    asked_at: Mapped[Moment]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[Moment | None]
    attempts: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[Moment | None]
    result: Mapped[Document] = mapped_column(default=dict)
    result_hash: Mapped[str | None] = mapped_column(String(64))
    problem: Mapped[str] = mapped_column(Text, default="")


class PeriodicRun(Base):
    """One run of a periodic task in one minute; its unique key lets only one node do it."""

    __tablename__ = "periodic_runs"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    minute: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
