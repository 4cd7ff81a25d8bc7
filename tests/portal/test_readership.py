"""Readings of pages are counted in memory and written together, never within a request that reads."""

from sqlalchemy import func, select

from statements.action_plan.models import PageReading


def test_readings_are_counted_and_nothing_about_readers_is_kept(app, session, client) -> None:
    for path in ("/scoring", "/scoring", "/help", "/plan", "/plan/nz-2009", "/plan/nz-2009/actions.csv", "/alive"):
        assert client.get(path).status_code == 200
    client.get("/statements/1")
    assert session.scalar(select(func.count()).select_from(PageReading)) == 0
    session.rollback()
    app.extensions["readings"].write()
    app.extensions["readings"].write()
    found = dict(session.execute(select(PageReading.page, PageReading.count)).all())
    assert found == {"scoring": 2, "help": 1, "plan": 2}
    assert {column.name for column in PageReading.__table__.columns} == {"page", "day", "count"}
    session.rollback()
    html = client.get("/plan/readership").get_data(as_text=True)
    assert "Readers get no cookie" in html and client.get_cookie("session") is None
    rows = client.get("/plan/readership.json").get_json()["rows"]
    assert {row["page"]: row["readings"] for row in rows} == found


def test_what_could_not_be_written_is_counted_again(app, client) -> None:
    counts = app.extensions["readings"]
    client.get("/scoring")
    engine, counts.engine = counts.engine, None
    counts.write()
    counts.engine = engine
    assert sum(counts.waiting.values()) == 1
