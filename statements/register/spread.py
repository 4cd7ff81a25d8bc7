"""How the statements of a sector or a region are spread: by year, and by the thirds of confirmed points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from statements.errors import NotFound
from statements.reference import tables
from statements.register import facets
from statements.register.index import Index
from statements.register.search import SearchQuery, counted

SECTOR, REGION = "sector", "region"
NO_PLACE = "There is no such sector or region."


@dataclass(frozen=True)
class Year:
    """How many statements have a period that ends in this year, and how many of them a released profile.

    `upper` tells of each pillar, by its slug, how many of those profiles lie in the upper third of its points.
    """

    year: str
    statements: int
    released: int
    upper: Mapping[str, int]


@dataclass(frozen=True)
class Pillar:
    """How many released profiles lie in each third of a pillar's points, by the band's code."""

    slug: str
    name: str
    bands: dict[str, int]


@dataclass(frozen=True)
class Spread:
    """Counts of public statements under one filter; `released` is how many have a released profile."""

    name: str
    value: str
    title: str
    total: int
    released: int
    years: tuple[Year, ...]
    pillars: tuple[Pillar, ...]
    others: dict[str, int]


def title(name: str, value: str) -> str:
    """What a sector or region is called. Raises NotFound for a code that there is not."""
    known = facets.by_name()[name].values
    if value not in known or value == facets.UNKNOWN:
        raise NotFound(NO_PLACE)
    return known[value]


def spread(index: Index | None, session: Session, *, name: str, value: str) -> Spread:
    """The spread of the published statements of a sector or region. Raises NotFound for a code that there is not."""
    called = title(name, value)
    filters = {name: [value], "status": [facets.PUBLISHED]}
    other = REGION if name == SECTOR else SECTOR
    asked = ("year", "profile", other, *facets.pillars())
    every = counted(index, session, SearchQuery(filters=filters), asked)
    confirmed = filters | {"profile": [facets.RELEASED]}
    released = counted(index, session, SearchQuery(filters=confirmed), ("year",)).facets["year"]
    named = {each.slug: each.name for each in facets.newest_rubric().pillars}
    return Spread(
        name=name,
        value=value,
        title=called,
        total=every.total,
        released=every.facets["profile"].get(facets.RELEASED, 0),
        years=tuple(
            Year(
                year, count, released.get(year, 0), _upper(index, session, confirmed, year) if year in released else {}
            )
            for year, count in sorted(every.facets["year"].items())
        ),
        pillars=tuple(
            Pillar(slug, named[slug], {band: every.facets[slug].get(band, 0) for band in facets.BANDS})
            for slug in facets.pillars()
        ),
        others=every.facets[other],
    )


def _upper(index: Index | None, session: Session, filters: Mapping[str, Sequence[str]], year: str) -> Mapping[str, int]:
    query = SearchQuery(filters={**filters, "year": [year]})
    found = counted(index, session, query, facets.pillars()).facets
    return {slug: found[slug].get(facets.UPPER, 0) for slug in facets.pillars()}


def regions() -> list[tuple[str, str]]:
    """Code and name of every region."""
    return [(entry.code, entry.name) for entry in tables.regions().values()]
