"""Statements as JSON Lines, out and in again: one line a statement, with its answers as they are stored."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from statements.clock import Period
from statements.errors import Problem
from statements.filing.models import Coverage, Statement, Version
from statements.ingest.mapping import MappedRow, Mapping
from statements.organisations.models import Organisation


def lines_out(session: Session, *, profile: str, scheme: str) -> Iterator[str]:
    """Every published statement of a profile as one line of JSON, by number: for the operator, private answers too."""
    query = (
        select(Statement, Version)
        .join(Version, Version.id == Statement.current_version_id)
        .where(Statement.profile == profile)
        .options(
            selectinload(Version.coverage).selectinload(Coverage.organisation).selectinload(Organisation.identifiers)
        )
        .order_by(Statement.number)
    )
    for statement, version in session.execute(query):
        yield json.dumps(_as_line(statement, version, scheme), ensure_ascii=False, sort_keys=True)


def lines_in(lines: Iterable[str], mapping: Mapping) -> Iterator[MappedRow]:
    """The rows of such a file, one for each organisation that a line covers; a broken line has its problem."""
    for number, line in enumerate(lines, start=1):
        try:
            given = json.loads(line)
            yield from _rows(given, number)
        except (ValueError, KeyError, TypeError) as error:
            problem = Problem(f"Line {number} is not a statement: {error}.", "Write it as an export writes it.")
            yield MappedRow(number, "", "", "", "", None, {}, "", "", (problem,))


def _as_line(statement: Statement, version: Version, scheme: str) -> dict[str, Any]:
    lead = statement.organisation_id
    covered = sorted(version.coverage, key=lambda each: (each.organisation_id != lead, each.organisation.sort_key))
    text = "\n\n".join(page for document in version.documents for page in document.pages)
    return {
        "statement": statement.source_url,
        "period_start": statement.period_start.isoformat(),
        "period_end": statement.period_end.isoformat(),
        "organisations": [
            {"name": each.organisation.name, "number": _number(each.organisation, scheme)} for each in covered
        ],
        "answers": version.answers,
        "text": text,
        "filename": version.documents[0].filename if version.documents else "",
    }


def _number(organisation: Organisation, scheme: str) -> str:
    return next((each.value for each in organisation.identifiers if each.scheme == scheme), "")


def _rows(given: dict[str, Any], number: int) -> Iterator[MappedRow]:
    period = Period(date.fromisoformat(given["period_start"]), date.fromisoformat(given["period_end"]))
    lead = given["organisations"][0]["name"]
    for organisation in given["organisations"]:
        yield MappedRow(
            number=number,
            key=given["statement"],
            name=organisation["name"],
            parent=lead,
            identifier=organisation["number"],
            period=period,
            answers=given["answers"],
            text=given["text"],
            filename=given["filename"],
        )
