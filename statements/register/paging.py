"""Go through a long list without losing one's place when statements are added, corrected or withdrawn meanwhile.

A cursor holds the last result's place in the order of the list, not only how far down it stood: by what the list is
ordered by and by its number. Of a list by relevance, which has no such value that lasts, it holds the last number.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements.filing.models import Statement, Version
from statements.organisations.models import Organisation
from statements.register.index import Index
from statements.register.search import SearchQuery, SearchResult, Sort, numbers, search
from statements.register.visible import is_public

LONGEST_NAME = 200
"""Bytes of a name that a cursor holds."""
NEAR, FAR = 60, 5_000
"""How far from where it stood the last result is looked for in a list by relevance: at first, and then."""
PLACE, NUMBER, NAME = "[0-9]{1,6}", "[0-9]{1,10}", f"(?:[0-9a-f][0-9a-f]){{0,{LONGEST_NAME}}}"
PATTERN = (
    f"^(after-{PLACE}|relevance-{NUMBER}-{PLACE}|(newest|published)-{NUMBER}-{NUMBER}-{PLACE}"
    f"|name-{NAME}-{NUMBER}-{NUMBER}-{PLACE})?$"
)
"""What a cursor looks like: its order, the values that it is ordered by, the statement's number, how far down."""

Key = tuple[int | str, ...]
"""What a list is ordered by, so that a smaller key stands further up."""


@dataclass(frozen=True)
class Cursor:
    """Where a list goes on: after the result with this key and number, which stood `place` results down."""

    order: Sort
    key: Key
    number: int
    place: int


@dataclass(frozen=True)
class Stretch:
    """A part of a list, and the cursor of the part after it: empty at the end."""

    found: SearchResult
    following: str


def read_cursor(text: str) -> Cursor | None:
    """The cursor that a text of PATTERN stands for; None where it only says how far down, as "after-40" did."""
    order, *rest = text.split("-")
    if order not in list(Sort):
        return None
    *values, number, place = rest
    key: Key = ()
    if order == Sort.NAME:
        name, day = values
        key = (bytes.fromhex(name).decode(errors="replace"), -int(day), -int(number))
    elif values:
        key = (-int(values[0]), -int(number))
    return Cursor(Sort(order), key, int(number), int(place))


def stretch(index: Index | None, session: Session, query: SearchQuery, cursor: str) -> Stretch:
    """The part of a list that begins at the cursor, or at the query's offset where it is empty. Raises Invalid.

    `cursor` is a text of PATTERN; its order takes the place of the query's.
    """
    read = read_cursor(cursor)
    if read is not None:
        query = replace(query, sort=read.order)
        query = replace(query, offset=_position(index, session, query, read))
    elif cursor:
        query = replace(query, offset=int(cursor.rpartition("-")[2]))
    found = search(index, session, query)
    place = query.offset + len(found.hits)
    if not found.hits or place >= found.total:
        return Stretch(found, "")
    return Stretch(found, _text(session, query, found.hits[-1].statement.number, place))


def _text(session: Session, query: SearchQuery, number: int, place: int) -> str:
    order = query.order
    if order is Sort.RELEVANCE:
        return f"{order}-{number}-{place}"
    key = _keys(session, order, [number]).get(number)
    if key is None:
        return f"after-{place}"
    values = [str(-int(each)) for each in key[-2:]]
    if order is Sort.NAME:
        values.insert(0, str(key[0]).encode().hex())
    return "-".join((order, *values, str(place)))


def _position(index: Index | None, session: Session, query: SearchQuery, cursor: Cursor) -> int:
    """How many results of the list stand at or above the cursor."""
    bare = replace(query, facets=())
    if index is None or not cursor.key or query.order is not cursor.order:
        return _after_number(index, session, bare, cursor)

    def stands_after(place: int) -> bool:
        """Whether the result at this place comes after the cursor, as everything past the end does."""
        if place < 0:
            return False
        at = numbers(index, session, replace(bare, offset=place, limit=1)).numbers
        key = _keys(session, cursor.order, at).get(at[0]) if at else None
        return key is None or key > cursor.key

    return first_after(stands_after, cursor.place)


def first_after(stands_after: Callable[[int], bool], guess: int) -> int:
    """The first place from which on `stands_after` holds, looked for around a guess in steps that double."""
    step, low, high = 1, guess - 1, guess
    while low >= 0 and stands_after(low):
        low, high, step = low - step, low, step * 2
    while not stands_after(high):
        low, high, step = high, high + step, step * 2
    low = max(low, -1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if stands_after(middle) else (middle, high)
    return high


def _after_number(index: Index | None, session: Session, query: SearchQuery, cursor: Cursor) -> int:
    """The place after the statement with the cursor's number; where it stood, if it is no longer in the list."""
    for reach in (NEAR, FAR):
        first = max(cursor.place - reach, 0)
        around = numbers(index, session, replace(query, offset=first, limit=2 * reach)).numbers
        if cursor.number in around:
            return first + around.index(cursor.number) + 1
    return cursor.place


def _keys(session: Session, order: Sort, wanted: list[int]) -> dict[int, Key]:
    """What these statements are ordered by, by their numbers."""
    published = func.max(Version.published_at).label("published")
    query = (
        select(Statement.number, Statement.period_end, Organisation.sort_key, published)
        .join(Organisation, Organisation.id == Statement.organisation_id)
        .join(Version, Version.statement_id == Statement.id)
        .where(is_public(), Statement.number.in_(wanted))
        .group_by(Statement.number, Statement.period_end, Organisation.sort_key)
    )
    found: dict[int, Key] = {}
    for number, day, name, moment in session.execute(query):
        newest: Key = (-day.toordinal(), -number)
        if order is Sort.NAME:
            found[number] = (name.encode()[:LONGEST_NAME].decode(errors="ignore"), *newest)
        else:
            found[number] = newest if order is Sort.NEWEST else (-int(moment.timestamp() if moment else 0), -number)
    return found
