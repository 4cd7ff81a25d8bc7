"""The filing workbook to fill in, with what is known already: organisations, next periods, last answers, the group."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from statements import clock
from statements.filing import coverage, periods, queries, questionnaire
from statements.filing.models import Statement
from statements.filing.profiles import Profile
from statements.filing.questionnaire import Kind, Questionnaire
from statements.filing.rules import is_public_agency
from statements.filing.taken_over import lasting
from statements.ingest.statement_carried import told
from statements.ingest.statement_sheets import (
    COVERAGE,
    COVERED_NAME,
    COVERED_NZBN,
    END,
    LEAD_END,
    LEAD_NAME,
    LEAD_NZBN,
    NAME,
    NZBN,
    START,
    TAKEN_FROM,
    statements_table,
)
from statements.ingest.templates import LEGEND, write_template
from statements.organisations import groups, lookup
from statements.organisations.models import Organisation

INSTRUCTIONS = (
    "One row of the sheet “Statements” is one statement: an organisation, a period of twelve months, and its answers. "
    "Filled in already is what the register knows. Rows that you do not want to file you delete.",
    "An answer is needed only where no document is attached; documents are attached to each draft on its own page. "
    "An empty cell leaves what a draft already says as it is.",
    "Where several answers may be chosen, write them with ; between. The drop-down offers one at a time.",
    "The sheet “Coverage” names the organisations that a statement speaks for besides its own: one row for each. "
    "Where it names any for a statement, they replace those of its draft.",
    f"{LEGEND} They stay marked in the draft until somebody looks at them. When you have looked at those of a row, "
    "empty its cell in the column “Last year's answers”; a cell that you change is yours anyway.",
    "Keep NZBNs as text, as they are here: a number format loses their last digits.",
    "Upload the file when you are done. Nothing is kept until you say so; wrong cells come back marked.",
)


@dataclass
class _Offered:
    """What is offered for one organisation: the rows of its statements with what they cover.

    `marked` names for each row the columns whose answers are an earlier statement's.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    marked: list[Collection[str]] = field(default_factory=list)
    covers: list[tuple[date | None, Sequence[Organisation]]] = field(default_factory=list)
    next_end: date | None = None


def filing_template(session: Session, *, person_id: uuid.UUID, profile: Profile, at: datetime) -> bytes:
    """The .xlsx for everybody whom the person files for. An organisation whose next period is not over is left out."""
    known, today = questionnaire.load(profile), clock.local_date(at, profile.time_zone)
    mine = queries.organisations_of(session, person_id=person_id)
    every: dict[uuid.UUID, list[Statement]] = defaultdict(list)
    for each in queries.statements_of(session, organisation_ids=[one.id for one in mine]):
        if each.profile == profile.key:
            every[each.organisation_id].append(each)
    offered = {one.id: _offer(session, one, every[one.id], profile, today, mine) for one in mine}
    covered = {other.id for each in offered.values() for _end, many in each.covers for other in many}
    numbers = lookup.nzbns_of(session, organisation_ids=covered | offered.keys())
    rows, marked, covers = [], [], []
    for one in mine:
        lead = {NZBN: numbers.get(one.id), NAME: one.name}
        rows += [{**row, **lead} for row in offered[one.id].rows]
        marked += offered[one.id].marked
        covers += list(_coverage(one, offered[one.id], numbers))
    later = [f"{one.name} ({end.isoformat()})" for one in mine if (end := offered[one.id].next_end)]
    tables = statements_table(known, public_agency=any(is_public_agency(profile, one) for one in mine)), COVERAGE
    return write_template(
        tables,
        title=f"{known.title}s: {profile.name}",
        instructions=[*INSTRUCTIONS, known.count_note, *_left_out(later)],
        prefilled={tables[0].sheet: rows, COVERAGE.sheet: covers},
        marked={tables[0].sheet: marked},
    )


def _left_out(later: Sequence[str]) -> list[str]:
    if not later:
        return []
    more = f" and {len(later) - 20:,} more" if len(later) > 20 else ""
    return [f"Left out, because their next period (its end in brackets) is not over: {'; '.join(later[:20])}{more}."]


def _offer(
    session: Session,
    organisation: Organisation,
    statements: Sequence[Statement],
    profile: Profile,
    today: date,
    mine: Sequence[Organisation],
) -> _Offered:
    """Its open drafts as they are; else the period to offer (`periods`) with the answers of its newest version."""
    offered, known = _Offered(), questionnaire.load(profile)
    group = [each for each in groups.below(session, organisation) if each not in mine]
    for statement in statements:
        draft = statement.draft
        if draft is not None and queries.is_editable(session, draft):
            said = {**draft.answers, **draft.approval, TAKEN_FROM: told(draft.carried.values())}
            offered.rows.append(_row(known, statement.period_start, statement.period_end, said))
            offered.marked.append({TAKEN_FROM, *draft.carried} if draft.carried else ())
            offered.covers.append((statement.period_end, queries.covered_by(session, draft) or group))
    if offered.rows:
        return offered
    coming = periods.next_period(session, organisation_id=organisation.id, profile=profile.key, on=today)
    period = coming.to_offer if coming else None
    if coming is not None and period is None and statements:
        offered.next_end = coming.period.end
        return offered
    version = queries.latest_version(session, statements[0]) if statements else None
    answers = lasting(known, version.answers) if version else {}
    start, end = (period.start, period.end) if period else (None, None)
    said = {**answers, TAKEN_FROM: told([version.statement.number] if version and answers else [])}
    offered.rows.append(_row(known, start, end, said))
    offered.marked.append({TAKEN_FROM, *answers} if answers else ())
    offered.covers.append((end, (coverage.stay(session, version) if version else []) or group))
    return offered


def _row(known: Questionnaire, start: date | None, end: date | None, answers: Mapping[str, Any]) -> dict[str, Any]:
    dates = {each.key for each in known.questions if each.kind is Kind.DATE}
    shown = {key: date.fromisoformat(value) if key in dates else value for key, value in answers.items()}
    return {**shown, START: start, END: end}


def _coverage(lead: Organisation, offered: _Offered, numbers: Mapping[uuid.UUID, str]) -> Iterator[dict[str, Any]]:
    for end, covered in offered.covers:
        for each in covered:
            yield {
                LEAD_NZBN: numbers.get(lead.id),
                LEAD_NAME: lead.name,
                LEAD_END: end,
                COVERED_NZBN: numbers.get(each.id),
                COVERED_NAME: each.name,
            }
