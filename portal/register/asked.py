"""A search as an address: read from one, written into one, shown as filters, counts and chips."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from statements.filing import profiles
from statements.reference import tables
from statements.register import facets
from statements.register.facets import UNKNOWN, Facet
from statements.register.search import SearchQuery, Sort

PER_PAGE = 20
SHOWN_AT_ONCE = 7
FEW_MORE = 2
MOST_SHOWN = 40
"""Of a filter with more values than this the most frequent are shown."""
LAST_PAGE = 5000
MOST_VALUES = 100
RESULTS = "/statements"
SECTOR, INDUSTRY, LAW, TOP_OF_INDUSTRIES = "sector", "industry", "law", "subdivision"
LONGEST_SUGGESTED = 60


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how many there are, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class FilterShown:
    """A filter with the values that lead somewhere; `is_open` where one is chosen."""

    name: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def is_open(self) -> bool:
        """Whether any value is chosen."""
        return any(choice.chosen for choice in self.choices)

    @property
    def first(self) -> tuple[Choice, ...]:
        """The values shown at once: all of them where only a few would be left over."""
        few = len(self.choices) <= SHOWN_AT_ONCE + FEW_MORE
        return self.choices if few else self.choices[:SHOWN_AT_ONCE]

    @property
    def more(self) -> tuple[Choice, ...]:
        """The values behind "show more"."""
        return self.choices[len(self.first) :]

    @property
    def more_is_open(self) -> bool:
        """Whether a value behind "show more" is chosen."""
        return any(choice.chosen for choice in self.more)


@dataclass(frozen=True)
class FilterSection:
    """Filters that are shown together, under the name of their group and, within it, of their section.

    `code` is the section as an address names it; a section that is not open has its `count` of filters alone.
    """

    group: str
    section: str
    code: str
    count: int
    filters: tuple[FilterShown, ...]


@dataclass(frozen=True)
class Chip:
    """A chosen value, and the address of the same search without it."""

    title: str
    label: str
    address: str


def read(given: MultiDict[str, str]) -> SearchQuery:
    """The search that an address asks for; a page or order that there is not is the first one."""
    page = _whole_number(given.get("page", ""))
    sort = given.get("sort", "")
    chosen = {name: given.getlist(name)[:MOST_VALUES] for name in facets.names() if given.getlist(name)}
    return SearchQuery(
        text=given.get("q", "").strip(),
        filters=chosen,
        sort=Sort(sort) if sort in list(Sort) else Sort.RELEVANCE,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
        facets=facets.shown_first() + tuple(name for name in chosen if name not in facets.shown_first()),
    )


def address(query: SearchQuery, path: str = RESULTS, page: int = 1) -> str:
    """The address of a search: nothing in it that would be so anyway."""
    parts: list[tuple[str, str]] = [("q", query.text)] if query.text else []
    parts += [(name, value) for name, values in query.filters.items() for value in values]
    if query.sort is not Sort.RELEVANCE:
        parts.append(("sort", query.sort.value))
    if page > 1:
        parts.append(("page", str(page)))
    return f"{path}?{urlencode(parts)}" if parts else path


def filters(query: SearchQuery, counts: Mapping[str, Mapping[str, int]]) -> list[FilterShown]:
    """Each filter with its values: those that would find something, and those that are chosen."""
    known = facets.by_name()
    within = {**counts, INDUSTRY: _next_industries(query, counts[INDUSTRY])} if INDUSTRY in counts else counts
    return [_filter(known[name], query.filters.get(name, ()), within[name]) for name in within]


def _next_industries(query: SearchQuery, counts: Mapping[str, int]) -> dict[str, int]:
    """Of the tree of industries the level below what is chosen: of a sector its subdivisions, of those their groups."""
    chosen = {*query.filters.get(SECTOR, ()), *query.filters.get(INDUSTRY, ())}
    every = tables.industries()
    top = {code for code in counts if code in every and every[code].level == TOP_OF_INDUSTRIES}
    shown = {code for code in top if every[code].parent in chosen or not query.filters.get(SECTOR)}
    below = {code for code in counts if code in every and every[code].parent in chosen}
    return {code: count for code, count in counts.items() if code in shown | below | chosen}


def opened(query: SearchQuery, section: str) -> tuple[str, ...]:
    """The names of the filters that the page of all of them shows with their values: those in no section, those of
    the section that was opened, and of those where something is chosen."""
    every = facets.all_facets()
    open_now = {section, ""} | {each.code for each in every if query.filters.get(each.name)}
    return tuple(each.name for each in every if each.code in open_now)


def sections(query: SearchQuery, counts: Mapping[str, Mapping[str, int]]) -> list[FilterSection]:
    """Every section of filters in the order shown; those counted with their values and what each would find.

    What only another law asks is left out where no statement was filed under it.
    """
    shown = {each.name: each for each in filters(query, counts)}
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for facet in facets.all_facets():
        if not facet.law or counts.get(LAW, {}).get(facet.law) or facet.name in shown:
            found.setdefault((facet.group.value, facet.law, facet.section, facet.code), []).append(facet.name)
    return [
        FilterSection(
            group=gettext(group),
            section=_section(law, section),
            code=code,
            count=len(names),
            filters=tuple(shown[name] for name in names if name in shown),
        )
        for (group, law, section, code), names in found.items()
    ]


def _section(law: str, section: str) -> str:
    if not section:
        return ""
    return f"{gettext(profiles.profile(law).short_name)}: {gettext(section)}" if law else gettext(section)


def chips(query: SearchQuery) -> list[Chip]:
    """What is chosen, each with the address that drops it."""
    shown = []
    for facet in facets.all_facets():
        for value in query.filters.get(facet.name, ()):
            kept = [each for each in query.filters[facet.name] if each != value]
            without = replace(query, filters={**query.filters, facet.name: kept})
            shown.append(Chip(gettext(facet.title), _label(facet, value), address(without)))
    return shown


def pagination(query: SearchQuery, total: int) -> dict[str, Any] | None:
    """What the pagination component takes; None where everything stands on one page."""
    last = -(-total // PER_PAGE)
    page = query.offset // PER_PAGE + 1
    if last < 2 or page > last:
        return None
    near = sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)})
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append({"number": number, "href": address(query, page=number), "current": number == page})
    shown: dict[str, Any] = {"items": items}
    if page > 1:
        shown["previous"] = {"href": address(query, page=page - 1), "text": gettext("Previous")}
    if page < last:
        shown["next"] = {"href": address(query, page=page + 1), "text": gettext("Next")}
    return shown


def _filter(facet: Facet, chosen: Any, counts: Mapping[str, int]) -> FilterShown:
    order = list(facet.values) or sorted(counts, reverse=True)
    values = [value for value in order if counts.get(value) or value in chosen]
    if len(values) > MOST_SHOWN:
        often = set(sorted(values, key=lambda value: -counts.get(value, 0))[:MOST_SHOWN])
        values = [value for value in values if value in often or value in chosen]
    values += [value for value in [*counts, *chosen] if value not in {*values, *facet.values, UNKNOWN}]
    choices = tuple(Choice(each, _label(facet, each), counts.get(each, 0), each in chosen) for each in values)
    return FilterShown(facet.name, gettext(facet.title), choices)


def _label(facet: Facet, value: str) -> str:
    """What a value is called; one that is no code, typed into an address, is shown as it was typed."""
    if value in facet.values:
        return gettext(facet.values[value])
    return value or gettext("empty")


def _whole_number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1
