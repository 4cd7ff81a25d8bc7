"""Enters the reports of published documents (archive/) among the notes: once, however often it is asked to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.action_plan import archive, service
from statements.action_plan.archive import Archive, ArchivedReport
from statements.action_plan.models import ProgressNote
from statements.action_plan.service import NoteText, Origin
from statements.events import service as events


@dataclass(frozen=True)
class Entered:
    """How many reports were new, and how many say something else than when they were entered."""

    new: int = 0
    mended: int = 0


def enter_documents(session: Session, *, at: datetime) -> Entered:
    """Enter every report of every document that is not entered yet; let those that were mended in their file follow."""
    events.take_turn(session)
    new = mended = 0
    for document in archive.archives():
        query = select(ProgressNote).where(ProgressNote.document == document.key)
        known = {each.entry: each for each in session.scalars(query)}
        for report, said, origin in _read(document):
            note = known.get(origin.entry)
            if note is None:
                service.enter_note(session, plan=document.plan, action=report.action, origin=origin, said=said, at=at)
                new += 1
            else:
                mended += service.mend_entry(session, note=note, action=report.action, origin=origin, said=said, at=at)
    return Entered(new, mended)


def _read(document: Archive) -> Iterator[tuple[ArchivedReport, NoteText, Origin]]:
    """The reports of a document with what each says and where it stands; an entry's number is its place in the file."""
    for number, report in enumerate(document.reports, start=1):
        said = NoteText(
            report.state,
            report.text,
            document.reported_on,
            report.delay_reason,
            report.mitigation,
            next_steps=report.next_steps,
            stage=report.stage,
        )
        told = f"Entered from the {document.called} by the portal: no person wrote or approved it here."
        yield (
            report,
            said,
            Origin(report.agency, document.key, number, report.paragraphs, report.reason, told),
        )
