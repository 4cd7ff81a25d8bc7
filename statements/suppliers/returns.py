"""An agency's procurement return: what it bought where in a period, and what it checked."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements import clock
from statements.errors import Invalid, NotFound, Problem
from statements.events import service as events
from statements.filing.models import Statement
from statements.filing.profiles import Profile
from statements.filing.rules import is_public_agency
from statements.limits import LONG_TEXT, RETURN_LINES, SHORT_TEXT
from statements.organisations.models import Organisation
from statements.people import policy
from statements.people.models import Membership, MembershipState, Role
from statements.reference.folding import fold
from statements.reference.tables import country
from statements.suppliers.models import ProcurementReturn

WHO_FILES = (Role.FILER, Role.DIRECTOR, Role.BUYER, Role.CONTRIBUTOR)
TIERS: Mapping[str, str] = {"1": "Tier 1", "2": "Tier 2", "3": "Tier 3 or further", "unknown": "Not known"}
"""How far up the supply chain a line stands, by its code: tier 1 is paid by the agency itself."""

SPEND_BANDS: Mapping[str, str] = {
    "under-1m": "Under NZ$1 million",
    "1m-to-5m": "NZ$1 million to NZ$5 million",
    "5m-to-10m": "NZ$5 million to NZ$10 million",
    "10m-to-50m": "NZ$10 million to NZ$50 million",
    "50m-and-over": "NZ$50 million and over",
}
"""What was spent in the period, New Zealand dollars, by its code."""


@dataclass(frozen=True)
class ReturnLine:
    """One kind of purchase from one country: as given, or as kept once `file_return` has read it.

    Kept lines hold an alpha-2 country code (empty: not known) and codes of TIERS and SPEND_BANDS.
    """

    category: str
    country: str
    tier: str
    spend_band: str
    checks: str
    found: str = ""


def file_return(
    session: Session,
    *,
    organisation: Organisation,
    period_end: date,
    lines: Sequence[ReturnLine],
    note: str,
    by: uuid.UUID,
    at: datetime,
) -> ProcurementReturn:
    """Keep the return of an agency for the period that ends on `period_end`, in place of an earlier one for it.

    Countries may be given by code or name, tiers and spend bands by code or label. The same return twice is kept
    once. Raises Invalid for a period that is not over, or with a problem for each wrong cell (`field` is "3.country"
    for the third line), NotFound where the person does not act for the agency.
    """
    policy.require(session, person_id=by, organisation_id=organisation.id, roles=WHO_FILES)
    kept = [asdict(line) for line in _checked(lines, note, period_end, at)]
    found = _of_period(session, organisation.id, period_end)
    if found is not None and (found.lines, found.note) == (kept, note.strip()):
        return found
    before = {"lines": len(found.lines), "filed_at": found.filed_at.isoformat()} if found else {}
    made = found or ProcurementReturn(organisation_id=organisation.id, period_end=period_end)
    made.lines, made.note, made.filed_by, made.filed_at = kept, note.strip(), by, at
    made.statement_id = _statement_of(session, organisation.id, period_end)
    session.add(made)
    session.flush()
    events.record(
        session,
        kind="procurement_return.filed",
        subject=made,
        by=by,
        at=at,
        organisation_id=organisation.id,
        before=before,
        after={"period_end": period_end.isoformat(), "lines": len(kept)},
    )
    return made


def period_problem(period_end: date, *, today: date) -> Problem | None:
    """What is wrong with the last day of a return's period."""
    if period_end <= today:
        return None
    return Problem(
        "This day has not come yet.", "A return is about a period that is over: check the date.", "period_end"
    )


def standing(session: Session, *, organisation: Organisation, period_end: date) -> ProcurementReturn | None:
    """The return that stands for this agency and period, which another would take the place of."""
    return _of_period(session, organisation.id, period_end)


def returns_of(session: Session, *, organisation_id: uuid.UUID, by: uuid.UUID) -> Sequence[ProcurementReturn]:
    """The agency's returns, newest period first. Raises NotFound where the person does not act for the agency."""
    policy.require(session, person_id=by, organisation_id=organisation_id, roles=WHO_FILES)
    query = select(ProcurementReturn).where(ProcurementReturn.organisation_id == organisation_id)
    return session.scalars(query.order_by(ProcurementReturn.period_end.desc())).all()


def agencies_of(session: Session, *, person_id: uuid.UUID, profile: Profile) -> list[Organisation]:
    """The public agencies whose returns the person may file, by name."""
    query = select(Organisation).join(Membership, Membership.organisation_id == Organisation.id)
    query = query.where(
        Membership.person_id == person_id,
        Membership.state == MembershipState.APPROVED,
        Membership.role.in_(list(WHO_FILES)),
    )
    found = session.scalars(query.distinct().order_by(Organisation.sort_key, Organisation.id)).all()
    return [each for each in found if is_public_agency(profile, each)]


def load_return(session: Session, *, return_id: uuid.UUID, by: uuid.UUID) -> ProcurementReturn:
    """One return. Raises NotFound, also where it is another agency's."""
    found = session.get(ProcurementReturn, return_id)
    if found is None:
        raise NotFound("There is no such procurement return.")
    policy.require(session, person_id=by, organisation_id=found.organisation_id, roles=WHO_FILES)
    return found


def _checked(lines: Sequence[ReturnLine], note: str, period_end: date, at: datetime) -> list[ReturnLine]:
    early = period_problem(period_end, today=clock.latest_date(at))
    if early is not None:
        raise Invalid([early])
    if not lines:
        raise Invalid([Problem("A return needs a line.", "Give at least one category that was bought.", "lines")])
    if len(lines) > RETURN_LINES.value:
        raise Invalid([Problem(f"A return holds up to {RETURN_LINES.readable}.", "Sum up small lines.", "lines")])
    problems: list[Problem] = []
    kept = [_read(line, number, problems) for number, line in enumerate(lines, start=1)]
    problems += filter(None, [_too_long("note", "The note", note, LONG_TEXT.value)])
    if problems:
        raise Invalid(problems)
    return kept


def _read(line: ReturnLine, number: int, problems: list[Problem]) -> ReturnLine:
    """The line in its one spelling; what is wrong with it joins `problems`."""
    place = country(line.country) if line.country.strip() else None
    tier, band = _code(TIERS, line.tier), _code(SPEND_BANDS, line.spend_band)
    if not line.category.strip():
        problems.append(Problem("The category is missing.", "Say what was bought.", f"{number}.category"))
    if line.country.strip() and place is None:
        fault = f"“{line.country.strip()[:60]}” is not a country we know."
        problems.append(Problem(fault, "Write its name or two-letter code.", f"{number}.country"))
    for key, given, code, labels in (
        ("tier", line.tier, tier, TIERS),
        ("spend_band", line.spend_band, band, SPEND_BANDS),
    ):
        if code is None:
            fault = f"“{given.strip()[:60]}” is not one of the choices."
            problems.append(Problem(fault, f"Choose one of: {'; '.join(labels.values())}.", f"{number}.{key}"))
    texts = {"category": line.category, "checks": line.checks, "found": line.found}
    problems.extend(_texts_too_long(texts, number))
    return ReturnLine(
        category=line.category.strip(),
        country=place.alpha2 if place else "",
        tier=tier or "",
        spend_band=band or "",
        checks=line.checks.strip(),
        found=line.found.strip(),
    )


def _code(labels: Mapping[str, str], given: str) -> str | None:
    wanted = fold(given.strip())
    return next((code for code, label in labels.items() if wanted in (fold(code), fold(label))), None)


def _texts_too_long(texts: Mapping[str, str], number: int) -> Iterable[Problem]:
    for key, text in texts.items():
        most = SHORT_TEXT.value if key == "category" else LONG_TEXT.value
        problem = _too_long(f"{number}.{key}", f"The text of “{key}”", text, most)
        if problem:
            yield problem


def _too_long(field: str, what: str, text: str, most: int) -> Problem | None:
    if len(text) <= most:
        return None
    return Problem(f"{what} has {len(text):,} characters; up to {most:,} are kept.", "Shorten it.", field)


def _of_period(session: Session, organisation_id: uuid.UUID, period_end: date) -> ProcurementReturn | None:
    query = select(ProcurementReturn).where(
        ProcurementReturn.organisation_id == organisation_id, ProcurementReturn.period_end == period_end
    )
    return session.scalars(query).one_or_none()


def _statement_of(session: Session, organisation_id: uuid.UUID, period_end: date) -> uuid.UUID | None:
    """The agency's own statement for the same period, if it started one."""
    query = select(Statement.id).where(Statement.organisation_id == organisation_id, Statement.period_end == period_end)
    return session.scalars(query.order_by(Statement.number)).first()
