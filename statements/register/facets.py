"""By what results are filtered and counted: facts, answers, and what officers confirmed, all as codes.

A filter's name is the name of its column in the open data, so that an address, an export and the API say the same.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from scoring.model import Rubric
from scoring.rubric import load, versions
from statements.filing import profiles, questionnaire
from statements.filing.questionnaire import Kind, Question
from statements.reference import tables
from statements.register.public import PublicProfile, PublicStatement

UNKNOWN = "unknown"
"""The value of a filter where nothing is known, nothing is released or nothing was answered."""

FACTS = ("year", "sector", "region", "size", "kind")
"""Filters that rest on facts about the statement and its lead organisation."""
STANDING = ("status", "law", "coverage", "profile")
"""Filters that rest on what became of the statement."""

LOWER, MIDDLE, UPPER = "lower", "middle", "upper"
BANDS = {LOWER: "Lower third of points", MIDDLE: "Middle third of points", UPPER: "Upper third of points"}
THIRDS = 3
LEVELS = {"2": "Level 2", "1": "Level 1", "0": "Level 0"}
MET, NOT_MET = "met", "not_met"
GATES = {MET: "Met", NOT_MET: "Not met"}
YES, NO = "yes", "no"
PUBLISHED, WITHDRAWN = "published", "withdrawn"
GROUP, ALONE = "group", "alone"
RELEASED = "released"
CODED = (Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN, Kind.COUNTRIES)
SEVERAL = (Kind.CHOICES, Kind.COUNTRIES)

Values = dict[str, tuple[str, ...]]


class Group(StrEnum):
    """What a filter is about."""

    FACTS = "About the organisation and the year"
    STANDING = "About the statement"
    PILLARS = "Confirmed points"
    FINDINGS = "Confirmed findings"
    ANSWERS = "Answers"


@dataclass(frozen=True)
class Facet:
    """One filter: its name in addresses, what it is called, and its values in the order shown with their labels.

    A year is its own label, so the values of the year are left empty. `several` tells that a statement may have
    more than one of the values; `section` groups the answers as the questionnaire does, and `law` is the key of the
    profile that asks them, empty for the one that is filed here.
    """

    name: str
    title: str
    values: dict[str, str]
    group: Group = Group.FACTS
    several: bool = False
    section: str = ""
    law: str = ""

    @property
    def code(self) -> str:
        """Its section as an address names it: the sections of another law's questionnaire are others."""
        return f"{self.law} {self.section}" if self.law else self.section

    @property
    def in_sets(self) -> bool:
        """Whether it is counted by the sets of values that occur, which are few: many times faster than one by one."""
        return self.several and self.group is Group.ANSWERS and len(self.values) <= MOST_IN_SETS


MOST_IN_SETS = 16


def newest_rubric() -> Rubric:
    """The rubric whose pillars and criteria the filters offer."""
    return load(versions()[-1])


def pillars() -> tuple[str, ...]:
    """The slugs of the pillars that can be filtered by."""
    return tuple(pillar.slug for pillar in newest_rubric().pillars)


def shown_first() -> tuple[str, ...]:
    """The filters beside every list of results; the others have a page of their own."""
    return FACTS + pillars() + STANDING


@cache
def by_name() -> dict[str, Facet]:
    """Every filter by its name, in the order shown."""
    return {facet.name: facet for facet in (*_facts(), *_pillars(), *_standing(), *_findings(), *_answers())}


def names() -> tuple[str, ...]:
    """The names of every filter."""
    return tuple(by_name())


def all_facets() -> tuple[Facet, ...]:
    """Every filter with its values and labels."""
    return tuple(by_name().values())


def _facts() -> list[Facet]:
    industries = {entry.code: entry.title for entry in tables.divisions()}
    below = {entry.code: entry.title for entry in tables.industries().values() if entry.level != "division"}
    regions = {entry.code: entry.name for entry in tables.regions().values()}
    sizes = {entry.code: entry.label for entry in tables.revenue_bands().values()}
    kinds = {entry.code: entry.name for entry in tables.organisation_kinds().values()}
    unknown = {UNKNOWN: "Not known"}
    return [
        Facet("year", "Year the period ends", {}),
        Facet("sector", "Sector", industries | unknown),
        Facet("industry", "Industry within the sector", below, several=True),
        Facet("region", "Region", regions | unknown),
        Facet("size", "Consolidated revenue", sizes | unknown),
        Facet("kind", "Kind of organisation", kinds),
    ]


def _pillars() -> list[Facet]:
    known = BANDS | {UNKNOWN: "Not released"}
    return [Facet(each.slug, each.name, known, Group.PILLARS) for each in newest_rubric().pillars]


def _standing() -> list[Facet]:
    laws = {profile.key: profile.name for profile in profiles.profiles()}
    coverage = {GROUP: "Covers several organisations", ALONE: "Covers one organisation"}
    status = {PUBLISHED: "Published", WITHDRAWN: "Withdrawn"}
    profile = {RELEASED: "Released", UNKNOWN: "Not released"}
    return [
        Facet("status", "Status", status, Group.STANDING),
        Facet("law", "Filed under", laws, Group.STANDING),
        Facet("coverage", "Group statement", coverage, Group.STANDING),
        Facet("profile", "Disclosure profile", profile, Group.STANDING),
    ]


def _findings() -> list[Facet]:
    rubric = newest_rubric()
    unknown = {UNKNOWN: "Not released"}
    named = {pillar.slug: pillar.name for pillar in rubric.pillars}
    levels = [
        Facet(_level(each.id), each.question, LEVELS | unknown, Group.FINDINGS, section=named.get(each.pillar, ""))
        for each in rubric.scored_criteria
    ]
    gates = [
        Facet(_gate(each.id), each.question, GATES | unknown, Group.FINDINGS, section="Gates") for each in rubric.gates
    ]
    return levels + gates


def _answers() -> list[Facet]:
    """A filter for each public question with coded answers, of any questionnaire; the same key asks the same."""
    asked: dict[str, Facet] = {}
    for key, law in _questionnaires().items():
        for section, question in _coded(key):
            name = f"answer_{question.key}"
            new = Facet(name, question.label, {}, Group.ANSWERS, question.kind in SEVERAL, section, law)
            known = asked.get(name, new)
            asked[name] = replace(known, values=known.values | _options(question))
    return list(asked.values())


def _questionnaires() -> dict[str, str]:
    """Every questionnaire with the key of the profile that asks it; the one that is filed here first, without."""
    found = {profiles.filed_here()[0].questionnaire: ""}
    for profile in profiles.profiles():
        found.setdefault(profile.questionnaire, profile.key)
    return found


def _coded(key: str) -> Iterator[tuple[str, Question]]:
    """The public questions of a questionnaire whose answers are codes, each with the title of its section."""
    for section in questionnaire.by_key(key).sections:
        for question in section.questions:
            if question.public and question.kind in CODED:
                yield section.title, question


def _options(question: Question) -> dict[str, str]:
    unanswered = {UNKNOWN: "Not answered"}
    if question.kind is Kind.BOOLEAN:
        return {YES: "Yes", NO: "No"} | unanswered
    if question.kind is Kind.COUNTRIES:
        return {code: each.name for code, each in tables.countries().items()} | unanswered
    return {each.value: each.label for each in question.options} | unanswered


def values(statement: PublicStatement) -> Values:
    """The values of a statement for each filter."""
    lead = statement.organisation
    facts = of_lead(statement.year, lead.industry, lead.region, lead.revenue_band, lead.kind)
    standing = of_standing(
        statement.law, withdrawn=statement.withdrawn, covers=len(statement.version.covers), profile=statement.profile
    )
    return facts | standing | of_profile(statement.profile) | of_answers(statement.version.answers)


def of_lead(year: int, industry: str | None, region: str | None, size: str | None, kind: str | None) -> Values:
    """The values of the facts; an industry counts for every level of ANZSIC above it."""
    entry = tables.industries().get(industry or "")
    above = []
    while entry is not None and entry.level != "division":
        above.append(entry.code)
        entry = tables.industries().get(entry.parent)
    return {
        "year": (str(year),),
        "sector": (entry.code if entry else UNKNOWN,),
        "industry": tuple(reversed(above)),
        "region": (region or UNKNOWN,),
        "size": (size or UNKNOWN,),
        "kind": (kind or UNKNOWN,),
    }


def of_standing(law: str, *, withdrawn: bool, covers: int, profile: PublicProfile | None) -> Values:
    """The values of what became of the statement."""
    return {
        "status": (WITHDRAWN if withdrawn else PUBLISHED,),
        "law": (law,),
        "coverage": (GROUP if covers > 1 else ALONE,),
        "profile": (RELEASED if profile else UNKNOWN,),
    }


def of_profile(profile: PublicProfile | None) -> Values:
    """The band of each pillar and the level of each criterion and gate; UNKNOWN for what is not released."""
    known = {each.slug: (each.points, each.maximum) for each in profile.pillars} if profile else {}
    found: Values = {slug: (band(*known.get(slug, (None, 0))),) for slug in pillars()}
    levels = profile.levels if profile else {}
    for criterion in newest_rubric().scored_criteria:
        level = levels.get(criterion.id)
        found[_level(criterion.id)] = (UNKNOWN if level is None else str(level),)
    met = profile.met if profile else {}
    for gate in newest_rubric().gates:
        told = met.get(gate.id)
        found[_gate(gate.id)] = (UNKNOWN if told is None else MET if told else NOT_MET,)
    return found


def _level(criterion: str) -> str:
    return f"level_{criterion.lower()}"


def _gate(gate: str) -> str:
    return f"gate_{gate.lower()}"


def of_answers(answers: Mapping[str, object]) -> Values:
    """The codes of each coded question's public answer; UNKNOWN where it was not answered."""
    return {name: _codes(answers.get(name.removeprefix("answer_"))) for name in answer_names()}


@cache
def answer_names() -> tuple[str, ...]:
    """The names of the filters by answers."""
    return tuple(each.name for each in all_facets() if each.group is Group.ANSWERS)


def _codes(answer: object) -> tuple[str, ...]:
    if isinstance(answer, bool):
        return (YES if answer else NO,)
    if isinstance(answer, list | tuple):
        return tuple(sorted({str(each) for each in answer})) or (UNKNOWN,)
    return (str(answer),) if answer else (UNKNOWN,)


def band(points: int | None, maximum: int) -> str:
    """Which third of the possible points these are in: LOWER, MIDDLE or UPPER; full points are in the upper one."""
    if points is None or maximum <= 0:
        return UNKNOWN
    third = min(points * THIRDS // maximum, THIRDS - 1)
    return tuple(BANDS)[third]
