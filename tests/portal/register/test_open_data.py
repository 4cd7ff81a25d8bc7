"""The register taken away: workbook, schema, catalogue, site map, feeds, and that each agrees with the others."""

import csv
import io
import json
import subprocess
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from portal.config import ROOT
from statements.register import listing, rows, snapshots
from tests.factories import make_organisation
from tests.published import assess, give_names, publish

CASTS = {
    "string": str,
    "integer": int,
    "date": date.fromisoformat,
    "boolean": {"yes": True, "no": False}.__getitem__,
}
ATOM, SITE_MAP = "http://www.w3.org/2005/Atom", "http://www.sitemaps.org/schemas/sitemap/0.9"
VALIDATORS = ROOT / ".venv-open-data" / "bin" / "python"
OPEN = (
    *("/statements.csv", "/data/statements.schema.json", "/data/datapackage.json", "/data/catalogue.jsonld"),
    *("/statements.atom", "/organisations/foods/feed.atom"),
)
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


def site_map(client, path: str) -> list[str]:
    """The addresses that a part of the site map names, without the site's own."""
    told = ElementTree.fromstring(client.get(path).data)
    assert told.tag in {f"{{{SITE_MAP}}}sitemapindex", f"{{{SITE_MAP}}}urlset"}
    return [str(each.text).removeprefix("http://127.0.0.1:8000") for each in told.iter(f"{{{SITE_MAP}}}loc")]


def test_the_site_map_leads_to_every_statement_and_organisation(client, register, monkeypatch) -> None:
    assert listing.AT_ONCE <= 50_000
    assert site_map(client, "/sitemap.xml") == ["/sitemaps/1.xml", "/sitemaps/2.xml"]
    paths = site_map(client, "/sitemaps/1.xml") + site_map(client, "/sitemaps/2.xml")
    assert paths == ["/statements/1", "/statements/2", "/organisations/foods"]
    assert all(client.get(path).status_code == 200 for path in paths)
    assert client.get("/sitemaps/3.xml").status_code == 404
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").get_data(as_text=True)


def test_no_part_of_the_site_map_holds_more_than_it_may(session, register, now, monkeypatch) -> None:
    publish(session, organisation=make_organisation(session, name="Ruru", at=now, slug="ruru"), at=now)
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    parts = [listing.addresses(session, part=part) for part in range(1, listing.parts(session) + 1)]
    assert max(map(len, parts)) == 2
    paths = sorted(path for part in parts for path, _ in part)
    assert paths == ["/organisations/foods", "/organisations/ruru", *(f"/statements/{n}" for n in (1, 2, 3))]


def test_a_statement_tells_search_engines_what_it_is(client, register) -> None:
    page = client.get("/statements/1").get_data(as_text=True)
    told = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (told["@type"], told["author"]["name"]) == ("Report", "Kererū Demonstration Foods")


@pytest.mark.parametrize("address", ["/organisations/foods/feed.atom", "/statements.atom?q=kereru&year=2026&year=2025"])
def test_a_feed_holds_what_atom_asks_for(client, register, address) -> None:
    feed = ElementTree.fromstring(client.get(address).data)
    assert feed.tag == f"{{{ATOM}}}feed" and feed.find(f"{{{ATOM}}}author/{{{ATOM}}}name") is not None
    itself = feed.find(f"{{{ATOM}}}link[@rel='self']").get("href").removeprefix("http://127.0.0.1:8000")
    assert client.get(itself).data == client.get(address).data
    entries = feed.findall(f"{{{ATOM}}}entry")
    told = [
        {name: each.findtext(f"{{{ATOM}}}{name}") for name in ("id", "title", "updated")} for each in (feed, *entries)
    ]
    assert len(entries) == 2 and len({each["id"] for each in told}) == 3
    assert all(each["title"] and datetime.fromisoformat(each["updated"]).tzinfo for each in told)
    assert told[0]["updated"] == max(each["updated"] for each in told[1:])
    assert client.get("/organisations/nobody/feed.atom").status_code == 404


def test_outside_validators_accept_what_is_open(client, session, store, register, now, tmp_path) -> None:
    """Table Schema, Data Package, DCAT, Atom and JSON-LD, read by packages of their own: `make check-open-data`."""
    if not VALIDATORS.exists():
        pytest.skip("the validators are not installed")
    made = snapshots.make(session, store, month="2026-11", site="http://127.0.0.1:8000")
    snapshots.keep(session, month="2026-11", made=made, at=now)
    session.commit()
    for path in OPEN:
        name = path.removeprefix("/organisations/").rpartition("/")[2]
        (tmp_path / name).write_bytes(client.get(path).data)
    page = client.get("/statements/1").get_data(as_text=True).split('<script type="application/ld+json">')[1]
    (tmp_path / "page.jsonld").write_text(page.split("</script>")[0], encoding="utf-8")
    assert validated(tmp_path) == (0, "accepted\n")
    written = (tmp_path / "statements.csv").read_text(encoding="utf-8")
    (tmp_path / "statements.csv").write_text(written.replace('"2025-03-31"', '"soon"'), encoding="utf-8", newline="")
    code, told = validated(tmp_path)
    assert code == 1 and "soon" in told


def validated(folder: Path) -> tuple[int, str]:
    command = [VALIDATORS, ROOT / "tools" / "outside_validators.py", folder]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.returncode, told.stdout + told.stderr


def test_the_page_of_open_data_tells_every_column(client, register) -> None:
    page = client.get("/data").get_data(as_text=True)
    assert all(f"<code>{column.name}</code>" in page for column in rows.columns())
    assert "creativecommons.org/licenses/by/4.0" in page
