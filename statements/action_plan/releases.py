"""Release under the law on official information: marks decided by persons, a text written anew, a schedule.

What is public is the released text and its schedule. The text before stays with policy staff; no file, event that
anyone reads, or page for everyone is made from it. Officers act as policy staff.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.action_plan.drafting import HEADER, SECTIONS, TITLES, Content
from statements.action_plan.listings import Listing
from statements.action_plan.models import Release, ReleaseMark
from statements.action_plan.redaction import Passage, grounds, propose, without
from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.events import service as events
from statements.filing.datafile import read
from statements.limits import LONG_TEXT, SHORT_TEXT
from statements.people import policy
from statements.people.models import Role
from statements.reports.paper import HEADING, TABLE, Block, Paper, read_text

EXAMPLES = Path(__file__).parent / "examples"
PROPOSED, WITHHELD, KEPT = "proposed", "withheld", "kept"
MOST_CHARACTERS = LONG_TEXT.value * 10
HEAD = ("No.", "Line", "Kind of passage", "Ground", "Reason", "Decided")


@dataclass(frozen=True)
class Withheld:
    """One row of a schedule: where a passage stood, of which kind, on which ground, why, and who decided when."""

    number: int
    line: int
    kind: str
    ground: str
    reason: str
    decided: str


@dataclass(frozen=True)
class Released:
    """What anyone may read of a release: its text without what was withheld, and the schedule of that."""

    key: str
    title: str
    origin: str
    released: str
    lines: tuple[str, ...]
    schedule: tuple[Withheld, ...]
    note: str = ""


def start(session: Session, *, title: str, origin: str, text: str, by: uuid.UUID, at: datetime) -> Release:
    """Begin a release of a text; what looks like a kind usually withheld is proposed. Raises NotFound, Invalid."""
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    problems = [Problem("Give it a title.", field="title")] if not title.strip() else []
    if not text.strip():
        problems.append(Problem("There is no text to release.", "Paste it.", field="text"))
    if len(text) > MOST_CHARACTERS or len(title) > SHORT_TEXT.value or len(origin) > SHORT_TEXT.value:
        problems.append(Problem("This is too long.", "Release it in parts.", field="text"))
    if problems:
        raise Invalid(problems)
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    release = Release(title=title.strip(), origin=origin.strip(), lines=lines, created_by=by, created_at=at, outcome={})
    session.add(release)
    session.flush()
    release.marks = [ReleaseMark(release_id=release.id, **vars(each), state=PROPOSED) for each in propose(lines)]
    _record(session, "release.begun", release, by, at, after={"proposed": len(release.marks)})
    return release


def text_of(content: Content) -> str:
    """An annual report as a plain text to be released."""
    lines = [f"{TITLES[name]}: {content.header[name]}" for name in HEADER if content.header[name]]
    for name in SECTIONS:
        lines += [f"# {TITLES[name]}", content.sections[name]]
    return "\n".join(lines)


def mark(
    session: Session,
    *,
    release: Release,
    line: int,
    words: str,
    kind: str,
    ground: str,
    reason: str,
    by: uuid.UUID,
    at: datetime,
) -> ReleaseMark:
    """Withhold these words of a line, on a ground and for a reason. Raises NotFound, Conflict, Invalid."""
    _open(session, release, by)
    problems = _reasoned(ground, reason)
    found = release.lines[line].find(words.strip()) if 0 <= line < len(release.lines) and words.strip() else -1
    if found < 0:
        problems.append(Problem("These words do not stand in that line.", "Copy them from it.", field="words"))
    if kind not in {each.key for each in grounds().kinds}:
        problems.append(Problem("Choose a kind.", field="kind"))
    if problems:
        raise Invalid(problems)
    end = found + len(words.strip())
    if any(each.line == line and found < each.end and each.start < end for each in _standing(release)):
        raise Conflict("These words are withheld already, at least in part.")
    made = ReleaseMark(
        release_id=release.id,
        line=line,
        start=found,
        end=end,
        kind=kind,
        ground=ground,
        reason=reason.strip(),
        state=WITHHELD,
        decided_by=by,
        decided_at=at,
    )
    release.marks.append(made)
    _record(session, "release.marked", release, by, at, after={"line": line, "kind": kind, "ground": ground})
    return made


def decide(
    session: Session,
    *,
    release: Release,
    mark_id: uuid.UUID,
    withhold: bool,
    ground: str,
    reason: str,
    by: uuid.UUID,
    at: datetime,
) -> ReleaseMark:
    """Withhold a passage or leave it in, with the reason. Raises NotFound, Conflict once released, Invalid."""
    _open(session, release, by)
    found = next((each for each in release.marks if each.id == mark_id), None)
    if found is None:
        raise NotFound("There is no such passage.")
    problems = _reasoned(ground, reason) if withhold else []
    if problems:
        raise Invalid(problems)
    before = {"state": found.state}
    found.state, found.decided_by, found.decided_at = WITHHELD if withhold else KEPT, by, at
    if withhold:
        found.ground, found.reason = ground, reason.strip()
    after = {"state": found.state, "line": found.line, "kind": found.kind, "ground": found.ground}
    _record(session, "release.decided", release, by, at, before=before, after=after)
    return found


def finish(session: Session, *, release: Release, by: uuid.UUID, at: datetime, day: str) -> Release:
    """Release the text, written anew. Raises NotFound, Conflict while a proposal waits or where marks overlap."""
    _open(session, release, by)
    if any(each.state == PROPOSED for each in release.marks):
        raise Conflict("Decide on every proposed passage first.")
    marks = sorted(_standing(release), key=lambda each: (each.line, each.start))
    passages = [Passage(each.line, each.start, each.end, each.kind, each.ground, each.reason) for each in marks]
    rows = [
        {"number": number, "line": each.line + 1, "kind": each.kind, "ground": each.ground, "reason": each.reason}
        | {"decided": f"policy staff, {day}"}
        for number, each in enumerate(marks, start=1)
    ]
    release.outcome = {"lines": without(release.lines, passages), "schedule": rows, "released": day}
    release.released_by, release.released_at = by, at
    _record(session, "release.released", release, by, at, after={"withheld": len(rows)}, public=True)
    return release


def releases(session: Session) -> Sequence[Release]:
    """Every release, the newest first."""
    return session.scalars(select(Release).order_by(Release.created_at.desc())).all()


def load(session: Session, release_id: uuid.UUID) -> Release:
    """The release with this id. Raises NotFound."""
    found = session.get(Release, release_id)
    if found is None:
        raise NotFound("There is no such release.")
    return found


def public_releases(session: Session) -> list[Released]:
    """What anyone may read: releases made here, the newest first, then the examples."""
    made = [_released(each) for each in releases(session) if each.released_at is not None]
    return [*made, *examples()]


def public_release(session: Session, key: str) -> Released:
    """One public release by its key. Raises NotFound."""
    for each in public_releases(session):
        if each.key == key:
            return each
    raise NotFound("There is no such release.")


@cache
def examples() -> tuple[Released, ...]:
    """Documents that were released in their time, reproduced. Raises FaultyFile."""
    return tuple(read(path, Released) for path in sorted(EXAMPLES.glob("*.toml")))


def paper(shown: Released, *, service: str) -> Paper:
    """A release as a paper, made of nothing but its released text and its schedule."""
    facts = (("Released under", grounds().act), ("Released", shown.released), ("Text", shown.origin))
    blocks = read_text("\n".join(shown.lines))
    rows = [
        (str(each.number), str(each.line), each.kind, each.ground, each.reason, each.decided) for each in shown.schedule
    ]
    blocks += [Block(HEADING, "Schedule of what was withheld"), Block(TABLE, rows=(HEAD, *rows))]
    return Paper(shown.title, service, tuple(each for each in facts if each[1]), tuple(blocks), grounds().act)


def schedule_list(shown: Released) -> Listing:
    """The schedule of a release."""
    return Listing(f"release-{shown.key}-schedule", shown.title, tuple(vars(each) for each in shown.schedule))


def release_list(shown: Sequence[Released]) -> Listing:
    """What was released, one row a text; its own schedule tells each passage."""
    rows = [
        {"release": each.key, "title": each.title, "origin": each.origin, "released": each.released}
        | {"withheld": len(each.schedule), "grounds": sorted({row.ground for row in each.schedule}), "note": each.note}
        for each in shown
    ]
    return Listing("releases", grounds().act, tuple(rows))


def _released(release: Release) -> Released:
    told: dict[str, Any] = release.outcome
    schedule = tuple(Withheld(**row) for row in told["schedule"])
    return Released(str(release.id), release.title, release.origin, told["released"], tuple(told["lines"]), schedule)


def _standing(release: Release) -> list[ReleaseMark]:
    return [each for each in release.marks if each.state == WITHHELD]


def _reasoned(ground: str, reason: str) -> list[Problem]:
    problems = []
    if ground not in {each.key for each in grounds().grounds}:
        problems.append(Problem("Choose the ground.", field="ground"))
    if not reason.strip() or len(reason) > SHORT_TEXT.value:
        problems.append(Problem("Say why, in one line.", field="reason"))
    return problems


def _open(session: Session, release: Release, by: uuid.UUID) -> None:
    policy.require_role(session, person_id=by, role=Role.OFFICER)
    if release.released_at is not None:
        raise Conflict("This text is released: it does not change any more.")


def _record(session: Session, kind: str, release: Release, by: uuid.UUID, at: datetime, **told: Any) -> None:
    events.record(session, kind=kind, subject=release, by=by, at=at, **told)
