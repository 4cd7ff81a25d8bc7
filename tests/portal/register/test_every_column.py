"""Every column of every table is private unless it stands below with its reason: a canary in each, and a crawl.

The columns are found from the tables themselves, so that a new one is planted without anybody thinking of it.
"""

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    LargeBinary,
    String,
    Table,
    Uuid,
    func,
    insert,
    select,
    update,
)

from portal.accounts import models as accounts
from statements.db import UtcDateTime
from statements.filing.models import FilingHold, VersionState
from statements.organisations.models import Obligation, ObligationState
from statements.register import snapshots
from statements.schema import metadata
from tests.factories import make_organisation, make_person
from tests.portal.register.test_nothing_leaks import STARTS, crawl
from tests.published import add_document, add_version, assess, give_names, publish

CANARY = "zqcanary"
SHORTEST = CANARY[:6]
PUBLIC = {
    "organisations": ("the whole entry is public, whatever it is of", "*"),
    "organisation_names": ("names over time are public", "*"),
    "identifiers": ("numbers in registers are public", "*"),
    "former_addresses": ("an old address leads on", "*"),
    "organisation_statuses": ("whether it still stands, and where that was read", "status source"),
    "obligations": ("how a period stands, as confirmed and answered", "profile state"),
    "correction_notes": ("said openly", "text"),
    "statements": ("a published statement", "profile state source source_url withdrawn_reason"),
    "versions": ("answers to public questions; who signed", "state answers signature correction_reason"),
    "documents": ("of a published version", "sha256 filename media_type pages"),
    "assessments": ("released; the next test has one that is not", "rubric model text_hash body"),
    "findings": ("released", "criterion machine_outcome state machine_reason reason evidence"),
    "events": ("public ones tell their reason", "kind subject_kind after reason"),
    "replies": ("a reply to what was released stands beside it", "text"),
    "frozen_packs": ("packs of figures for everyone", "*"),
    "pack_files": ("packs of figures for everyone", "*"),
    "snapshots": ("files for everyone", "*"),
    "snapshot_files": ("files for everyone", "*"),
}
"""Columns whose words are public, by table, with the reason; * is all of them. Any other column is private."""
MORE = [
    *("/data", "/data/snapshots", "/data/catalogue.jsonld", "/sitemap.xml", "/sitemaps/1.xml", "/statements.xlsx"),
    *("/api/v1/changes", "/organisations/foods/feed.atom", "/statements/suggest?q=k", "/statements/filters"),
    *("/compare?organisation=foods", "/grievance-channels?q=foods", "/sectors/C", "/alerts/new", "/reports/findings"),
    *("/statements/1/something-wrong", "/reports/statements.csv", "/reports/obligations.csv", "/plan/readership"),
    f"/statements?q={CANARY}*",
]


def private(table: Table) -> list[Column[Any]]:
    """The columns of a table that hold words and are not public."""
    open_ = PUBLIC.get(table.name, ("", ""))[1].split()
    words = [each for each in table.columns if isinstance(each.type, String | JSON)]
    return [each for each in words if "*" not in open_ and each.name not in open_]


def canary(column: Column[Any], row: str = "") -> Any:
    """What is planted in a column of a row."""
    word = f"{CANARY}-{row}{column.table.name}-{column.name}".replace("_", "-")
    if isinstance(column.type, JSON):
        return {word: [word]}
    return word[: getattr(column.type, "length", None) or None]


def filler(session, column: Column[Any], now) -> Any:
    """Any value that a column takes: none where none is needed, a row that is there for a key, else one of its type."""
    if column in private(column.table) and not column.foreign_keys:
        return canary(column)
    if isinstance(column.type, String | JSON) and not column.foreign_keys:
        return {} if isinstance(column.type, JSON) else "public"[: column.type.length]
    if column.nullable:
        return None
    for key in column.foreign_keys:
        return session.scalar(select(key.column).order_by(key.column).limit(1))
    if isinstance(column.type, Uuid):
        return uuid.uuid4()
    for kind, value in ((Boolean, False), (Date, date(2026, 3, 31)), (UtcDateTime, now), (DateTime, now)):
        if isinstance(column.type, kind):
            return value
    return b"x" if isinstance(column.type, LargeBinary) else 1


def plant(session, now) -> list[str]:
    """A canary in every private column of every table, in a row of its own where there is none; which tables."""
    for table in metadata.sorted_tables:
        columns = private(table)
        if not session.scalar(select(func.count()).select_from(table)):
            session.execute(insert(table).values({each.name: filler(session, each, now) for each in table.columns}))
        elif columns:
            plain = [each for each in columns if not each.primary_key]
            for at, row in enumerate(session.execute(select(*table.primary_key)).all() if plain else ()):
                same = [column == value for column, value in zip(table.primary_key, row, strict=True)]
                values = {each.name: canary(each, f"{at}-") for each in plain}
                session.execute(update(table).where(*same).values(values))
    return [table.name for table in metadata.sorted_tables if private(table)]


@pytest.fixture
def planted(session, store, now):
    """A register with something of every public kind, and a canary in every column that is not public."""
    assert accounts.User.__tablename__ in metadata.tables
    foods = make_organisation(session, name="Kererū Foods Limited", at=now, slug="foods", industry="1111")
    give_names(session, foods, trading=["Kererū"], identifiers=[("nzbn", "9429000000001")])
    someone = make_person(session, name="Someone", at=now)
    first = publish(session, organisation=foods, at=now, store=store, answers={"structure_description": "Sheds."})
    publish(session, organisation=foods, at=now, period_end=date(2025, 3, 31))
    assess(session, statement=first, at=now, released_at=now)
    returned = {"state": VersionState.RETURNED, "pages": ()}
    version = add_version(session, statement=first, at=now + timedelta(days=1), **returned)
    add_document(session, version=version, at=now, pages=(f"{CANARY}-returned-text",))
    # An open hold on a published version would hide its statement.
    session.add(FilingHold(version_id=version.id, person_id=someone.id, raised_at=now))
    made = snapshots.make(session, store, month="2026-11", site="http://127.0.0.1:8000")
    snapshots.keep(session, month="2026-11", made=made, at=now)
    days = {"period_start": date(2023, 4, 1), "period_end": date(2024, 3, 31), "due_on": date(2024, 9, 30)}
    told = {"profile": "nz-bill-2026", "state": ObligationState.CONFIRMED, "source": "list"}
    session.add(Obligation(organisation_id=foods.id, **told, **days))
    session.flush()
    tables = plant(session, now)
    session.commit()
    return tables


def test_no_column_is_public_that_is_not_said_to_be(client, planted) -> None:
    assert {"logins", "alerts", "reader_reports", "outbox", "events", "drafts", "people", "jobs"} <= set(planted)
    pages = crawl(client, [*STARTS, *MORE])
    assert {"/statements/1", "/statements/2", "/organisations/foods", "/data/snapshots/statements-2026-11.csv"} <= set(
        pages
    )
    asked = {address: re.sub(rf"{CANARY}(\*|%2A)", "", text) for address, text in pages.items()}
    assert {address: text[text.index(SHORTEST) :][:60] for address, text in asked.items() if SHORTEST in text} == {}


def test_what_is_said_to_be_public_is_there() -> None:
    for name, (reason, columns) in PUBLIC.items():
        table = metadata.tables[name]
        assert reason and (columns == "*" or set(columns.split()) <= set(table.columns.keys()))
