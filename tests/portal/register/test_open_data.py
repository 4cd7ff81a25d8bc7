"""The register taken away: workbook, schema, catalogue, site map, feeds, and that each agrees with the others."""

import csv
import io
import json
from datetime import date, datetime
from xml.etree import ElementTree

import openpyxl
import pytest

from statements.register import rows
from tests.factories import make_organisation
from tests.published import assess, give_names, publish

CASTS = {
    "string": str,
    "integer": int,
    "date": date.fromisoformat,
    "boolean": {"yes": True, "no": False}.__getitem__,
}
DCAT = {"dcat:Catalog", "dcat:Dataset", "dcat:Distribution", "dcat:DataService", "foaf:Agent"}


@pytest.fixture
def register(session, now):
    """Two statements, one with a released profile, an answer that looks like a formula and one with a line break."""
    foods = make_organisation(session, name="Kererū Demonstration Foods", at=now, slug="foods", industry="1111")
    give_names(session, foods, trading=["=Trading | Name"], identifiers=[("nzbn", "9429000000001")])
    first = publish(
        session,
        organisation=foods,
        at=now,
        answers={"structure_description": "=1+1\nnext", "consulted": ["unions", "employees"]},
    )
    assess(session, statement=first, at=now, released_at=now)
    publish(session, organisation=foods, at=now, period_end=date(2025, 3, 31))
    session.commit()


def table(client) -> list[dict[str, str]]:
    text = client.get("/statements.csv").get_data(as_text=True).removeprefix(rows.MARK)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_workbook_holds_what_the_csv_holds(client, register) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/statements.xlsx").data))
    head, *lines = book["Statements"].iter_rows(values_only=True)
    assert list(head) == [column.name for column in rows.columns()]
    assert len(lines) == len(table(client)) == 2
    first = dict(zip(head, lines[0], strict=True))
    assert first["answer_structure_description"] == "=1+1\nnext"
    assert (first["answer_consulted"], first["nzbn"], first["public_body"]) == (
        "unions|employees",
        "9429000000001",
        "no",
    )
    assert first["period_end"] == datetime(2026, 3, 31) and first["year"] == 2026
    assert [row[0] for row in book["Columns"].iter_rows(values_only=True)][1:] == list(head)


def test_every_cell_is_of_the_kind_that_the_schema_tells(client, register) -> None:
    schema = client.get("/data/statements.schema.json").get_json()
    told = {field["name"]: CASTS[field["type"]] for field in schema["fields"]}
    for row in table(client):
        assert list(row) == list(told)
        assert [told[name](value) for name, value in row.items() if value]
    package = client.get("/data/datapackage.json").get_json()
    assert package["resources"][0]["schema"] == schema
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_the_catalogue_names_files_that_are_there(client, register) -> None:
    told = json.loads(client.get("/data/catalogue.jsonld").data)
    (dataset,) = told["dcat:dataset"]
    kinds = {
        told["@type"],
        dataset["@type"],
        told["dct:publisher"]["@type"],
        *(each["@type"] for each in dataset["dcat:distribution"]),
    }
    assert kinds <= DCAT
    for each in dataset["dcat:distribution"]:
        path = each["dcat:downloadURL"]["@id"].removeprefix("http://127.0.0.1:8000")
        answer = client.get(path)
        assert answer.status_code == 200
        assert each["dcat:mediaType"]["@id"].endswith(answer.mimetype)


def test_the_site_map_leads_to_every_statement_and_organisation(client, register) -> None:
    parts = [each.text for each in ElementTree.fromstring(client.get("/sitemap.xml").data).iter() if "loc" in each.tag]
    assert parts == ["http://127.0.0.1:8000/sitemaps/1.xml"]
    pages = [
        each.text for each in ElementTree.fromstring(client.get("/sitemaps/1.xml").data).iter() if "loc" in each.tag
    ]
    paths = [each.removeprefix("http://127.0.0.1:8000") for each in pages]
    assert paths == ["/statements/1", "/statements/2", "/organisations/foods"]
    assert all(client.get(path).status_code == 200 for path in paths)
    assert client.get("/sitemaps/2.xml").status_code == 404
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


def test_a_statement_tells_search_engines_what_it_is(client, register) -> None:
    page = client.get("/statements/1").get_data(as_text=True)
    told = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (told["@type"], told["author"]["name"]) == ("Report", "Kererū Demonstration Foods")


def test_an_organisation_has_a_feed(client, register) -> None:
    feed = ElementTree.fromstring(client.get("/organisations/foods/feed.atom").data)
    ids = [each.text for each in feed.iter("{http://www.w3.org/2005/Atom}id")]
    assert ids[0] == "http://127.0.0.1:8000/organisations/foods/feed.atom" and len(ids) == 3
    assert client.get("/organisations/nobody/feed.atom").status_code == 404


def test_the_page_of_open_data_tells_every_column(client, register) -> None:
    page = client.get("/data").get_data(as_text=True)
    assert all(f"<code>{column.name}</code>" in page for column in rows.columns())
    assert "creativecommons.org/licenses/by/4.0" in page
