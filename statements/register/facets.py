"""By what results are filtered and counted: codes of reference tables, and bands of released pillar points."""

from dataclasses import dataclass

from scoring.model import Rubric
from scoring.rubric import load, versions
from statements.reference import tables
from statements.register.public import PublicProfile, PublicStatement

UNKNOWN = "unknown"
"""The value of a filter where nothing is known, or nothing is released."""

FACTS = ("year", "sector", "region", "size", "kind")
"""Filters that rest on facts about the statement and its lead organisation."""

LOWER, MIDDLE, UPPER = "lower", "middle", "upper"
BANDS = {LOWER: "Lower third of points", MIDDLE: "Middle third of points", UPPER: "Upper third of points"}
THIRDS = 3


@dataclass(frozen=True)
class Facet:
    """One filter: its name in addresses, what it is called, and its values in the order shown with their labels.

    A year is its own label, so the values of the year are left empty.
    """

    name: str
    title: str
    values: dict[str, str]


def newest_rubric() -> Rubric:
    """The rubric whose pillars the filters offer."""
    return load(versions()[-1])


def pillars() -> tuple[str, ...]:
    """The slugs of the pillars that can be filtered by."""
    return tuple(pillar.slug for pillar in newest_rubric().pillars)


def names() -> tuple[str, ...]:
    """Every filter: the facts, then the pillars."""
    return FACTS + pillars()


def all_facets() -> tuple[Facet, ...]:
    """Every filter with its values and labels."""
    industries = {entry.code: entry.title for entry in tables.divisions()}
    regions = {entry.code: entry.name for entry in tables.regions().values()}
    sizes = {entry.code: entry.label for entry in tables.revenue_bands().values()}
    kinds = {entry.code: entry.name for entry in tables.organisation_kinds().values()}
    unknown = {UNKNOWN: "Not known"}
    return (
        Facet("year", "Year the period ends", {}),
        Facet("sector", "Sector", industries | unknown),
        Facet("region", "Region", regions | unknown),
        Facet("size", "Consolidated revenue", sizes | unknown),
        Facet("kind", "Kind of organisation", kinds),
        *(Facet(each.slug, each.name, BANDS | {UNKNOWN: "Not released"}) for each in newest_rubric().pillars),
    )


def values(statement: PublicStatement) -> dict[str, str]:
    """The value of a statement for each filter."""
    lead = statement.organisation
    facts = {
        "year": str(statement.year),
        "sector": lead.sector or UNKNOWN,
        "region": lead.region or UNKNOWN,
        "size": lead.revenue_band or UNKNOWN,
        "kind": lead.kind or UNKNOWN,
    }
    return facts | bands(statement.profile)


def bands(profile: PublicProfile | None) -> dict[str, str]:
    """The band of each pillar of a released profile; UNKNOWN for one without points, or without a profile."""
    known = {each.slug: (each.points, each.maximum) for each in profile.pillars} if profile else {}
    return {slug: band(*known.get(slug, (None, 0))) for slug in pillars()}


def band(points: int | None, maximum: int) -> str:
    """Which third of the possible points these are in: LOWER, MIDDLE or UPPER; full points are in the upper one."""
    if points is None or maximum <= 0:
        return UNKNOWN
    third = min(points * THIRDS // maximum, THIRDS - 1)
    return tuple(BANDS)[third]
