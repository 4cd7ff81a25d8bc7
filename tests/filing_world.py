"""A small world in which a statement is filed: an organisation, its filer, its director, a draft."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from statements.clock import Period
from statements.filing import queries
from statements.filing import service as filing
from statements.filing.content import ReadFile, Signature
from statements.filing.models import Draft, Receipt, Statement
from statements.organisations.models import Organisation
from statements.people.models import Person, Role
from tests.factories import make_member, make_organisation


@dataclass(frozen=True)
class FilingWorld:
    """Who files what."""

    organisation: Organisation
    filer: Person
    director: Person
    statement: Statement


def make_filing_world(session: Session, *, at: datetime, name: str = "Kōwhai Foods Limited") -> FilingWorld:
    """An organisation with a filer and a director, and a statement started for its last period."""
    organisation = make_organisation(session, name=name, at=at)
    filer = make_member(session, name=f"Filer of {name}", organisation=organisation, role=Role.FILER, at=at)
    director = make_member(session, name=f"Director of {name}", organisation=organisation, role=Role.DIRECTOR, at=at)
    statement = filing.start(
        session,
        organisation=organisation,
        profile="nz-bill-2026",
        period_start=date(2025, 4, 1),
        period_end=date(2026, 3, 31),
        by=filer.id,
        at=at,
    )
    return FilingWorld(organisation, filer, director, statement)


def make_ready(session: Session, world: FilingWorld, *, at: datetime, text: str = "We looked and we found.") -> Draft:
    """The world's draft with a document and everything that is asked, ready to sign."""
    draft = queries.draft_of(session, world.statement)
    digest = hashlib.sha256(text.encode()).hexdigest()
    read = ReadFile(digest, "statement.txt", "text/plain", len(text), (text,), len(text.split()), False)
    filing.add_document(session, draft=draft, read=read, by=world.filer.id, at=at)
    approved = {"approved_by": "governing_body", "approved_on": "2026-08-01"}
    signatory = {"signatory_name": world.director.name, "signatory_role": "Chair of the board"}
    return filing.save(session, draft=draft, by=world.filer.id, at=at, answers=approved, approval=signatory)


def submit_ready(session: Session, world: FilingWorld, *, at: datetime) -> Receipt:
    """The receipt of the world's ready draft, signed by its director."""
    signature = Signature(world.director.name, "Chair of the board", person_id=world.director.id, signed_at=at)
    draft = queries.draft_of(session, world.statement)
    return filing.submit(session, draft=draft, signature=signature, by=world.director.id, at=at)


def bring_in(session: Session, organisation: Organisation, now: datetime, **changes: Any) -> Statement:
    """A statement of eleven months that was published elsewhere and brought in."""
    text = "We do not tolerate slavery."
    given = {
        "organisation": organisation,
        "profile": "uk-registry",
        "period": Period(date(2024, 1, 1), date(2024, 11, 30)),
        "answers": {"group_statement": "yes"},
        "covers": [organisation.id],
        "document": ReadFile("a" * 64, "statement.txt", "text/plain", len(text), (text,), 5, False),
        "source_url": "https://example.org/statement",
        "importer": "Import of March",
        "at": now,
    }
    return filing.publish_elsewhere(session, **{**given, **changes})
