"""A small register for a buyer's list: who filed, who is covered, who could owe, who is small, who is not there."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.demo.world_files import nzbn_of_block
from statements.filing.models import Statement
from statements.organisations import obligations_service
from statements.organisations.models import ObligationState, Organisation
from statements.people.models import Person, Role
from tests.factories import make_member, make_organisation
from tests.published import LAW, assess, give_names, publish

END = date(2026, 3, 31)


@dataclass(frozen=True)
class SupplierWorld:
    """The register that the demonstration's list is checked against."""

    agency: Organisation
    buyer: Person
    clearpane: Organisation
    keystone: Organisation
    nightwatch: Organisation
    fisheries: Organisation
    wirewren: Organisation
    statement: Statement


def make_supplier_world(session: Session, *, at: datetime) -> SupplierWorld:
    """Clearpane filed and has a released profile, Nightwatch is covered by it, Keystone owes, Wirewren is small."""
    agency = make_organisation(session, name="Ministry of Pens (Demonstration)", at=at, public_body=True)

    def organisation(name: str, number: int, **values: object) -> Organisation:
        made = make_organisation(session, name=name, at=at, **values)
        give_names(session, made, identifiers=[("nzbn", nzbn_of_block(number))])
        return made

    clearpane = organisation("Clearpane Facilities (Demonstration) Limited", 9)
    nightwatch = organisation("Nightwatch Guarding (Demonstration) Limited", 10, parent_id=clearpane.id)
    statement = publish(session, organisation=clearpane, at=at, period_end=END, covers=[nightwatch])
    assess(session, statement=statement, at=at, released_at=at, levels={"C05": 0})
    keystone = organisation("Keystone Hollow Construction (Demonstration) Limited", 6)
    owe(session, keystone, at=at)
    return SupplierWorld(
        agency=agency,
        buyer=make_member(session, name="Bea Buyer", organisation=agency, role=Role.BUYER, at=at),
        clearpane=clearpane,
        keystone=keystone,
        nightwatch=nightwatch,
        fisheries=organisation("Ngā Rau Hāpai Fisheries (Demonstration) Limited", 13),
        wirewren=organisation("Wirewren Telecommunications (Demonstration) Limited", 23, revenue_band="under-20m"),
        statement=statement,
    )


def owe(session: Session, organisation: Organisation, *, at: datetime, public_from: datetime | None = None) -> None:
    """A confirmed obligation that is long past due; its lateness is public from `public_from`, None for never."""
    owed = obligations_service.presume(
        session,
        organisation=organisation,
        profile=LAW,
        period_start=date(2025, 1, 1),
        period_end=date(2025, 12, 31),
        due_on=(at - timedelta(days=60)).date(),
        source="list",
        by=None,
        at=at,
    )
    officer = make_member(session, name=f"Officer {organisation.slug}", organisation=None, role=Role.OFFICER, at=at)
    obligations_service.move(
        session,
        obligation=owed,
        to=ObligationState.CONFIRMED,
        reason="Its revenue is known.",
        by=officer.id,
        at=at,
        lateness_public_from=public_from,
    )
