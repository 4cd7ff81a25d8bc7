"""What the machine found, what the officer decided, what the organisation was told and what it replied."""

import uuid
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from statements.db import Base, Code, Items, Key, Line, Moment
from statements.db import Document as JsonObject
from statements.filing.models import Statement, Version
from statements.people.models import Person


class AssessmentRecord(Base):
    """One machine assessment of one version: the whole export, so that it can be recomputed. Private until released.

    `current` marks the one that officers work on; a later model's reading never replaces one that an officer touched.
    """

    __tablename__ = "assessments"
    __table_args__ = (UniqueConstraint("version_id", "rubric", "model"),)

    id: Mapped[Key]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"))
    rubric: Mapped[Code]
    model: Mapped[Code]
    text_hash: Mapped[str] = mapped_column(String(64))
    body: Mapped[JsonObject]
    made_at: Mapped[Moment]
    current: Mapped[bool] = mapped_column(default=True)

    version: Mapped[Version] = relationship()
    findings: Mapped[list["FindingRecord"]] = relationship(
        back_populates="assessment", order_by="FindingRecord.criterion"
    )
    flags: Mapped[list["AssessmentFlag"]] = relationship(order_by="AssessmentFlag.flag")


class AssessmentFlag(Base):
    """One thing that makes an assessment a hard case for the officer, and how often it occurs in it."""

    __tablename__ = "assessment_flags"

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessments.id"), primary_key=True)
    flag: Mapped[str] = mapped_column(String(32), primary_key=True)
    count: Mapped[int] = mapped_column(default=1)


class FindingState(StrEnum):
    """Whether an officer has looked at a finding."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CHANGED = "changed"


class FindingRecord(Base):
    """One criterion or gate of an assessment as the officer leaves it.

    `level` is 0, 1 or 2, or None when it is not scored; of a gate ("G1") 1 is met, 0 not met, None not judged.
    `evidence` lists sentences as `assess.evidence_item` writes them.
    """

    __tablename__ = "findings"
    __table_args__ = (UniqueConstraint("assessment_id", "criterion"),)

    id: Mapped[Key]
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessments.id"))
    criterion: Mapped[str] = mapped_column(String(8))
    machine_outcome: Mapped[Code]
    machine_level: Mapped[int | None]
    level: Mapped[int | None]
    state: Mapped[Code] = mapped_column(default=FindingState.OPEN)
    machine_reason: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[Items]
    disclosed_gap: Mapped[bool] = mapped_column(default=False)
    decided_by: Mapped[uuid.UUID | None]
    decided_at: Mapped[Moment | None]
    revision: Mapped[int] = mapped_column(default=1)

    assessment: Mapped[AssessmentRecord] = relationship(back_populates="findings")
    opinions: Mapped[list["SecondOpinion"]] = relationship(back_populates="finding", order_by="SecondOpinion.asked_at")

    __mapper_args__ = {"version_id_col": revision}


class SecondOpinion(Base):
    """What one officer asked another about a finding, and the answer; it changes nothing by itself.

    `level` and `text` are empty until `answered_at`; levels are as in a finding.
    """

    __tablename__ = "second_opinions"

    id: Mapped[Key]
    finding_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("findings.id"), index=True)
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"))
    asked_of: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[Moment]
    level: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[Moment | None]

    finding: Mapped[FindingRecord] = relationship(back_populates="opinions")
    asker: Mapped[Person] = relationship(foreign_keys=asked_by)
    officer: Mapped[Person] = relationship(foreign_keys=asked_of)


class Decision(StrEnum):
    """What an officer may decide about a version."""

    PUBLISH = "publish"
    RETURN = "return"


class Review(Base):
    """An officer's decision about a version, with reasons: free text and, for some, per criterion.

    `points` lists {"criterion", "text"}, with "reasons" where wordings of the library were used ("id@revision");
    `answer` is what the filer says to a return.
    """

    __tablename__ = "reviews"

    id: Mapped[Key]
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"), index=True)
    officer_id: Mapped[uuid.UUID]
    decision: Mapped[Code]
    reason: Mapped[str] = mapped_column(Text, default="")
    points: Mapped[Items]
    decided_at: Mapped[Moment]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[uuid.UUID | None]
    answered_at: Mapped[Moment | None]

    version: Mapped[Version] = relationship()


class BlindReading(Base):
    """A sampled second reading of an assessment by an officer who is not shown what the first decided."""

    __tablename__ = "blind_readings"

    id: Mapped[Key]
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessments.id"), unique=True)
    picked_at: Mapped[Moment]
    officer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    taken_at: Mapped[Moment | None]
    finished_at: Mapped[Moment | None]

    assessment: Mapped[AssessmentRecord] = relationship()
    levels: Mapped[list["BlindLevel"]] = relationship(back_populates="reading", order_by="BlindLevel.criterion")


class BlindLevel(Base):
    """The level that the second reader gave one criterion or gate; levels are as in a finding."""

    __tablename__ = "blind_levels"

    reading_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("blind_readings.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(8), primary_key=True)
    level: Mapped[int | None]
    at: Mapped[Moment]

    reading: Mapped[BlindReading] = relationship(back_populates="levels")


class ReturnReason(Base):
    """A wording of the library from which officers return statements; earlier wordings stand in the events."""

    __tablename__ = "return_reasons"

    id: Mapped[Key]
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(Text)
    criterion: Mapped[str] = mapped_column(String(8), default="")
    changed_at: Mapped[Moment]
    changed_by: Mapped[uuid.UUID]
    retired_at: Mapped[Moment | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}


class Notice(Base):
    """Tells an organisation what was confirmed about its version, and until when it may answer.

    `answer_by` is the last moment to answer. `released_at` is the moment from which the confirmed profile is
    public; before it nothing of it is. `recalled_at` is set while an officer has taken the notice back.
    """

    __tablename__ = "notices"

    id: Mapped[Key]
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessments.id"), unique=True)
    confirmed_by: Mapped[uuid.UUID]
    sent_at: Mapped[Moment]
    answer_by: Mapped[Moment]
    released_at: Mapped[Moment | None] = mapped_column(index=True)
    recalled_at: Mapped[Moment | None]
    recall_reason: Mapped[str] = mapped_column(Text, default="")

    assessment: Mapped[AssessmentRecord] = relationship()
    replies: Mapped[list["Reply"]] = relationship(back_populates="notice", order_by="Reply.at")


class Reply(Base):
    """What the organisation says to what was confirmed; it stands beside the findings for ever."""

    __tablename__ = "replies"

    id: Mapped[Key]
    notice_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("notices.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[uuid.UUID]
    at: Mapped[Moment]

    notice: Mapped[Notice] = relationship(back_populates="replies")


class CaseAssignment(Base):
    """Which officer works on a statement's case; no row while nobody does. Who had it before stands in the events."""

    __tablename__ = "case_assignments"

    id: Mapped[Key]
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statements.id"), unique=True)
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("people.id"), index=True)
    assigned_at: Mapped[Moment]
    note: Mapped[str] = mapped_column(Text, default="")

    officer: Mapped[Person] = relationship()
    statement: Mapped[Statement] = relationship()


class DraftReading(Base):
    """What the machine read of a draft: advice to the people of its organisation alone, gone with the draft.

    `job_id` is the job asked for last, about the text of `asked_hash`; `body` the export of what was read of the text
    of `text_hash`, empty until a first job has ended.
    """

    __tablename__ = "draft_readings"

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), primary_key=True)
    job_id: Mapped[uuid.UUID]
    asked_hash: Mapped[str] = mapped_column(String(64))
    text_hash: Mapped[str] = mapped_column(String(64), default="")
    body: Mapped[JsonObject] = mapped_column(default=dict)
    read_at: Mapped[Moment | None]


class SentenceUse(Base):
    """That a filer uses a sentence: the digest of its normalised words, and the head of the filer's group."""

    __tablename__ = "sentence_uses"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    filer_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)


class SentenceWords(Base):
    """The normalised words of a sentence that some filer used, by their digest."""

    __tablename__ = "sentence_words"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    words: Mapped[str] = mapped_column(Text)


class SentenceBand(Base):
    """One of a sentence's keys: sentences that share one may be nearly the same (see scoring/near.py)."""

    __tablename__ = "sentence_bands"

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(32), primary_key=True)


class SentencePlace(Base):
    """That a version holds a sentence: it is looked at again when others turn out to use the same words."""

    __tablename__ = "sentence_places"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("versions.id"), primary_key=True)
