"""Draft a notice from its template, have another officer approve it, send it, keep the answer, end it."""

import tomllib
import uuid
from collections.abc import Collection, Container, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements import clock
from statements.db import PageOf, page_of
from statements.errors import Conflict, Invalid, NotAllowed, NotFound, Problem
from statements.events import service as events
from statements.filing import profiles
from statements.filing.models import Statement
from statements.filing.rules import spoken
from statements.moderation import rules
from statements.moderation.notice_models import NoticeKind, NoticeState, OfficeNotice
from statements.organisations.models import Obligation
from statements.people import interests, messages, policy
from statements.people.models import Role

TEMPLATES = Path(__file__).with_name("notice_templates.toml")
UNFILLED = "["
"""What a template leaves for the officer to fill in begins with this at the start of a point."""


@cache
def templates() -> dict[NoticeKind, dict[str, str]]:
    """The title and text with which each kind of notice begins."""
    read = tomllib.loads(TEMPLATES.read_text(encoding="utf-8"))
    return {kind: read[kind.value] for kind in NoticeKind}


def draft(
    session: Session,
    *,
    kind: NoticeKind,
    about: Obligation | Statement,
    working_days: int,
    by: uuid.UUID,
    at: datetime,
) -> OfficeNotice:
    """A notice about an obligation that is late, or about a statement, with its fields filled in.

    Raises Conflict where a late notice is about anything but an obligation that nothing was filed for.
    """
    interests.require_impartial(session, officer_id=by, organisation_id=about.organisation_id)
    if (kind is NoticeKind.LATE) != isinstance(about, Obligation):
        raise Conflict("A notice of lateness is about an obligation, every other about a statement.")
    owed = about if isinstance(about, Obligation) else None
    if owed is not None and (owed.filed_on is not None or owed.due_on >= at.date()):
        raise Conflict("Nothing is late here: it was filed, or is not due yet.")
    words = templates()[kind]
    made = OfficeNotice(
        organisation_id=about.organisation_id,
        obligation_id=owed.id if owed else None,
        statement_id=None if owed else about.id,
        profile=about.profile,
        kind=kind,
        title=words["title"],
        text=words["text"].strip().format(**_fields(about, working_days)),
        drafted_by=by,
        drafted_at=at,
    )
    session.add(made)
    _record(session, "notice.drafted", made, by, at)
    return made


def _fields(about: Obligation | Statement, working_days: int) -> dict[str, str]:
    return {
        "organisation": about.organisation.name,
        "period_end": spoken(about.period_end),
        "due_on": spoken(about.due_on) if isinstance(about, Obligation) else "",
        "statement": "" if isinstance(about, Obligation) else str(about.number),
        "days": str(working_days),
        "registrar": profiles.profile(about.profile).registrar.name,
    }


def edit(session: Session, *, notice: OfficeNotice, text: str, by: uuid.UUID, at: datetime) -> OfficeNotice:
    """Give a draft other words; whoever edits it is its drafter from then on. Raises Conflict, Invalid."""
    _lock(session, notice, by, NoticeState.DRAFT)
    rules.check_text(text, "text", "Write the notice.")
    if text.strip() != notice.text:
        before = {"text": notice.text}
        notice.text, notice.drafted_by, notice.drafted_at = text.strip(), by, at
        _record(session, "notice.edited", notice, by, at, before=before)
    return notice


def approve(
    session: Session,
    *,
    notice: OfficeNotice,
    working_days: int,
    holidays: Container[date],
    by: uuid.UUID,
    at: datetime,
) -> OfficeNotice:
    """Approve a draft and send it: the organisation's people are told, and may answer until a day.

    Raises NotAllowed for whoever drafted it, Invalid where a point of the template is not filled in, Conflict.
    """
    _lock(session, notice, by, NoticeState.DRAFT)
    if by == notice.drafted_by:
        raise NotAllowed("You drafted this notice: another officer approves it.")
    if any(line.strip().startswith(f"- {UNFILLED}") for line in notice.text.splitlines()):
        raise Invalid([Problem("A point of the template is not filled in.", "Edit the notice first.", "text")])
    zone = profiles.profile(notice.profile).time_zone
    notice.approved_by, notice.sent_at, notice.state = by, at, NoticeState.SENT
    notice.answer_by = clock.end_of_working_day(at, working_days, zone, holidays)
    people = messages.tell_members(
        session,
        organisation_id=notice.organisation_id,
        template="office_notice",
        values={
            "organisation": notice.organisation.name,
            "answer_by": spoken(clock.local_date(notice.answer_by, zone)),
            "path": f"/office-notices/{notice.id}",
        },
        at=at,
    )
    after = {"state": str(notice.state), "people": people, "drafted_by": str(notice.drafted_by)}
    _record(session, "notice.sent", notice, by, at, before={"state": str(NoticeState.DRAFT)}, after=after)
    return notice


def answer(session: Session, *, notice: OfficeNotice, text: str, by: uuid.UUID, at: datetime) -> OfficeNotice:
    """Keep what the organisation says to a notice, once. Raises NotFound for anyone else, Invalid, Conflict."""
    policy.require(session, person_id=by, organisation_id=notice.organisation_id)
    rules.check_text(text, "text", "Write your answer.")
    session.refresh(notice, with_for_update=True)
    if notice.state == NoticeState.DRAFT or notice.reply:
        raise Conflict("This has been answered already.")
    notice.reply, notice.replied_by, notice.replied_at = text.strip(), by, at
    _record(session, "notice.answered", notice, by, at)
    return notice


def close(session: Session, *, notice: OfficeNotice, outcome: str, by: uuid.UUID, at: datetime) -> OfficeNotice:
    """End a notice that was sent, or give up a draft, and say what came of it. Raises Invalid, Conflict."""
    _lock(session, notice, by, NoticeState.DRAFT, NoticeState.SENT)
    rules.check_text(outcome, "text", "Say what came of it.")
    notice.state, notice.outcome, notice.ended_at = NoticeState.CLOSED, outcome.strip(), at
    _record(session, "notice.closed", notice, by, at, reason=outcome)
    return notice


def may_publish(notice: OfficeNotice, at: datetime) -> str:
    """Why this notice cannot be published now; empty where it can."""
    if not profiles.profile(notice.profile).publication.notices_legal_basis:
        return "No legal basis for publishing notices is set in this law's profile."
    if notice.state != NoticeState.SENT or notice.answer_by is None or notice.answer_by >= at:
        return "The time to answer is not over, or the notice has ended."
    return ""


def publish(session: Session, *, notice: OfficeNotice, by: uuid.UUID, at: datetime) -> OfficeNotice:
    """Make a notice public, the organisation's answer beside it.

    Raises Conflict where the profile names no legal basis, or the time to answer is not over.
    """
    _lock(session, notice, by, NoticeState.SENT)
    why_not = may_publish(notice, at)
    if why_not:
        raise Conflict(why_not)
    notice.state, notice.ended_at = NoticeState.PUBLISHED, at
    basis = profiles.profile(notice.profile).publication.notices_legal_basis
    _record(session, "notice.published", notice, by, at, after={"basis": basis}, public=True)
    return notice


def load(session: Session, notice_id: uuid.UUID, *, by: uuid.UUID) -> OfficeNotice:
    """A notice, for an officer, or once it was sent for whoever acts for its organisation. Raises NotFound."""
    notice = session.get(OfficeNotice, notice_id)
    if notice is None:
        raise NotFound("There is no such notice.")
    if not policy.has_role(session, person_id=by, roles=(Role.OFFICER,)):
        policy.require(session, person_id=by, organisation_id=notice.organisation_id)
        if notice.sent_at is None:
            raise NotFound("There is no such notice.")
    return notice


def listed(session: Session, *, state: NoticeState | None = None, page: int = 1) -> PageOf[OfficeNotice]:
    """A page of notices, the newest first; of one state where it is named."""
    query = select(OfficeNotice).order_by(OfficeNotice.drafted_at.desc(), OfficeNotice.id)
    return page_of(session, query.where(OfficeNotice.state == state) if state else query, page)


def allowing() -> dict[str, str]:
    """The provision that allows notices to be published, by the key of each profile that names one."""
    named = {each.key: each.publication.notices_legal_basis for each in profiles.profiles()}
    return {key: basis for key, basis in named.items() if basis}


def published(session: Session, *, organisations: Collection[uuid.UUID] | None = None) -> Sequence[OfficeNotice]:
    """The public notices, the newest first: none of a profile that names no legal basis, whatever their state.

    `organisations` narrows them to those that were sent to one of these.
    """
    query = select(OfficeNotice).where(OfficeNotice.state == NoticeState.PUBLISHED)
    laws = allowing()
    if not laws:
        return []
    query = query.where(OfficeNotice.profile.in_(laws))
    query = query if organisations is None else query.where(OfficeNotice.organisation_id.in_(organisations))
    return session.scalars(query.order_by(OfficeNotice.ended_at.desc(), OfficeNotice.id)).all()


def _lock(session: Session, notice: OfficeNotice, by: uuid.UUID, *states: NoticeState) -> None:
    interests.require_impartial(session, officer_id=by, organisation_id=notice.organisation_id)
    session.refresh(notice, with_for_update=True)
    if notice.state not in states:
        raise Conflict(f"This notice is {notice.state}: reload the page.")


def _record(
    session: Session,
    kind: str,
    notice: OfficeNotice,
    by: uuid.UUID,
    at: datetime,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, object] | None = None,
    reason: str = "",
    public: bool = False,
) -> None:
    session.flush()
    events.record(
        session,
        kind=kind,
        subject=notice,
        by=by,
        at=at,
        organisation_id=notice.organisation_id,
        before=dict(before or {}),
        after={"kind": str(notice.kind), **(after or {})},
        reason=reason.strip(),
        public=public,
    )
