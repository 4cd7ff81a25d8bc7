"""Measure a supplier check end to end: upload over HTTP, columns, the job, the page of results, the workbook.

    .venv/bin/python -m benchmarks.supplier_check ../shared/data

The register holds the company names of `names/uk_private_organisations.csv` with their company numbers; the list is
made of them: a quarter each with the number, as it stands, with one typing slip, and not in the register.
A tenth of the register has a published statement.
"""

import argparse
import io
import random
import re
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter
from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.matching import SEED, _typo, rows_of
from portal.accounts.models import User
from portal.app import create_app
from portal.cli.database import migrate_to_head
from portal.config import Settings
from portal.handlers import HANDLERS
from portal.work import run_waiting
from statements.db import make_engine, open_session
from statements.filing.models import Coverage, Statement, Version
from statements.organisations.identifiers import Identifier as Number
from statements.organisations.identifiers import read_identifier
from statements.organisations.models import Identifier, Organisation
from statements.people.models import Membership, MembershipState, Person, Role
from statements.storage.store import Store

NOW = datetime(2026, 11, 2, tzinfo=UTC)
COLUMNS = ("name", "nzbn", "number", "country", "category", "spend", "trading_name", "own_reference")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took: wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{what:52} {time.perf_counter() - wall:6.2f} s  {time.process_time() - cpu:6.2f} CPU-s")


def fill(session: Session, names: list[tuple[str, str]]) -> str:
    """Write the register, an agency and its buyer; the buyer's sign-in."""
    given = {"kind": "company", "country": "GB", "created_at": NOW, "revision": 1}
    rows = [
        {"id": uuid.uuid4(), "slug": f"o{place}", "name": name, "sort_key": name.lower(), **given}
        for place, (name, _number) in enumerate(names)
    ]
    agency = {"id": uuid.uuid4(), "slug": "agency", "name": "Agency", "sort_key": "agency", **given}
    session.execute(insert(Organisation), [*rows, agency])
    numbers = dict.fromkeys(number for _name, number in names if number)
    holders = {number: row["id"] for row, (_name, number) in zip(rows, names, strict=True)}
    session.execute(
        insert(Identifier),
        [{"id": uuid.uuid4(), "organisation_id": holders[each], "scheme": "gb-coh", "value": each} for each in numbers],
    )
    _file(session, [row["id"] for row in rows[::10]])
    buyer = Person(name="Buyer", email="buyer@example.nz", created_at=NOW)
    session.add(buyer)
    session.flush()
    place = {"organisation_id": agency["id"], "role": Role.BUYER, "state": MembershipState.APPROVED}
    session.add(Membership(person_id=buyer.id, asked_at=NOW, **place))
    login = User(person_id=buyer.id, email=buyer.email, active=True, fs_uniquifier=uuid.uuid4().hex)
    session.add(login)
    session.flush()
    return str(login.fs_uniquifier)


def _file(session: Session, organisations: list[uuid.UUID]) -> None:
    statements, versions, covers = [], [], []
    for number, key in enumerate(organisations, start=1):
        statement, version = uuid.uuid4(), uuid.uuid4()
        period = {"period_start": date(2025, 4, 1), "period_end": date(2026, 3, 31)}
        shape = {"number": number, "profile": "uk-registry", "state": "published", "started_at": NOW, "revision": 1}
        statements.append({"id": statement, "organisation_id": key, **period, **shape, "current_version_id": version})
        body = {"answers": {}, "approval": {}, "signature": {}, "fingerprint": str(number), "submitted_at": NOW}
        whose = {"id": version, "statement_id": statement, "number": 1, "state": "published", "published_at": NOW}
        versions.append({**whose, **body})
        covers.append({"id": uuid.uuid4(), "version_id": version, "organisation_id": key})
    session.execute(insert(Statement), statements)
    session.execute(insert(Version), versions)
    session.execute(insert(Coverage), covers)


def listed(names: list[tuple[str, str]], lines: int) -> bytes:
    """A buyer's list as .xlsx."""
    chance, buffer = random.Random(SEED), io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet("Creditors")
    sheet.write_row(0, 0, ["Vendor no.", "Vendor name", "Company number", "Country", "Category", "Spend"])
    for row in range(1, lines + 1):
        name, number = names[chance.randrange(len(names))]
        kind = row % 4
        shown = [name, name, _typo(name, chance), "".join(chance.sample("bcdfghklmnprstvwz", 5)) + name[2:]][kind]
        what = chance.choice(["Cleaning", "Laptops", "Freight", "Uniforms", "Legal advice"])
        cells = [
            f"V{row:06}",
            shown,
            number if kind == 0 else "",
            "United Kingdom",
            what,
            chance.randrange(500, 900_000),
        ]
        sheet.write_row(row, 0, cells)
    book.close()
    return buffer.getvalue()


def _number(row: dict[str, str]) -> str:
    found = read_identifier("gb-coh", row["CompanyNumber"])
    return found.value if isinstance(found, Number) else ""


def token(html: str) -> str:
    """The token of a page's form."""
    return html.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def run(folder: Path, names: list[tuple[str, str]], lines: int) -> None:
    """Do it all once and print what each step took."""
    settings = Settings(data_dir=str(folder), secret_key="benchmark", mail_backend="locmem")
    migrate_to_head(settings)
    engine = make_engine(settings.database)
    with open_session(engine, for_writing=True) as session, session.begin():
        signed = fill(session, names)
    content = listed(names, lines)
    client = create_app(settings).test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = signed, True
    page = client.get("/procurement/new").get_data(as_text=True)
    agency = re.search(r'name="agency" value="([^"]+)"', page)[1]
    with timed(f"upload {len(content) / 1e6:.1f} MB, guess the columns"):
        data = {"csrf_token": token(page), "agency": agency, "file": (io.BytesIO(content), "list.xlsx")}
        address = client.post("/procurement/new", data=data).location
    with timed("the page of columns"):
        page = client.get(address).get_data(as_text=True)
    form = {"csrf_token": token(page), "sheet": "Creditors", "row": "1"}
    form |= dict(zip(COLUMNS, ("1", "-", "2", "3", "4", "5", "-", "0"), strict=True))
    with timed("confirm the columns (reads every line)"):
        assert client.post(address, data=form).status_code == 302
    with timed("the job: index, match, write"):
        assert run_waiting(handlers=HANDLERS, engine=engine, store=Store(settings.store), settings=settings) == 1
    address = address.removesuffix("/columns")
    with timed("a page of results"):
        page = client.get(address).get_data(as_text=True)
    with timed("a page of results, filtered, by risk"):
        assert client.get(f"{address}?standing=filed&order=risk&page=3").status_code == 200
    with timed("the workbook"):
        taken = client.get(f"{address}/result.xlsx").data
    print(f"workbook {len(taken) / 1e6:.1f} MB; register of {len(names):,} organisations, {lines:,} lines")
    print(*_counts(page), sep="; ")


def _counts(page: str) -> list[str]:
    figures = re.findall(r'class="big-figure"[^>]*>([\d,]+)</a> ([^<]+)<', page)
    return [f"{count} {what}" for count, what in figures]


def main() -> int:
    """Run the measurement where the folder of outside data is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--lines", type=int, default=10_000)
    options = parser.parse_args()
    companies = options.data / "names" / "uk_private_organisations.csv"
    if not companies.exists():
        print(f"{companies} is not here; nothing measured.", file=sys.stderr)
        return 1
    names = [(row["OrganisationName"], _number(row)) for row in rows_of(companies) if len(row["OrganisationName"]) > 3]
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), names, options.lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
