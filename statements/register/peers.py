"""Where an organisation's confirmed points stand among statements of its sector and size: counts, and no order."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from statements.register import facets
from statements.register.facets import BANDS, PUBLISHED, RELEASED
from statements.register.index import Index
from statements.register.public import PublicStatement
from statements.register.search import SearchQuery, counted

FEWEST = 5
"""So many confirmed profiles make a distribution; with fewer it is taken more widely."""


@dataclass(frozen=True)
class PillarPeers:
    """How many profiles lie in each third of a pillar's points, and in which the organisation's own lies."""

    slug: str
    name: str
    bands: Mapping[str, int]
    own: str


@dataclass(frozen=True)
class Peers:
    """The distribution, and the filters that lead to what it counts; the organisation itself is among them."""

    filters: Mapping[str, str]
    released: int
    pillars: tuple[PillarPeers, ...]


def peers(index: Index | None, session: Session, statement: PublicStatement) -> Peers | None:
    """The peers of a statement with a released profile; None without one, where too few have one, or without an index:
    there they cannot be counted while a page is waited for."""
    if index is None or statement.profile is None or statement.profile.rubric != facets.newest_rubric().version:
        return None
    own = facets.values(statement)
    for names in (("sector", "size", "year"), ("sector", "size"), ("sector", "year"), ("sector",)):
        filters = {name: own[name][0] for name in names}
        if facets.UNKNOWN in filters.values():
            continue
        asked = {**filters, "status": PUBLISHED, "profile": RELEASED}
        query = SearchQuery(filters={name: [value] for name, value in asked.items()})
        found = counted(index, session, query, facets.pillars())
        if found.total >= FEWEST:
            return Peers(asked, found.total, _pillars(found.facets, own))
    return None


def _pillars(counts: Mapping[str, Mapping[str, int]], own: facets.Values) -> tuple[PillarPeers, ...]:
    return tuple(
        PillarPeers(
            slug=each.slug,
            name=each.name,
            bands={band: counts[each.slug].get(band, 0) for band in BANDS},
            own=next((value for value in own[each.slug] if value in BANDS), ""),
        )
        for each in facets.newest_rubric().pillars
    )
