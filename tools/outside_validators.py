"""Put what the register opens before validators that others keep: python outside_validators.py FOLDER.

It runs in a folder of packages of its own (`make check-open-data`), so that the register itself needs none of them.
Exit status 1, with what is wrong, where one of them does not accept a file.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
from frictionless import Package, Resource, Schema, system
from rdflib import Graph
from rdflib.namespace import DCAT, DCTERMS, RDF, URIRef

NEEDED = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.publisher, DCAT.dataset),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCTERMS.license, DCAT.distribution),
    DCAT.Distribution: (DCAT.accessURL, DCAT.downloadURL, DCAT.mediaType, DCTERMS.license),
    DCAT.DataService: (DCAT.endpointURL, DCAT.servesDataset),
}
"""What each thing of a DCAT catalogue must tell to be of use: the properties DCAT-AP asks for, and the licence."""


def table(folder: Path) -> Iterator[str]:
    """What is wrong with the CSV by its Table Schema, and with the Data Package."""
    described = Schema.from_descriptor(json.loads((folder / "statements.schema.json").read_text(encoding="utf-8")))
    with system.use_context(trusted=True):
        report = Resource(path=str(folder / "statements.csv"), schema=described).validate()
    yield from (f"statements.csv: {each}" for each in report.flatten(["rowNumber", "message"]))
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    yield from (f"datapackage.json: {each.note}" for each in Package.metadata_validate(package))


def catalogue(path: Path) -> Iterator[str]:
    """What is wrong with the DCAT catalogue, read as RDF."""
    graph = Graph().parse(path, format="json-ld")
    for kind, needed in NEEDED.items():
        found = list(graph.subjects(RDF.type, kind))
        if not found:
            yield f"{path.name}: no {kind}"
        yield from (
            f"{path.name}: {each} has no {told}" for each in found for told in needed if not graph.value(each, told)
        )
    addresses = [*graph.objects(None, DCAT.downloadURL), *graph.objects(None, DCTERMS.license)]
    yield from (f"{path.name}: {each} is no address" for each in addresses if not isinstance(each, URIRef))


def feed(path: Path) -> Iterator[str]:
    """What is wrong with an Atom feed."""
    told: Any = feedparser.parse(path.read_bytes())
    if told.bozo or told.version != "atom10":
        yield f"{path.name}: {told.get('bozo_exception', told.version)}"
    for each in [told.feed, *told.entries]:
        missing = [name for name in ("id", "title", "updated_parsed", "link") if not each.get(name)]
        yield from (f"{path.name}: {each.get('id')} has no {name}" for name in missing)


def page(path: Path) -> Iterator[str]:
    """What is wrong with the JSON-LD of a page; its vocabulary is not fetched, for there is no network here."""
    told = json.loads(path.read_text(encoding="utf-8"))
    if told.pop("@context") != "https://schema.org":
        yield f"{path.name}: another vocabulary"
    graph = Graph().parse(data=json.dumps({"@context": {"@vocab": "https://schema.org/"}, **told}), format="json-ld")
    if not list(graph.subjects(RDF.type, URIRef("https://schema.org/Report"))):
        yield f"{path.name}: no report"


def main(folder: Path) -> int:
    """Check every file of the folder; 0 where all were accepted."""
    wrong = [*table(folder), *catalogue(folder / "catalogue.jsonld")]
    wrong += [line for path in sorted(folder.glob("*.atom")) for line in feed(path)]
    wrong += [line for path in sorted(folder.glob("page*.jsonld")) for line in page(path)]
    print("\n".join(wrong) or "accepted")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
