"""A first look at the risk of modern slavery in what a supplier supplies: category, country and spend, with reasons.

A tier says where to look first. It says nothing about what this supplier does.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from statements.reference.procurement import Category, category_of, country_risks
from statements.reference.tables import Country, GoodAtRisk, country, goods_at_risk

_GUIDANCE = Path(__file__).with_name("risk_guidance.toml")
_POINTS = {"high": 2, "medium": 1, "low": 0}
_HIGH_FROM, _MEDIUM_FROM = 3, 1
_GOODS_NAMED = 5


class Tier(StrEnum):
    """How soon to look: high, medium, low, or unknown where nothing was given to go by."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Risk:
    """A tier with its reasons, and what to ask and do; `leverage` is large, some, small or unknown, from the spend.

    `category` is the code of the category that the list's words were read as, empty where none fitted.
    """

    tier: Tier
    reasons: tuple[str, ...]
    leverage: str
    questions: tuple[str, ...]
    next_step: str
    category: str = ""


def assess_risk(category: str, nation: str, spend: float | None = None) -> Risk:
    """Return the risk of buying `category` (our code, UNSPSC code or words) from `nation` (code or name).

    `spend` is New Zealand dollars a year, None where not known. It moves the next step, never the tier: how much
    harm is done to people does not depend on how much one buyer spends.
    """
    bought, place = category_of(category), country(nation)
    hits = _hits(bought, place)
    reasons = [*_category_reasons(category, bought), *_country_reasons(nation, place), *_hit_reasons(hits, place)]
    tier = _tier(bought, place, hits)
    if bought and bought.kind == "goods" and not hits and tier is not Tier.LOW:
        reasons.append("The list names the supplier's country, which may not be where the goods were made.")
    leverage, said = _leverage(spend)
    return Risk(
        tier,
        (*reasons, *said),
        leverage,
        _questions(tier, bought),
        _next_step(tier, leverage),
        bought.code if bought else "",
    )


@cache
def _guidance() -> dict[str, Any]:
    return tomllib.loads(_GUIDANCE.read_text(encoding="utf-8"))


def _hits(bought: Category | None, place: Country | None) -> tuple[GoodAtRisk, ...]:
    """Return the goods of this category that are listed for this country."""
    if bought is None or place is None:
        return ()
    return tuple(good for good in goods_at_risk(place.alpha2) if good.good in bought.goods)


def _tier(bought: Category | None, place: Country | None, hits: tuple[GoodAtRisk, ...]) -> Tier:
    if bought is None and (place is None or not _country_points(place)):
        return Tier.UNKNOWN
    if any(good.forced_labour or good.forced_child_labour for good in hits):
        return Tier.HIGH
    if bought and bought.kind == "services" and bought.risk == "high":
        return Tier.HIGH
    points = (_POINTS[bought.risk] if bought else 0) + (_country_points(place) if place else 0)
    if bought and points >= _HIGH_FROM:
        return Tier.HIGH
    return Tier.MEDIUM if points >= _MEDIUM_FROM else Tier.LOW


def _country_points(place: Country) -> int:
    listed = goods_at_risk(place.alpha2)
    own = country_risks().get(place.alpha2)
    forced = any(good.forced_labour or good.forced_child_labour for good in listed)
    return max(_POINTS["high"] if forced else _POINTS["medium"] if listed else 0, _POINTS[own.level] if own else 0)


def _category_reasons(given: str, bought: Category | None) -> list[str]:
    if bought:
        return [f"{bought.name}: {bought.reason} (Source: {bought.source}.)"]
    if given.strip():
        return [f"“{given.strip()}” is not a category we know, so what is bought counts as not given."]
    return ["What is bought is not given."]


def _country_reasons(given: str, place: Country | None) -> list[str]:
    if place is None:
        if given.strip():
            return [f"“{given.strip()}” is not a country we know, so the country counts as not given."]
        return ["The country is not given."]
    listed = goods_at_risk(place.alpha2)
    own = country_risks().get(place.alpha2)
    reasons = [f"{place.name}: {own.reason} (Source: {own.source}.)"] if own else []
    if listed:
        forced = sum(good.forced_labour or good.forced_child_labour for good in listed)
        reasons.append(
            f"{place.name} has {len(listed)} goods on the list of goods made with child or forced labour, "
            f"{forced} of them for forced labour."
        )
    return reasons or [f"{place.name} has no goods on the list of goods made with child or forced labour."]


def _hit_reasons(hits: tuple[GoodAtRisk, ...], place: Country | None) -> list[str]:
    if not hits or place is None:
        return []
    forced = [good.good for good in hits if good.forced_labour or good.forced_child_labour]
    child = [good.good for good in hits if good.good not in forced]
    return [
        f"Listed from {place.name} for {what}: {', '.join(names[:_GOODS_NAMED])}"
        + (f" and {len(names) - _GOODS_NAMED} more." if len(names) > _GOODS_NAMED else ".")
        for what, names in (("forced labour", forced), ("child labour", child))
        if names
    ]


def _leverage(spend: float | None) -> tuple[str, tuple[str, ...]]:
    """Return how much say the spend gives, and the sentence that says so."""
    bands = _guidance()["spend"]
    if spend is None or spend < 0:
        return "unknown", ()
    if spend >= bands["large"]:
        return "large", (f"A spend of ${spend:,.0f} a year gives you a say.",)
    return ("some" if spend >= bands["some"] else "small"), ()


def _questions(tier: Tier, bought: Category | None) -> tuple[str, ...]:
    asked = _guidance()["questions"]
    of_kind = asked[bought.kind] if bought and tier in (Tier.HIGH, Tier.MEDIUM) else []
    return (*asked[tier.value], *of_kind)


def _next_step(tier: Tier, leverage: str) -> str:
    steps: dict[str, str] = _guidance()["next_step"]
    return steps.get(f"{tier.value}_{leverage}", steps[tier.value])
