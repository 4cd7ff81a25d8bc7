"""What is new for each alert: the public changes since it was last looked at, of the statements that it is about."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from statements.events import service as events
from statements.filing.models import Statement
from statements.register import alerts, changes, organisations, queries
from statements.register.alert_models import Alert
from statements.register.changes import Change
from statements.register.indexing import in_memory
from statements.register.matching import matching
from statements.register.public import PublicStatement
from statements.register.query_language import parse
from statements.register.search import SearchQuery

TOLD = ("statement.published", "statement.corrected", "statement.withdrawn", "profile.released", "reply.added")
"""The kinds of change that an alert tells of."""
AT_ONCE = 1000


@dataclass(frozen=True)
class News:
    """What changed about one statement: the kinds of change, oldest first, each once."""

    number: int
    organisation: str
    period_end: date
    kinds: tuple[str, ...]


class Shelf:
    """The statements that changed, in an index of their own in memory: alerts are matched on it as searches are."""

    def __init__(self, session: Session, statements: Sequence[PublicStatement]) -> None:
        held = in_memory(session, statements)
        self.schema, self.searcher, self.size = held.schema, held.searcher(), len(statements)

    def found(self, query: SearchQuery) -> set[int]:
        """The numbers of the statements that a search finds, with no guesses at slips of spelling."""
        if not self.size:
            return set()
        asked = matching(self.schema, parse(query.text), query.text, lambda _field, _word: self.size + AT_ONCE)
        narrowed = asked(query.filters, counting=True)
        addresses = [address for _score, address in self.searcher.search(narrowed, limit=self.size).hits]
        values: Any = self.searcher.fast_field_values("number", addresses) if addresses else ()
        return set(values)


def gather(session: Session) -> tuple[int, dict[uuid.UUID, list[News]]]:
    """The number of the newest event, and what is new up to it for each confirmed alert, by its id."""
    latest, wanting = events.latest_number(session), alerts.confirmed(session)
    told = _changes(session, min((each.seen for each in wanting), default=latest), latest)
    shown = queries.statements_by_numbers(session, sorted({each.statement for each in told}), with_text=True)
    by_number, shelf = {each.number: each for each in shown}, Shelf(session, shown)
    news = {each.id: _news_of(session, each, told, by_number, shelf) for each in wanting}
    return latest, {key: found for key, found in news.items() if found}


def _changes(session: Session, since: int, latest: int) -> list[Change]:
    found: list[Change] = []
    while part := changes.after(session, number=since, limit=AT_ONCE):
        found += [each for each in part if each.kind in TOLD and each.number <= latest]
        since = part[-1].number
    return found


def _news_of(
    session: Session,
    alert: Alert,
    told: Sequence[Change],
    shown: Mapping[int, PublicStatement],
    shelf: Shelf,
) -> list[News]:
    about = _about(session, alert, shelf)
    kinds: dict[int, list[str]] = {}
    for each in told:
        if each.number > alert.seen and each.statement in about and each.statement in shown:
            kinds.setdefault(each.statement, []).append(each.kind)
    return [
        News(number, shown[number].organisation.name, shown[number].period_end, tuple(dict.fromkeys(several)))
        for number, several in kinds.items()
    ]


def _about(session: Session, alert: Alert, shelf: Shelf) -> set[int]:
    """The numbers of the statements that an alert is about, among those that changed at least."""
    if alert.organisation_id is None:
        return shelf.found(alerts.query_of(alert.wanted))
    ids = organisations.every_statement(session, alert.organisation_id)
    return set(session.scalars(select(Statement.number).where(Statement.id.in_(ids))))
