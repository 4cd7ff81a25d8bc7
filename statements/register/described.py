"""The open data described for programs: a Table Schema of its columns, a DCAT catalogue of its files."""

from collections.abc import Sequence
from typing import Any

from statements.register import rows
from statements.register.public import PublicStatement
from statements.register.rows import columns
from statements.register.snapshot_models import Snapshot, SnapshotFile

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TYPES: dict[str, dict[str, Any]] = {
    rows.TEXT: {"type": "string"},
    rows.NUMBER: {"type": "integer"},
    rows.DATE: {"type": "date", "format": "default"},
    rows.LIST: {"type": "string"},
    rows.YES_NO: {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
}
LISTED = " A list: items parted by |, a | or \\ within an item has a \\ before it."
FILES = (
    ("statements.csv", "CSV", "text/csv", "http://publications.europa.eu/resource/authority/file-type/CSV"),
    (
        "statements.xlsx",
        "Excel workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "http://publications.europa.eu/resource/authority/file-type/XLSX",
    ),
    (
        "statements.jsonl",
        "JSON Lines",
        "application/jsonl",
        "http://publications.europa.eu/resource/authority/file-type/JSON",
    ),
)
"""Path, title, media type and the European file-type term of each form of the whole register."""


def table_schema() -> dict[str, Any]:
    """The columns of the CSV as a Table Schema (specs.frictionlessdata.io/table-schema)."""
    fields = [
        {
            "name": column.name,
            **TYPES[column.kind],
            "description": column.meaning + (LISTED if column.kind == rows.LIST else ""),
        }
        for column in columns()
    ]
    return {"fields": fields, "primaryKey": ["statement"], "missingValues": [""]}


def data_package(site: str) -> dict[str, Any]:
    """The CSV of the whole register as a Data Package (specs.frictionlessdata.io/data-package)."""
    return {
        "profile": "tabular-data-package",
        "name": "statements",
        "title": "Modern slavery statements",
        "homepage": f"{site}/data",
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "statements",
                "path": f"{site}/statements.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(),
            }
        ],
    }


def catalogue(site: str, publisher: str, snapshots: Sequence[Snapshot] = ()) -> dict[str, Any]:
    """The register and its monthly snapshots as a DCAT catalogue in JSON-LD (www.w3.org/TR/vocab-dcat-3)."""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{site}/data",
        "@type": "dcat:Catalog",
        "dct:title": publisher,
        "dct:license": {"@id": LICENCE},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": publisher},
        "dcat:dataset": [
            {
                "@id": f"{site}/data#statements",
                "@type": "dcat:Dataset",
                "dct:title": "Modern slavery statements",
                "dct:description": "Every statement in the register, with its answers and what officers confirmed.",
                "dct:license": {"@id": LICENCE},
                "dct:conformsTo": {"@id": f"{site}/data/statements.schema.json"},
                "dcat:landingPage": {"@id": f"{site}/statements"},
                "dcat:distribution": [_distribution(site, *each) for each in FILES],
            },
            *(_snapshot(site, each) for each in snapshots),
            *_series(site, snapshots),
        ],
        "dcat:service": [
            {
                "@id": f"{site}/api/v1",
                "@type": "dcat:DataService",
                "dct:title": "API",
                "dcat:endpointURL": {"@id": f"{site}/api/v1"},
                "dcat:endpointDescription": {"@id": f"{site}/api/v1/openapi.json"},
                "dcat:servesDataset": {"@id": f"{site}/data#statements"},
            }
        ],
    }


def _series(site: str, snapshots: Sequence[Snapshot]) -> list[dict[str, Any]]:
    """What the snapshots belong to; nothing where there is none yet."""
    if not snapshots:
        return []
    told = {"dct:title": "Monthly snapshots", "dct:description": "The register as it stood once a month."}
    often = {"@id": "http://publications.europa.eu/resource/authority/frequency/MONTHLY"}
    return [{"@id": f"{site}/data/snapshots", "@type": "dcat:DatasetSeries", **told, "dct:accrualPeriodicity": often}]


def _snapshot(site: str, snapshot: Snapshot) -> dict[str, Any]:
    issued = {"@value": snapshot.made_at.isoformat(), "@type": "xsd:dateTime"}
    return {
        "@id": f"{site}/data/snapshots#{snapshot.month}",
        "@type": "dcat:Dataset",
        "dct:title": f"Modern slavery statements, {snapshot.month}",
        "dct:description": f"{snapshot.statements} statements as they stood. Never changed.",
        "dct:issued": issued,
        "dct:license": {"@id": LICENCE},
        "dct:conformsTo": {"@id": f"{site}/data/statements.schema.json"},
        "dcat:inSeries": {"@id": f"{site}/data/snapshots"},
        "dcat:distribution": [] if snapshot.withheld_at else [_snapshot_file(site, each) for each in snapshot.files],
    }


def _snapshot_file(site: str, file: SnapshotFile) -> dict[str, Any]:
    form = next(each for each in FILES if each[2] == file.media_type)
    told = _distribution(site, f"data/snapshots/{file.name}", file.name, *form[2:])
    algorithm = {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"}
    checksum = {"@type": "spdx:Checksum", "spdx:algorithm": algorithm}
    value = {"@value": file.hash, "@type": "xsd:hexBinary"}
    size = {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"}
    return {**told, "dcat:byteSize": size, "spdx:checksum": {**checksum, "spdx:checksumValue": value}}


def _distribution(site: str, path: str, title: str, media_type: str, form: str) -> dict[str, Any]:
    return {
        "@id": f"{site}/{path}",
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dct:license": {"@id": LICENCE},
        "dct:format": {"@id": form},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dcat:accessURL": {"@id": f"{site}/data"},
        "dcat:downloadURL": {"@id": f"{site}/{path}"},
    }


def linked(statement: PublicStatement, site: str) -> dict[str, Any]:
    """A statement as a schema.org Report, for search engines."""
    name, day = statement.organisation.name, statement.version.published_at.date()
    return {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": f"{site}/statements/{statement.number}",
        "url": f"{site}/statements/{statement.number}",
        "name": f"Modern slavery statement of {name}, period to {statement.period_end.isoformat()}",
        "author": {"@type": "Organization", "name": name},
        "datePublished": day.isoformat(),
        "isPartOf": {"@type": "DataCatalog", "url": f"{site}/data", "license": LICENCE},
    }
