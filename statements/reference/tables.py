"""The code lists the register speaks in, read from the CSV files beside this module (sources.toml says from where)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from statements.errors import NotFound
from statements.reference.folding import fold, fold_long_vowels
from statements.reference.rows import parts, rows


@dataclass(frozen=True)
class Industry:
    """One entry of ANZSIC; `level` is division, subdivision, group or class, `division` the letter it belongs to."""

    code: str
    level: str
    parent: str
    title: str
    division: str


@dataclass(frozen=True)
class Country:
    """A country by its ISO 3166-1 codes; `aliases` are other spellings seen in lists."""

    alpha2: str
    alpha3: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Region:
    """A New Zealand region; `iso` is empty for the two rows that are not regions of the country."""

    code: str
    iso: str
    name: str
    te_reo_name: str


@dataclass(frozen=True)
class GoodAtRisk:
    """A good from one country, listed as made with child labour, forced labour or both.

    `derived` marks a good listed because what it is made of is (for example, cells made with listed polysilicon).
    """

    good: str
    sector: str
    country: str
    child_labour: bool
    forced_labour: bool
    forced_child_labour: bool
    derived: bool


@dataclass(frozen=True)
class PublicBody:
    """A New Zealand public body; `part_of` holds the id of the body it belongs to, `organisation_kind` may be empty."""

    id: str
    name: str
    other_names: tuple[str, ...]
    kind: str
    organisation_kind: str
    portfolio: str
    part_of: str


@dataclass(frozen=True)
class OrganisationKind:
    """A kind of organisation; `sector` is private, not-for-profit or public."""

    code: str
    name: str
    sector: str
    note: str


@dataclass(frozen=True)
class RevenueBand:
    """Consolidated annual revenue in NZ dollars: from `from_nzd`, below `below_nzd` (None: no upper bound)."""

    code: str
    label: str
    from_nzd: int
    below_nzd: int | None


@dataclass(frozen=True)
class Indicator:
    """One of the eleven ILO indicators of forced labour, explained in our own words."""

    code: str
    name: str
    meaning: str


@cache
def industries() -> dict[str, Industry]:
    """Return every ANZSIC entry by its code: letters for divisions, 2, 3 and 4 digits below them."""
    found: dict[str, Industry] = {}
    for row in rows("industries.csv"):
        division = row["code"] if row["level"] == "division" else found[row["parent"]].division
        found[row["code"]] = Industry(row["code"], row["level"], row["parent"], row["title"], division)
    return found


@cache
def divisions() -> tuple[Industry, ...]:
    """Return the ANZSIC divisions in order of their letters."""
    return tuple(entry for entry in industries().values() if entry.level == "division")


def division_of(code: str) -> Industry:
    """Return the division that an ANZSIC code of any level belongs to. Raises NotFound for a code not in the list.

    A letter before the digits (`A0111`) is accepted, and a leading zero that a spreadsheet dropped is put back where
    the shorter code is not itself in the list (`191` is a group of its own, `199` can only be `0199`).
    """
    wanted = re.sub(r"[\s.]", "", code).upper()
    bare = wanted[1:] if re.fullmatch(r"[A-S]\d+", wanted) else wanted
    for form in (wanted, bare, bare.zfill(2), bare.zfill(4)):
        if form in industries():
            return industries()[industries()[form].division]
    raise NotFound(f"“{code}” is not an ANZSIC code.")


@cache
def countries() -> dict[str, Country]:
    """Return every country by its two-letter code, in order of the codes."""
    return {
        row["alpha2"]: Country(row["alpha2"], row["alpha3"], row["name"], parts(row["aliases"]))
        for row in rows("countries.csv")
    }


def _country_key(text: str) -> str:
    return re.sub(r"[^0-9a-z]+", "", fold_long_vowels(fold(text.replace("&", " and "))).removeprefix("the "))


@cache
def _countries_by_key() -> dict[str, Country]:
    found: dict[str, Country] = {}
    for entry in countries().values():
        for text in (entry.alpha2, entry.alpha3, entry.name, *entry.aliases):
            found[_country_key(text)] = entry
    return found


@lru_cache(maxsize=4096)
def country(code_or_name: str) -> Country | None:
    """Return the country that a code, a name or a common alias stands for in any case and spelling, else None."""
    return _countries_by_key().get(_country_key(code_or_name.strip()))


@cache
def regions() -> dict[str, Region]:
    """Return the New Zealand regions by code, north to south, then `outside-regions` and `overseas`."""
    return {row["code"]: Region(**row) for row in rows("regions.csv")}


@cache
def all_goods_at_risk() -> tuple[GoodAtRisk, ...]:
    """Return the whole list of goods at risk, in order of good and country."""
    flags = ("child_labour", "forced_labour", "forced_child_labour", "derived")
    return tuple(
        GoodAtRisk(row["good"], row["sector"], row["country"], *(row[flag] == "yes" for flag in flags))
        for row in rows("goods_at_risk.csv")
    )


def goods_at_risk(code_or_name: str) -> tuple[GoodAtRisk, ...]:
    """Return the listed goods of one country; empty when none is listed or the country is not known."""
    entry = country(code_or_name)
    return _goods_by_country().get(entry.alpha2, ()) if entry else ()


@cache
def _goods_by_country() -> dict[str, tuple[GoodAtRisk, ...]]:
    listed = {good.country for good in all_goods_at_risk()}
    return {code: tuple(good for good in all_goods_at_risk() if good.country == code) for code in listed}


@cache
def public_bodies() -> dict[str, PublicBody]:
    """Return the New Zealand public bodies by id."""
    return {
        row["id"]: PublicBody(**{**row, "other_names": parts(row["other_names"])})  # type: ignore[arg-type]
        for row in rows("public_bodies.csv")
    }


@cache
def organisation_kinds() -> dict[str, OrganisationKind]:
    """Return the kinds of organisation by code, in the order a form offers them."""
    return {row["code"]: OrganisationKind(**row) for row in rows("organisation_kinds.csv")}


@cache
def revenue_bands() -> dict[str, RevenueBand]:
    """Return the revenue bands by code, smallest first."""
    return {
        row["code"]: RevenueBand(
            row["code"], row["label"], int(row["from_nzd"]), int(row["below_nzd"]) if row["below_nzd"] else None
        )
        for row in rows("revenue_bands.csv")
    }


def revenue_band(nzd: float) -> RevenueBand:
    """Return the band that an annual revenue in NZ dollars falls into; a loss of revenue counts as the lowest."""
    fitting = [band for band in revenue_bands().values() if band.from_nzd <= nzd]
    return fitting[-1] if fitting else next(iter(revenue_bands().values()))


@cache
def ilo_indicators() -> dict[str, Indicator]:
    """Return the eleven ILO indicators of forced labour by code."""
    return {row["code"]: Indicator(**row) for row in rows("ilo_indicators.csv")}


@cache
def non_working_days() -> dict[date, str]:
    """Return New Zealand's days, besides weekends, that are no working days, each with its name."""
    return {date.fromisoformat(row["day"]): row["name"] for row in rows("non_working_days.csv")}
