"""The page of an organisation: what it owed as anyone may be told, its peers, its whole group, what changed."""

from datetime import date, timedelta

import pytest

from statements.organisations.models import Obligation, ObligationState
from tests.factories import make_organisation
from tests.published import assess, publish

YEARS = (2026, 2025, 2024, 2023, 2022)


@pytest.fixture
def group(session, now):
    """A head with a public child, and a hidden one under which stands a public grandchild."""
    head = make_organisation(session, name="Kauri Holdings", at=now, slug="kauri", industry="1111")
    child = make_organisation(session, name="Rimu Foods", at=now, slug="rimu", parent_id=head.id)
    hidden = make_organisation(session, name="Zq Hidden", at=now, slug="hidden", parent_id=head.id)
    below = make_organisation(session, name="Miro Farms", at=now, slug="miro", parent_id=hidden.id)
    leaf = make_organisation(session, name="Nikau Sheds", at=now, slug="nikau", parent_id=child.id)
    publish(session, organisation=head, at=now, covers=[child, below, leaf])
    session.commit()
    return head


def text_of(client, path) -> str:
    return client.get(path).get_data(as_text=True)


def test_the_group_is_told_to_any_depth_without_who_is_not_public(client, group) -> None:
    page = text_of(client, "/organisations/kauri")
    assert "Zq Hidden" not in page
    assert 'family__2"><a class="govuk-link" href="/organisations/nikau"' in page
    assert 'family__1"><a class="govuk-link" href="/organisations/miro"' in page
    above = text_of(client, "/organisations/nikau")
    assert above.index('href="/organisations/rimu"') < above.index("which belongs to") < above.index("Kauri Holdings")
    assert "Zq Hidden, which belongs to" in " ".join(text_of(client, "/organisations/miro").split())


def owe(session, organisation, year, state, **values):
    end = date(year, 3, 31)
    told = {"period_start": date(year - 1, 4, 1), "period_end": end, "due_on": date(year, 9, 30), "source": "list"}
    row = Obligation(organisation_id=organisation.id, profile="nz-bill-2026", state=state, **{**told, **values})
    session.add(row)


def test_what_was_owed_is_told_only_as_confirmed_and_answered(client, session, group, now) -> None:
    past, future = now - timedelta(days=400), now + timedelta(days=4000)
    owe(session, group, 2020, ObligationState.EXEMPT, reason="zqexempt: dissolved.")
    owe(session, group, 2021, ObligationState.PRESUMED, reason="zqpresumed")
    owe(session, group, 2022, ObligationState.DECLARED_OUT, reason="zqdeclared")
    owe(session, group, 2023, ObligationState.CONFIRMED, reason="zqconfirmed", lateness_public_from=past)
    owe(session, group, 2024, ObligationState.CONFIRMED, lateness_public_from=future)
    owe(session, group, 2025, ObligationState.OUT_OF_SCOPE, reason="zqscope")
    session.commit()
    page = text_of(client, "/organisations/kauri")
    rows = " ".join(page.split()).split("What it owed")[1].split("</table>")[0]
    for year, told in ((2020, "Exempt: zqexempt"), (2023, "Missing"), (2024, "Not stated"), (2025, "Not in scope")):
        assert told in rows.split(f"31 March {year}")[1].split("</tr>")[0]
    for hidden in ("31 March 2021", "31 March 2022", "zqpresumed", "zqdeclared", "zqconfirmed", "zqscope"):
        assert hidden not in page


@pytest.fixture
def peers(session, now):
    """Six food companies with a released profile, one of them with five years of statements."""
    for at in range(6):
        one = make_organisation(session, name=f"Food {at}", at=now, slug=f"food-{at}", industry="1111")
        for year in YEARS[: 5 if at == 0 else 1]:
            answers = {"structure_description": f"As in {year // 2}."}
            made = publish(session, organisation=one, at=now, period_end=date(year, 3, 31), answers=answers)
            assess(session, statement=made, at=now, level=at % 3, released_at=now)
    session.commit()


def test_peers_are_counted_and_every_count_opens_what_it_counts(client, peers) -> None:
    page = " ".join(text_of(client, "/organisations/food-0").split())
    part = page.split('id="peers"')[1].split("</section>")[0]
    assert "6 confirmed profiles" in part and "same sector, same year" in part and part.count("this one") == 5
    link = part.split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert '<b class="figures">6</b>' in text_of(client, link)


def test_each_year_tells_what_changed_since_the_one_before(client, peers) -> None:
    page = " ".join(text_of(client, "/organisations/food-0").split())
    row = page.split("Since the year before")[1].split("</tr>")[0]
    assert row.count("1 answer differs") == 2 and row.count("same answers") == 2 and row.count("–") == 1
    since = text_of(client, "/statements/1/since/2")
    assert "1012.</del>" in since and "1013.</ins>" in since
    assert client.get("/statements/1/since/1").status_code == 404
    assert client.get("/statements/1/since/6").status_code == 404


def test_a_sector_tells_its_years_in_a_table_and_in_words(client, peers) -> None:
    page = " ".join(text_of(client, "/sectors/C").split())
    assert "Of the confirmed profiles of 2026, these lie in the upper third" in page
    assert "Commit 2 of 6 (0 of 1 for 2025)" in page
    trend = page.split('aria-labelledby="trend"')[1].split("</table>")[0]
    assert trend.count("<tr") == 6 and "year=2026&amp;commit=upper" in trend
