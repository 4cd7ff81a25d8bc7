"""The figures as pages and files: public ones without the office's knowledge, each figure opening its list."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from statements.clock import local_date
from statements.organisations import obligations_service
from statements.organisations.models import Obligation
from statements.people.models import Role
from statements.reports import keeping
from tests import published
from tests.checked_client import CheckedClient
from tests.factories import make_organisation
from tests.signed_in import signed_in_as


@pytest.fixture
def one_statement(session: Session, now: datetime) -> None:
    """One released statement and one presumed obligation of another organisation."""
    first = make_organisation(session, name="Figure Demonstration Limited", at=now, industry="G")
    other = make_organisation(session, name="Presumed Demonstration Limited", at=now)
    statement = published.publish(session, organisation=first, at=now, period_end=date(2026, 3, 31))
    published.assess(session, statement=statement, at=now, released_at=now)
    obligations_service.presume(
        session,
        organisation=other,
        profile=published.LAW,
        period_start=date(2025, 4, 1),
        period_end=date(2026, 3, 31),
        due_on=date(2026, 9, 30),
        source="list",
        by=None,
        at=now,
    )
    session.commit()


def test_figures_open_their_lists(client: CheckedClient, one_statement: None) -> None:
    html = client.get("/reports").get_data(as_text=True)
    assert "Figures for 2026" in html
    links = set(re.findall(r'href="(/reports/(?:list|obligations)\?[^"]+)"', html))
    assert links
    for link in sorted(links):
        assert client.get(link.replace("&amp;", "&")).status_code == 200
    assert "Figure Demonstration" in client.get(
        "/reports/list?year=2026&table=criteria-ungp-1&row=C01&column=level-1"
    ).get_data(as_text=True)


def test_figures_that_the_worker_keeps_say_what_changed_since(client, session, now, settings, one_statement) -> None:
    at = datetime.now(UTC)
    given = {"profile": settings.default_profile, "on": local_date(at, settings.time_zone)}
    keeping.keep(session, keeping.make(session, **given, at=at), profile=settings.default_profile)
    session.commit()
    assert "The lists that figures open are of now" not in client.get("/reports?year=2026").get_data(as_text=True)
    later = make_organisation(session, name="Later Demonstration Limited", at=now, industry="G")
    statement = published.publish(session, organisation=later, at=now, period_end=date(2026, 3, 31))
    published.assess(session, statement=statement, at=now, released_at=now)
    session.commit()
    assert "1 statement was published or changed since" in client.get("/reports?year=2026").get_data(as_text=True)
    listed = client.get("/reports/list?year=2026&table=criteria-ungp-1&row=C01&column=level-1").get_data(as_text=True)
    assert "The figure said 1, as at" in listed and "1 statement was published" in listed


def test_answered_counts_stand_on_pages_of_their_own(client: CheckedClient, one_statement: None) -> None:
    html = client.get("/reports?year=2026&only=sector").get_data(as_text=True)
    assert "<h1" in html and "By sector" in html and "/statements?law=" in html
    assert client.get("/reports?year=2026&only=nothing").status_code == 404
    assert client.get("/reports?year=1990").status_code == 404


def test_a_list_of_obligations_is_cut_in_pages_and_says_what_narrows_it(client, session, now) -> None:
    owner = make_organisation(session, name="Owing Limited", at=now, industry="G")
    given = {"profile": published.LAW, "due_on": date(2026, 12, 31), "state": "confirmed", "source": "list"}
    for number in range(205):
        end = date(2026, 1, 1) + timedelta(number)
        session.add(Obligation(organisation_id=owner.id, period_start=end, period_end=end, **given))
    session.commit()
    html = client.get("/reports/obligations?year=2026&sector=unknown").get_data(as_text=True)
    assert "0 obligations: not recorded" in " ".join(html.split())
    html = client.get("/reports/obligations?year=2026&page=2").get_data(as_text=True)
    assert "205 obligations" in html and html.count("Owing Limited") == 5


def test_the_public_sees_no_presumption(client, app: Flask, session: Session, now, one_statement) -> None:
    officer = signed_in_as(app, session, Role.OFFICER, at=now)
    for path in ("/reports/obligations?year=2026", "/reports/obligations.csv?year=2026", "/reports?year=2026"):
        assert "Presumed Demonstration" not in client.get(path).get_data(as_text=True)
    assert "Presumed Demonstration" in officer.get("/reports/office/obligations?year=2026").get_data(as_text=True)
    assert client.get("/reports/office").status_code == 302


def test_files_are_what_they_say(client: CheckedClient, one_statement: None) -> None:
    assert client.get("/reports/pack.xlsx?year=2026").data.startswith(b"PK")
    assert (
        client.get("/reports/figures.csv?year=2026")
        .get_data(as_text=True)
        .startswith("table,table_title,row,row_label")
    )
    assert "Figure Demonstration Limited" in client.get("/reports/statements.csv").get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/reports?year=soon", "/reports/list?year=2026&table=criteria-ungp-1&row=C01&column=level-9"]
)
def test_wrong_addresses_get_a_page(client: CheckedClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_empty_register_has_figures_too(client: CheckedClient) -> None:
    assert client.get("/reports").status_code == 200
