"""A statement written for another law is brought in once, never over what stands there, and taken out again."""

import pytest
from sqlalchemy import select

from statements.filing import crosswalk
from statements.filing.models import Draft
from tests.filing_world import make_filing_world
from tests.signed_in import signed_in


def text_of(response):
    return response.get_data(as_text=True)


@pytest.fixture
def client(app, session, now):
    return signed_in(app, session, make_filing_world(session, at=now).filer)


def test_each_text_lands_where_nothing_stands_and_what_is_needed_besides_is_told(client, session) -> None:
    assert "Australia: mandatory criteria" in text_of(client.get("/filing/1/other-forms"))
    path = "/filing/1/other-forms/au-s16"
    page = text_of(client.get(path))
    assert "What is needed here besides" in page and "Goes to: Describe the most serious risks" in page
    given = {"csrf_token": client.token(path), "16(1)(c)": "Cotton from two regions."}
    assert client.post(path, data=given).status_code == 303
    again = client.post(path, data={**given, "16(1)(c)": "Other.", "16(1)(f)": "We asked both subsidiaries."})
    assert again.status_code == 303
    assert "1 answer was put in. 1 was answered here already and stays." in text_of(client.get("/filing/1"))
    answers = session.scalars(select(Draft.answers)).one()
    assert answers["risks_description"] == "Cotton from two regions."
    assert answers["consultation_description"] == "We asked both subsidiaries."
    session.rollback()
    refused = client.post(path, data=given)
    assert refused.status_code == 422 and "is answered already" in text_of(refused)
    assert "Cotton from two regions." in text_of(refused)


def test_a_pasted_row_of_the_registry_comes_in_and_the_draft_goes_out(client, session) -> None:
    path = "/filing/1/other-forms/uk-registry"
    row = 'OrganisationName,Risk1,Risk1Mitigation\n"Acme","Seasonal work, with fees","We repaid them."'
    given = {"csrf_token": client.token(path), "pasted": row}
    assert client.post(path, data=given).status_code == 303
    taken = client.get("/filing/1/other-forms/au-s16.csv")
    assert taken.mimetype == "text/csv" and "Seasonal work, with fees" in text_of(taken)
    read = crosswalk.read_row(crosswalk.crosswalk("au-s16"), text_of(taken))
    assert "We repaid them." in read["16(1)(c)"]
    assert client.post(path, data={**given, "pasted": "nonsense"}).status_code == 422
    assert client.get("/filing/1/other-forms/nobody").status_code == 404


def test_what_looks_personal_is_pointed_out_before_it_is_sent(client) -> None:
    path = "/filing/1/other-forms/au-s16"
    given = {"csrf_token": client.token(path), "16(1)(c)": "Ask hana@example.nz or Mrs Aroha Example."}
    client.post(path, data=given)
    page = text_of(client.get("/filing/1/check"))
    assert "2 things that look like personal data" in page and "hana@example.nz" in page
