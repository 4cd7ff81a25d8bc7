"""A statement as a line of results shows it: small, kept in the index, so that a page of results reads no tables."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from statements.register import texts
from statements.register.public import PublicPillar, PublicProfile, PublicStatement

LONGEST_LEAD = 260


@dataclass(frozen=True)
class CardOrganisation:
    """The lead organisation as a link."""

    slug: str
    name: str
    demonstration: bool


@dataclass(frozen=True)
class CardVersion:
    """The current version: which it is, since when, how many organisations it covers."""

    id: uuid.UUID
    number: int
    published_at: datetime
    covers: int
    documents: int


@dataclass(frozen=True)
class Card:
    """What a line of results shows. `lead` is the beginning of the statement's text; the profile has points only."""

    number: int
    organisation: CardOrganisation
    law: str
    period_start: date
    period_end: date
    source: str
    withdrawn: bool
    published_at: datetime
    version: CardVersion
    profile: PublicProfile | None
    lead: str

    @property
    def year(self) -> int:
        """The calendar year in which the period ends."""
        return self.period_end.year


def of(statement: PublicStatement) -> Card:
    """The card of a statement that was read with its text."""
    lead, version, profile = statement.organisation, statement.version, statement.profile
    first = next((page.text for page in texts.pages(version, statement.law) if page.text.strip()), "")
    covers, documents = len(version.covers), len(version.documents)
    return Card(
        number=statement.number,
        organisation=CardOrganisation(lead.slug, lead.name, lead.demonstration),
        law=statement.law,
        period_start=statement.period_start,
        period_end=statement.period_end,
        source=statement.source,
        withdrawn=statement.withdrawn,
        published_at=statement.published_at,
        version=CardVersion(version.id, version.number, version.published_at, covers, documents),
        profile=PublicProfile(profile.rubric, profile.released_at, profile.pillars, {}) if profile else None,
        lead=first[: 2 * LONGEST_LEAD],
    )


def to_bytes(card: Card) -> bytes:
    """The card as the index keeps it."""
    version, profile, lead = card.version, card.profile, card.organisation
    told = {
        "number": card.number,
        "organisation": [lead.slug, lead.name, lead.demonstration],
        "law": card.law,
        "period": [card.period_start.isoformat(), card.period_end.isoformat()],
        "source": card.source,
        "withdrawn": card.withdrawn,
        "published": card.published_at.isoformat(),
        "version": [
            version.id.hex,
            version.number,
            version.published_at.isoformat(),
            version.covers,
            version.documents,
        ],
        "profile": profile and [profile.rubric, profile.released_at.isoformat(), [_told(p) for p in profile.pillars]],
        "lead": card.lead,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(kept: bytes) -> Card:
    """The card that the index kept."""
    told = json.loads(kept)
    key, number, published, covers, documents = told["version"]
    start, end = (date.fromisoformat(day) for day in told["period"])
    return Card(
        number=told["number"],
        organisation=CardOrganisation(*told["organisation"]),
        law=told["law"],
        period_start=start,
        period_end=end,
        source=told["source"],
        withdrawn=told["withdrawn"],
        published_at=datetime.fromisoformat(told["published"]),
        version=CardVersion(uuid.UUID(key), number, datetime.fromisoformat(published), covers, documents),
        profile=_profile(*told["profile"]) if told["profile"] else None,
        lead=told["lead"],
    )


def _told(pillar: PublicPillar) -> list[Any]:
    return [pillar.slug, pillar.name, pillar.points, pillar.maximum]


def _profile(rubric: str, released: str, pillars: list[list[Any]]) -> PublicProfile:
    shown = tuple(PublicPillar(*each) for each in pillars)
    return PublicProfile(rubric, datetime.fromisoformat(released), shown, {})
