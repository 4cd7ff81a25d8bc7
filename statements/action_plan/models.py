"""Progress on the Plan of Action. The plans themselves are data files; what agencies report is kept here."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Document, Items, Key, Line, Moment
from statements.organisations.models import Organisation


class ProgressState(StrEnum):
    """How far an action is, as its agency says."""

    NOT_STARTED = "not started"
    UNDER_WAY = "under way"
    DONE = "done"
    DELAYED = "delayed"


class ProgressNote(Base):
    """A dated note by an agency on one action of a plan; public once policy staff approved it.

    One that the portal entered from a published document has no organisation and no person: `agency` is its key in
    agencies.toml, `document` and `entry` say where in archive/ it stands, and its action may be empty (the whole plan).
    """

    __tablename__ = "progress_notes"
    __table_args__ = (
        Index("ix_progress_notes_plan_action", "plan", "action"),
        UniqueConstraint("document", "entry"),
    )

    id: Mapped[Key]
    plan: Mapped[Code]
    action: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    state: Mapped[Code]
    text: Mapped[str] = mapped_column(Text)
    delay_reason: Mapped[str] = mapped_column(Text, default="")
    mitigation: Mapped[str] = mapped_column(Text, default="")
    links: Mapped[Items]
    happened_on: Mapped[date]
    written_by: Mapped[uuid.UUID | None]
    written_at: Mapped[Moment]
    approved_by: Mapped[uuid.UUID | None]
    approved_at: Mapped[Moment | None]
    stage: Mapped[Code] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    corrected_at: Mapped[Moment | None]
    correction_reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    agency: Mapped[Code] = mapped_column(default="")
    document: Mapped[Code] = mapped_column(default="")
    entry: Mapped[int | None]
    paragraphs: Mapped[Line] = mapped_column(default="")
    reading: Mapped[str] = mapped_column(Text, default="")

    questions: Mapped[list["NoteQuestion"]] = relationship(order_by="NoteQuestion.asked_at")

    __mapper_args__ = {"version_id_col": revision}


class NoteQuestion(Base):
    """What policy staff asked about a note before it is public, and what its agency answered. Never public."""

    __tablename__ = "note_questions"

    id: Mapped[Key]
    note_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("progress_notes.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[uuid.UUID]
    asked_at: Mapped[Moment]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[uuid.UUID | None]
    answered_at: Mapped[Moment | None]


class ActionAgency(Base):
    """An agency that policy staff made responsible for an action, since when and why, until it was ended and why."""

    __tablename__ = "action_agencies"
    __table_args__ = (Index("ix_action_agencies_plan_action", "plan", "action"),)

    id: Mapped[Key]
    plan: Mapped[Code]
    action: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    reason: Mapped[Line]
    assigned_by: Mapped[uuid.UUID]
    assigned_at: Mapped[Moment]
    ended_by: Mapped[uuid.UUID | None]
    ended_at: Mapped[Moment | None]
    end_reason: Mapped[Line] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship()


class MeasureValue(Base):
    """One value of a measure on one day, with its unit and source; public once policy staff approved it."""

    __tablename__ = "measure_values"
    __table_args__ = (Index("ix_measure_values_plan_action", "plan", "action"),)

    id: Mapped[Key]
    plan: Mapped[Code]
    action: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    measure: Mapped[Line]
    unit: Mapped[Line]
    measured_on: Mapped[date]
    value: Mapped[float]
    counts_people: Mapped[bool] = mapped_column(default=False)
    source: Mapped[Line]
    written_by: Mapped[uuid.UUID]
    written_at: Mapped[Moment]
    approved_by: Mapped[uuid.UUID | None]
    approved_at: Mapped[Moment | None]


class PageReading(Base):
    """How often a page was read on a day, by anyone: a count, and nothing about whoever read it."""

    __tablename__ = "page_readings"

    page: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class AnnualReport(Base):
    """A plan's report for one year as policy staff edit it; its frozen versions never change."""

    __tablename__ = "annual_reports"
    __table_args__ = (UniqueConstraint("plan", "year"),)

    id: Mapped[Key]
    plan: Mapped[Code]
    year: Mapped[int]
    content: Mapped[Document]
    updated_by: Mapped[uuid.UUID]
    updated_at: Mapped[Moment]
    revision: Mapped[int] = mapped_column(default=1)

    versions: Mapped[list["AnnualReportVersion"]] = relationship(order_by="AnnualReportVersion.number")

    __mapper_args__ = {"version_id_col": revision}


class AnnualReportVersion(Base):
    """A report as it was when it was frozen; public once policy staff published it."""

    __tablename__ = "annual_report_versions"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    id: Mapped[Key]
    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("annual_reports.id"))
    number: Mapped[int]
    content: Mapped[Document]
    frozen_by: Mapped[uuid.UUID]
    frozen_at: Mapped[Moment]
    published_by: Mapped[uuid.UUID | None]
    published_at: Mapped[Moment | None]


class Release(Base):
    """A text on its way to release: its lines as they were, private, and the outcome, which anyone may read."""

    __tablename__ = "releases"

    id: Mapped[Key]
    title: Mapped[Line]
    origin: Mapped[Line]
    lines: Mapped[Items]
    outcome: Mapped[Document]
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[Moment]
    released_by: Mapped[uuid.UUID | None]
    released_at: Mapped[Moment | None]

    marks: Mapped[list["ReleaseMark"]] = relationship(order_by="ReleaseMark.line, ReleaseMark.start")


class ReleaseMark(Base):
    """A passage proposed to be withheld, withheld, or left in: its ground, its reason, and who decided."""

    __tablename__ = "release_marks"

    id: Mapped[Key]
    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("releases.id"), index=True)
    line: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    kind: Mapped[Code]
    ground: Mapped[Code]
    reason: Mapped[Line]
    state: Mapped[Code]
    decided_by: Mapped[uuid.UUID | None]
    decided_at: Mapped[Moment | None]
