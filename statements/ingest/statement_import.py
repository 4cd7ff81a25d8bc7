"""Bring in statements that were published elsewhere: rows become statements with many coverages, or are listed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from statements.errors import DomainError, Invalid
from statements.filing import elsewhere
from statements.filing.content import ReadFile
from statements.filing.models import Statement
from statements.filing.queries import same_period
from statements.filing.service import publish_elsewhere
from statements.ingest.documents import read_document
from statements.ingest.mapping import MappedRow, Mapping
from statements.organisations import names, service
from statements.organisations.identifiers import parse_identifier
from statements.organisations.models import Organisation

ALREADY = "already filed"
KeepFile = Callable[[bytes], str]
"""Keeps a file's bytes and answers their SHA-256: the store's `put`."""


@dataclass
class ImportReport:
    """What became of every row: it landed, it was filed already, or it is listed with its reason."""

    rows: int = 0
    statements: int = 0
    covered: int = 0
    extended: int = 0
    already: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def accounted(self) -> int:
        """The number of rows whose fate is known; equal to `rows` when nothing was lost."""
        return self.covered + len(self.already) + len(self.refused)


def import_rows(
    session: Session,
    *,
    mapping: Mapping,
    rows: Iterable[MappedRow],
    importer: str,
    keep: KeepFile,
    at: datetime,
) -> ImportReport:
    """Bring in rows; those that share a statement become one. A statement that cannot land leaves nothing behind."""
    report = ImportReport()
    groups: dict[str, list[MappedRow]] = {}
    for row in rows:
        report.rows += 1
        if row.problems:
            report.refused.append((row.number, " ".join(f"{each.message} {each.mend}" for each in row.problems)))
        else:
            groups.setdefault(row.key, []).append(row)
    for group in groups.values():
        _bring_in(session, mapping, group, importer, keep, at, report)
    return report


def _bring_in(
    session: Session,
    mapping: Mapping,
    group: Sequence[MappedRow],
    importer: str,
    keep: KeepFile,
    at: datetime,
    report: ImportReport,
) -> None:
    try:
        with session.begin_nested():
            members = [(row, _organisation(session, mapping, row, at)) for row in group]
            known = elsewhere.by_address(session, profile=mapping.profile, source_url=group[0].key)
            if known is None:
                members = _not_filed(session, mapping, members, report)
                _publish(session, mapping, members, importer, keep, at)
    except Invalid as error:
        reason = " ".join(f"{each.message} {each.mend}" for each in error.problems)
        report.refused.extend((row.number, reason) for row in group)
    except DomainError as error:
        report.refused.extend((row.number, error.message) for row in group)
    else:
        _count(session, known, members, importer, at, report)


def _count(
    session: Session,
    known: Statement | None,
    members: Sequence[tuple[MappedRow, Organisation]],
    importer: str,
    at: datetime,
    report: ImportReport,
) -> None:
    if known is None:
        report.statements += bool(members)
        report.covered += len(members)
        return
    covered = elsewhere.covered_ids(session, known)
    new = {organisation.id for _row, organisation in members} - covered
    for row, organisation in members:
        if organisation.id in covered:
            report.already.append((row.number, f"{ALREADY} under number {known.number}"))
    if new:
        elsewhere.cover_more(session, statement=known, organisation_ids=new, importer=importer, at=at)
        report.extended += 1
        report.covered += sum(1 for _row, organisation in members if organisation.id in new)


def _not_filed(
    session: Session, mapping: Mapping, members: Sequence[tuple[MappedRow, Organisation]], report: ImportReport
) -> list[tuple[MappedRow, Organisation]]:
    """The rows whose organisation leads no statement for the very period yet; the others are already filed."""
    free = []
    for row, organisation in members:
        found = row.period and same_period(
            session,
            organisation_id=organisation.id,
            profile=mapping.profile,
            start=row.period.start,
            end=row.period.end,
        )
        if found:
            report.already.append((row.number, f"{ALREADY} under number {found.number}"))
        else:
            free.append((row, organisation))
    return free


def _publish(
    session: Session,
    mapping: Mapping,
    members: Sequence[tuple[MappedRow, Organisation]],
    importer: str,
    keep: KeepFile,
    at: datetime,
) -> None:
    if not members:
        return
    row, lead = _lead(members)
    if row.period is None:
        raise ValueError("a row without a period was let through")
    publish_elsewhere(
        session,
        organisation=lead,
        profile=mapping.profile,
        period=row.period,
        answers=row.answers,
        covers=sorted({organisation.id for _row, organisation in members}),
        document=_document(row, keep),
        source_url=row.key,
        importer=importer,
        at=at,
    )


def _lead(members: Sequence[tuple[MappedRow, Organisation]]) -> tuple[MappedRow, Organisation]:
    """The parent where it is among the rows, else the first row: no organisation is made of a name alone."""
    for row, organisation in members:
        if row.parent and names.lookup_key(row.parent) == names.lookup_key(row.name):
            return row, organisation
    return members[0]


def _organisation(session: Session, mapping: Mapping, row: MappedRow, at: datetime) -> Organisation:
    columns = mapping.organisation
    number = [(columns.scheme, parse_identifier(columns.scheme, row.identifier).value)] if row.identifier else []
    if number:
        known = service.by_identifier(session, *number[0])
        if known is not None:
            if names.lookup_key(known.name) != names.lookup_key(row.name):
                _also_called(session, known, row, at)
            return known
    namesake = _same_name(session, row, columns.scheme, unnumbered=bool(number))
    if namesake is not None:
        for scheme, value in number:
            service.add_identifier(session, organisation=namesake, scheme=scheme, value=value, by=None, at=at)
        return namesake
    return service.add(
        session, name=row.name, kind=columns.kind, country=columns.country, identifiers=number, by=None, at=at
    )


def _also_called(session: Session, known: Organisation, row: MappedRow, at: datetime) -> None:
    if names.lookup_key(row.name) not in {each.folded for each in known.names}:
        service.add_name(session, organisation=known, name=row.name, by=None, at=at)


def _same_name(session: Session, row: MappedRow, scheme: str, *, unnumbered: bool) -> Organisation | None:
    """The one organisation of this very name; where the row has a number, only one that has none in that scheme."""
    key = names.lookup_key(row.name)
    found = [
        each
        for each in service.find(session, row.name)
        if key in {other.folded for other in each.names}
        and not (unnumbered and any(number.scheme == scheme for number in each.identifiers))
    ]
    return found[0] if len(found) == 1 else None


def _document(row: MappedRow, keep: KeepFile) -> ReadFile | None:
    if not row.text.strip():
        return None
    content = row.text.encode("utf-8")
    read = read_document(content, row.filename)
    keep(content)
    return ReadFile(
        sha256=hashlib.sha256(content).hexdigest(),
        filename=row.filename or "statement.txt",
        media_type=read.media_type,
        size=len(content),
        pages=tuple(page.text for page in read.pages),
        words=read.words,
        scan=read.is_scan,
    )
