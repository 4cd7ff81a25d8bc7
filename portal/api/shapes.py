"""What is public turned into the plain values that the API answers."""

from dataclasses import asdict
from typing import Any

from portal import carried
from portal.snippets import marked
from statements.register.changes import Change
from statements.register.public import OrganisationRef, PublicOrganisation, PublicProfile, PublicStatement
from statements.register.search import Hit


def site() -> str:
    """The address of the register."""
    return str(carried.settings().public_url).rstrip("/")


def result(hit: Hit) -> dict[str, Any]:
    """A found statement."""
    found = hit.statement
    return {
        "id": found.number,
        "organisation": found.organisation.name,
        "year": found.year,
        "url": f"{site()}/statements/{found.number}",
        "profile": found.profile.points if found.profile else None,
        "snippet": str(marked(hit.snippet)),
    }


def ref(organisation: OrganisationRef) -> dict[str, str]:
    """An organisation by its id and name."""
    return {"id": organisation.slug, "name": organisation.name}


def change(told: Change) -> dict[str, Any]:
    """A public change of a statement."""
    return {
        "number": told.number,
        "kind": told.kind,
        "at": told.at,
        "statement": told.statement,
        "url": f"{site()}/statements/{told.statement}",
        "organisation": ref(told.organisation),
        "detail": told.detail,
    }


def statement(shown: PublicStatement, *, with_text: bool) -> dict[str, Any]:
    """A statement with its current version."""
    version = shown.version
    return {
        **filed(shown),
        "law": shown.law,
        "withdrawn_reason": shown.withdrawn_reason,
        "source": shown.source,
        "source_url": shown.source_url,
        "published_at": shown.published_at,
        "version": version.number,
        "versions": [asdict(each) for each in shown.versions],
        "covers": [ref(each) for each in version.covers],
        "documents": [_document(shown.number, asdict(each), with_text=with_text) for each in version.documents],
        "answers": version.answers,
        "profile": _profile(shown.profile),
    }


def filed(shown: PublicStatement) -> dict[str, Any]:
    """A statement in an organisation's list."""
    return {
        "id": shown.number,
        "url": f"{site()}/statements/{shown.number}",
        "organisation": ref(shown.organisation.ref),
        "year": shown.year,
        "period_start": shown.period_start,
        "period_end": shown.period_end,
        "status": "withdrawn" if shown.withdrawn else "published",
        "profile": shown.profile.points if shown.profile else None,
    }


def organisation(
    shown: PublicOrganisation, group: tuple[OrganisationRef, ...], statements: list[PublicStatement]
) -> dict[str, Any]:
    """An organisation with its group and its statements."""
    return {
        "id": shown.slug,
        "name": shown.name,
        "url": f"{site()}/organisations/{shown.slug}",
        "kind": shown.kind,
        "sector": shown.sector,
        "industry": shown.industry,
        "region": shown.region,
        "size": shown.revenue_band,
        "country": shown.country,
        "public_body": shown.public_body,
        "demonstration": shown.demonstration,
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in shown.identifiers],
        "other_names": [asdict(each) for each in shown.other_names],
        "parent": ref(shown.parent) if shown.parent else None,
        "group": [ref(each) for each in group],
        "statements": [filed(each) for each in statements],
    }


def _document(number: int, document: dict[str, Any], *, with_text: bool) -> dict[str, Any]:
    pages = document.pop("pages")
    address = f"{site()}/statements/{number}/documents/{document['sha256']}"
    return {**document, "url": address, **({"pages": list(pages)} if with_text else {})}


def _profile(profile: PublicProfile | None) -> dict[str, Any] | None:
    return asdict(profile) if profile else None
