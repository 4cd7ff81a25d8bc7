"""A checked list as its buyer sees it: each line with match, standing, profile, risk and next step; counts, filters."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.filing.profiles import Profile
from statements.organisations.models import Organisation
from statements.reference.folding import fold, fold_long_vowels
from statements.register import profiles
from statements.register.public import PublicProfile
from statements.suppliers import lists, steps
from statements.suppliers.models import SupplierLine, SupplierList
from statements.suppliers.risk import Risk, Tier, assess_risk
from statements.suppliers.standing import Filing, Standing, standings
from statements.suppliers.words import FILINGS, MATCHES, TIERS

PER_PAGE = 50
AT_ONCE = 1_000
_TIER_ORDER = {Tier.HIGH: 0, Tier.MEDIUM: 1, Tier.UNKNOWN: 2, Tier.LOW: 3}


@dataclass(frozen=True)
class Moment:
    """By which law standings are read, at which moment, which is which local day."""

    law: Profile
    at: datetime
    on: date


@dataclass(frozen=True)
class ListFilter:
    """Which lines to show: by match, filing and tier (empty: any), only those that wait for a choice, words of names.

    `order` is row, risk or spend; `page` counts from 1.
    """

    match: str = ""
    filing: str = ""
    tier: str = ""
    waiting: bool = False
    text: str = ""
    order: str = "row"
    page: int = 1


@dataclass(frozen=True)
class LineView:
    """One line with everything its buyer sees; `standing` is None as long as no organisation is settled.

    `offered` names the organisations to choose from while the line waits, each with the name that matched.
    """

    line: SupplierLine
    match: str
    standing: Standing | None
    profile: PublicProfile | None
    risk: Risk
    next_step: str
    questions: tuple[str, ...]
    offered: tuple[str, ...] = ()

    @property
    def filing(self) -> Filing:
        """How the supplier stands with the register; not known while it is not matched."""
        return self.standing.filing if self.standing else Filing.UNKNOWN

    @property
    def waiting(self) -> bool:
        """Whether a person must say which organisation is meant."""
        return self.match in steps.WAITING


@dataclass(frozen=True)
class Counts:
    """How many lines of the whole list there are of each kind, by the codes of words.py."""

    lines: int
    matches: Mapping[str, int]
    filings: Mapping[str, int]
    tiers: Mapping[str, int]
    waiting: int


@dataclass(frozen=True)
class ResultsPage:
    """One page of a checked list."""

    listed: SupplierList
    counts: Counts
    found: int
    lines: tuple[LineView, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class _Light:
    """What filters need of a line."""

    id: uuid.UUID
    row: int
    name: str
    match: str
    filing: Filing
    tier: str
    spend: float | None


def match_of(outcome: str, organisation_id: uuid.UUID | None, chosen_by: uuid.UUID | None) -> str:
    """How a line is matched now, a key of words.MATCHES: a person's word stands before what was found."""
    if chosen_by is None:
        return outcome
    return "chosen" if organisation_id else "refused"


def results(session: Session, *, list_id: uuid.UUID, wanted: ListFilter, moment: Moment, by: uuid.UUID) -> ResultsPage:
    """A page of the list's lines with the counts of all. Raises NotFound where it is not this person's to see."""
    listed = lists.load_list(session, list_id=list_id, by=by)
    light = _light(session, listed.id, moment)
    fitting = sorted((each for each in light if _fits(each, wanted)), key=_order(wanted.order))
    pages = max(1, -(-len(fitting) // PER_PAGE))
    page = min(max(1, wanted.page), pages)
    shown = [each.id for each in fitting[(page - 1) * PER_PAGE : page * PER_PAGE]]
    return ResultsPage(
        listed, _counts(light), len(fitting), _views(session, shown, moment, with_findings=False), page, pages
    )


def line_view(session: Session, *, list_id: uuid.UUID, row: int, moment: Moment, by: uuid.UUID) -> LineView:
    """One line with everything its buyer sees. Raises NotFound."""
    return _views(session, [lists.load_line(session, list_id=list_id, row=row, by=by).id], moment)[0]


def every_line(session: Session, *, list_id: uuid.UUID, moment: Moment, by: uuid.UUID) -> Iterator[LineView]:
    """Every line in order of its row, some at a time. Raises NotFound where it is not this person's to see."""
    listed = lists.load_list(session, list_id=list_id, by=by)
    query = select(SupplierLine.id).where(SupplierLine.list_id == listed.id).order_by(SupplierLine.row)
    ids = session.scalars(query).all()
    for start in range(0, len(ids), AT_ONCE):
        yield from _views(session, ids[start : start + AT_ONCE], moment)


def counts(session: Session, *, list_id: uuid.UUID, moment: Moment, by: uuid.UUID) -> Counts:
    """The counts of the whole list. Raises NotFound where it is not this person's to see."""
    return _counts(_light(session, lists.load_list(session, list_id=list_id, by=by).id, moment))


def names_of(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Organisation]:
    """The organisations behind the candidates of a line."""
    found: dict[uuid.UUID, Organisation] = {}
    ordered = list(ids)
    for start in range(0, len(ordered), AT_ONCE):
        query = select(Organisation).where(Organisation.id.in_(ordered[start : start + AT_ONCE]))
        found |= {each.id: each for each in session.scalars(query)}
    return found


def _light(session: Session, list_id: uuid.UUID, moment: Moment) -> list[_Light]:
    columns = (
        SupplierLine.id,
        SupplierLine.row,
        SupplierLine.name,
        SupplierLine.outcome,
        SupplierLine.organisation_id,
        SupplierLine.chosen_by,
        SupplierLine.risk_tier,
        SupplierLine.spend,
    )
    rows = session.execute(select(*columns).where(SupplierLine.list_id == list_id)).all()
    stand = standings(session, {row[4] for row in rows if row[4]}, law=moment.law, at=moment.at, on=moment.on)

    def filing_of(whose: uuid.UUID | None) -> Filing:
        return stand[whose].filing if whose in stand else Filing.UNKNOWN

    return [
        _Light(
            key,
            row,
            name,
            match_of(outcome, whose, chose),
            stand[whose].filing if whose else Filing.UNKNOWN,
            tier,
            spend,
        )
        for key, row, name, outcome, whose, chose, tier, spend in rows
    ]


def _fits(line: _Light, wanted: ListFilter) -> bool:
    if wanted.waiting and line.match not in steps.WAITING:
        return False
    asked = ((wanted.match, line.match), (wanted.filing, line.filing.value), (wanted.tier, line.tier))
    if any(value and value != has for value, has in asked):
        return False
    return not wanted.text or all(word in _key(line.name) for word in _key(wanted.text).split())


def _key(text: str) -> str:
    return fold_long_vowels(fold(text))


def _order(order: str) -> Any:
    if order == "risk":
        return lambda line: (_TIER_ORDER[Tier(line.tier)], -(line.spend or 0), line.row)
    if order == "spend":
        return lambda line: (-(line.spend or 0), line.row)
    return lambda line: line.row


def _counts(light: Sequence[_Light]) -> Counts:
    matches, tiers = Counter(each.match for each in light), Counter(each.tier for each in light)
    filings = Counter(each.filing.value for each in light)
    return Counts(
        lines=len(light),
        matches=_in_order(MATCHES, matches),
        filings=_in_order(FILINGS, filings),
        tiers=_in_order(TIERS, tiers),
        waiting=sum(matches[each] for each in steps.WAITING),
    )


def _in_order(keys: Iterable[str], found: Counter[str]) -> dict[str, int]:
    return {str(key): found[str(key)] for key in keys}


def _views(
    session: Session, ids: Sequence[uuid.UUID], moment: Moment, *, with_findings: bool = True
) -> tuple[LineView, ...]:
    """Lines by id, in that order; only `with_findings` do their questions hold what a profile did not find."""
    found = {each.id: each for each in session.scalars(select(SupplierLine).where(SupplierLine.id.in_(ids)))}
    whose = {each.organisation_id for each in found.values() if each.organisation_id}
    stand = standings(session, whose, law=moment.law, at=moment.at, on=moment.on)
    versions = {each.latest.version_id for each in stand.values() if each.latest}
    released = profiles.released(session, versions, with_findings=with_findings)
    views = [_view(found[key], stand, released) for key in ids]
    return tuple(_with_offers(session, views))


def _with_offers(session: Session, views: list[LineView]) -> Iterator[LineView]:
    ids = {uuid.UUID(each["organisation_id"]) for view in views if view.waiting for each in view.line.candidates}
    names = {str(key): each.name for key, each in names_of(session, ids).items()}
    for view in views:
        offers = view.line.candidates if view.waiting else ()
        yield replace(
            view, offered=tuple(_offer(names.get(each["organisation_id"], ""), each["name"]) for each in offers)
        )


def _offer(name: str, matched: str) -> str:
    return f"{name} ({matched})" if name and name != matched else matched


def _view(
    line: SupplierLine, stand: Mapping[uuid.UUID, Standing], released: Mapping[uuid.UUID, PublicProfile]
) -> LineView:
    match = match_of(line.outcome, line.organisation_id, line.chosen_by)
    standing = stand.get(line.organisation_id) if line.organisation_id else None
    profile = released.get(standing.latest.version_id) if standing and standing.latest else None
    risk = assess_risk(line.category, line.country, line.spend)
    step = steps.next_step(match, standing.filing if standing else Filing.UNKNOWN, risk)
    return LineView(line, match, standing, profile, risk, step, steps.questions(risk, profile))
